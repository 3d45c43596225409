/**
 * What the protocol knows about a session beyond the session object that it shares with the web face: open views,
 * options, the queue of messages, and where those go.
 */
import type { Bytes } from '../../../stdlib/values/types.js';
import type { Principal } from '../../objects/api.js';
import type { Session } from '../../objects/sessions/types.js';
import { Serial } from '../run/serial.js';
import type { XimssSettings } from '../settings.js';
import { element } from '../xml/write.js';
import type { MailboxWatch } from './mailboxwatch.js';
import { Opened } from './opened.js';
import { Outbox } from './outbox.js';
import { Sequence } from './sequence.js';
import { Uploads } from './uploads.js';

/** Where the messages of a session go while a connection is attached. */
export interface Sink {
  /** Sends an asynchronous message; false when the reader is too slow and it must wait. */
  send(message: Bytes): boolean;
  /** The session has ended. */
  ended(reason: EndReason): void;
}

/** Why a session ended. */
export type EndReason = 'bye' | 'timeout' | 'killed' | 'replaced' | 'stopping';

/** What the client is told of the end, null after its own `bye`. */
const farewells: Readonly<Record<EndReason, string | null>> = {
  bye: null,
  timeout: 'session time-out',
  killed: 'session is closed by the server',
  replaced: 'session is closed by another login',
  stopping: 'the server is stopping',
};

export class XimssSession {
  /** Tag of the log records. */
  readonly tag: string;
  readonly serial = new Serial();
  readonly opened: Opened;
  readonly outbox: Outbox;
  private sequence_: Sequence | null = null;
  private uploads_: Uploads | null = null;
  clientName: Bytes | null = null;
  clientVersion: Bytes | null = null;
  /** Options that clients may set freely, `x-` names. */
  options: Map<Bytes, Bytes> | null = null;
  /** Set while the session wants to hear of changes of the account's mailboxes. */
  mailboxWatch: MailboxWatch | null = null;
  /** Alerts that this session was told of. */
  private told: Set<string> | null = null;
  /** The operation in progress, and since when. */
  operation: string | null = null;
  since = 0;
  /** Set once the session has ended; a session that says farewell over HTTP is still found for a moment. */
  ending: EndReason | null = null;
  private sink: Sink | null = null;
  private readonly cleanups: (() => void)[] = [];

  constructor(
    /** The session object that all faces share. */
    readonly record: Session,
    private readonly settings: () => XimssSettings,
    private readonly now: () => number,
  ) {
    this.tag = `XIMSS-${record.number}`;
    this.outbox = new Outbox(() => settings().queueLength);
    this.opened = new Opened(() => settings().views);
  }

  get id(): string {
    return this.record.id;
  }

  get principal(): Principal {
    return this.record.principal;
  }

  /** `name@domain`. */
  get email(): string {
    return this.record.who.email;
  }

  get sequence(): Sequence {
    this.sequence_ ??= new Sequence();
    return this.sequence_;
  }

  get uploads(): Uploads {
    this.uploads_ ??= new Uploads(this.settings, this.now);
    return this.uploads_;
  }

  /** The client showed itself. */
  touch(): void {
    this.record.lastUsed = this.now();
  }

  /** True once for each alert. */
  isNews(alert: string): boolean {
    this.told ??= new Set();
    if (this.told.has(alert)) return false;
    this.told.add(alert);
    return true;
  }

  begins(operation: string): void {
    this.operation = operation;
    this.since = this.now();
  }

  ends(): void {
    this.operation = null;
  }

  /** True while a connection takes the messages. */
  get isAttached(): boolean {
    return this.sink !== null;
  }

  /** Sends messages to this connection from now on; what waits goes out at once. The old one, if any, is told. */
  attach(sink: Sink): void {
    const old = this.sink;
    this.sink = sink;
    if (old !== null && old !== sink) old.ended('replaced');
    this.outbox.release();
    this.drain();
  }

  detach(sink: Sink): void {
    if (this.sink === sink) this.sink = null;
  }

  /** Sends what waited for a slow reader. */
  drain(): void {
    if (this.sink === null || this.outbox.isEmpty) return;
    for (const message of this.outbox.take()) {
      if (this.sink === null || !this.sink.send(message)) this.outbox.push(message, false);
    }
  }

  /** Sends or queues an asynchronous message. */
  notify(message: Bytes): void {
    if (this.ending !== null) return;
    if (this.sink === null || !this.outbox.isEmpty || !this.sink.send(message))
      this.outbox.push(message, false);
  }

  /** Sends or queues what a request produced outside of its own reply; it is never dropped. */
  deliver(message: Bytes): void {
    if (this.sink === null || !this.outbox.isEmpty || !this.sink.send(message))
      this.outbox.push(message, true);
  }

  /** Runs when the session ends. */
  onEnd(cleanup: () => void): void {
    if (this.ending === null) this.cleanups.push(cleanup);
    else cleanup();
  }

  /** Says farewell and lets everything go. */
  end(reason: EndReason): void {
    if (this.ending !== null) return;
    const farewell = farewells[reason];
    if (farewell !== null) {
      const message = element('bye', [['errorText', farewell]]);
      if (this.sink === null) this.outbox.push(message, true);
      else this.sink.send(message);
    }
    this.ending = reason;
    if (farewell !== null) this.outbox.flush();
    this.sink?.ended(reason);
    this.sink = null;
    this.opened.closeAll();
    this.uploads_?.clear();
    for (const cleanup of this.cleanups.splice(0)) cleanup();
  }
}
