/**
 * Asynchronous messages that went out over an attached WebSocket, until its peer has shown that they arrived. A client
 * that comes back after a break tells how many it got, and gets the others again.
 */
import type { Bytes } from '../../../stdlib/values/types.js';
import type { OutboxLimits } from './outbox.js';

export class SentLog {
  private messages: Bytes[] = [];
  private bytes = 0;
  /** Messages before the first one here. */
  private before = 0;

  constructor(private readonly limits: () => OutboxLimits) {}

  /** Messages sent since the session began. */
  get count(): number {
    return this.before + this.messages.length;
  }

  add(message: Bytes): void {
    const { length, bytes } = this.limits();
    this.messages.push(message);
    this.bytes += message.length;
    let drop = 0;
    while (drop < this.messages.length && (this.messages.length - drop > length || this.bytes > bytes)) {
      this.bytes -= (this.messages[drop] ?? '').length;
      drop++;
    }
    this.forget(drop);
  }

  /** The first so many messages have arrived. */
  confirm(count: number): void {
    const drop = Math.min(Math.max(count - this.before, 0), this.messages.length);
    for (let i = 0; i < drop; i++) this.bytes -= (this.messages[i] ?? '').length;
    this.forget(drop);
  }

  private forget(drop: number): void {
    if (drop === 0) return;
    this.messages.splice(0, drop);
    this.before += drop;
  }

  /** What the client did not get, which counts as not sent from now on. */
  takeFrom(received: number): Bytes[] {
    this.confirm(received);
    const missing = this.messages;
    this.messages = [];
    this.bytes = 0;
    return missing;
  }
}
