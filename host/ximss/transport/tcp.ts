/** Documents over a byte stream: each ends with a zero byte (ximss.md 1.1). */
import type { Socket } from 'node:net';
import { TLSSocket, type TLSSocketOptions } from 'node:tls';
import type { Bytes } from '../../../stdlib/values/types.js';
import type { CloseReason, Wire, WireEvents } from './wire.js';

/** Milliseconds a peer has to take the last answer. */
const LINGER = 5_000;

export class TcpWire implements Wire {
  /** Parts of a document whose zero byte has not come yet. */
  private parts: Bytes[] = [];
  private size = 0;
  private out = '';
  private scheduled = false;
  private ended = false;
  private draining = false;
  /** Grows when TLS starts. */
  private stage = 0;

  constructor(
    private socket: Socket,
    private readonly events: WireEvents,
    private readonly tlsOptions: () => TLSSocketOptions | null,
  ) {
    this.listen();
  }

  private readonly onData = (chunk: Buffer): void => this.data(chunk);

  private listen(): void {
    const { socket } = this;
    socket.setNoDelay(true);
    socket.on('data', this.onData);
    socket.on('drain', () => this.drained());
    socket.on('end', () => this.close());
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      if (this.socket === socket) this.events.closed();
    });
  }

  /** Bytes that came before the wire was made, or from the socket. */
  data(chunk: Buffer): void {
    const text = chunk.toString('latin1');
    const { stage } = this;
    let from = 0;
    for (let at = text.indexOf('\0'); at >= 0 && !this.ended; at = text.indexOf('\0', from)) {
      const last = text.slice(from, at);
      from = at + 1;
      if (this.size + last.length > this.events.maxDocument()) {
        this.events.tooLarge();
        return;
      }
      if (this.size === 0) {
        if (last !== '') this.events.document(last);
      } else this.whole(last);
      // what came behind `starttls` was sent in the clear: it must not count as sent under TLS
      if (stage !== this.stage) return;
    }
    if (from < text.length && !this.ended) this.keep(from === 0 ? text : text.slice(from));
    this.flush();
  }

  private whole(last: Bytes): void {
    this.parts.push(last);
    const document = this.parts.join('');
    this.parts = [];
    this.size = 0;
    this.events.document(document);
  }

  private keep(rest: Bytes): void {
    this.size += rest.length;
    if (this.size > this.events.maxDocument()) {
      this.parts = [];
      this.events.tooLarge();
    } else this.parts.push(rest);
  }

  send(document: Bytes): void {
    if (this.ended) return;
    this.out += `${document}\0`;
    if (this.out.length > 65536) this.flush();
    else if (!this.scheduled) {
      this.scheduled = true;
      setImmediate(() => {
        this.scheduled = false;
        this.flush();
        // less than the socket calls full is no drain either
        if (!this.draining) this.events.drained();
      });
    }
  }

  private flush(): void {
    if (this.out === '' || this.socket.destroyed) return;
    const text = this.out;
    this.out = '';
    if (!this.socket.write(text, 'latin1')) this.draining = true;
  }

  private drained(): void {
    if (!this.draining) return;
    this.draining = false;
    this.events.drained();
  }

  get isOpen(): boolean {
    return !this.ended && !this.socket.destroyed;
  }

  buffered(): number {
    return this.socket.writableLength + this.out.length;
  }

  close(_reason?: CloseReason): void {
    if (this.ended) return;
    this.flush();
    this.ended = true;
    this.parts = [];
    this.socket.end();
    // what still comes is thrown away, so that the answer is not lost in a reset
    this.socket.resume();
    setTimeout(() => this.socket.destroy(), LINGER).unref();
  }

  destroy(): void {
    this.ended = true;
    this.socket.destroy();
  }

  pause(): void {
    this.socket.pause();
  }

  resume(): void {
    this.socket.resume();
  }

  refuseTls(): string | null {
    return this.tlsOptions() === null ? 'TLS is not available' : null;
  }

  startTls(): void {
    const options = this.tlsOptions();
    if (options === null) return;
    this.flush();
    const plain = this.socket;
    plain.removeAllListeners();
    this.stage++;
    plain.on('error', () => plain.destroy());
    this.parts = [];
    this.size = 0;
    const secure = new TLSSocket(plain, options);
    this.socket = secure;
    plain.on('close', () => secure.destroy());
    this.listen();
  }
}
