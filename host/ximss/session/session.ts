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
import { type Keep, Outbox, type OutboxLimits } from './outbox.js';
import { SentLog } from './sentlog.js';
import { Sequence } from './sequence.js';
import { Uploads } from './uploads.js';

/** Where the messages of a session go while a connection is attached. */
export interface Sink {
  /** The session lives on when the connection is gone: what did not arrive has to be sent again. */
  readonly resumes: boolean;
  /** Sends an asynchronous message; false when the reader is too slow and it must wait. */
  send(message: Bytes): boolean;
  /** The session has ended. */
  ended(reason: EndReason): void;
}

/** Why a session ended. */
export type EndReason = 'bye' | 'timeout' | 'killed' | 'replaced' | 'stopping' | 'overflow';

/** What the client is told of the end, null after its own `bye`. */
const farewells: Readonly<Record<EndReason, string | null>> = {
  bye: null,
  timeout: 'session time-out',
  killed: 'session is closed by the server',
  replaced: 'session is closed by another login',
  stopping: 'the server is stopping',
  overflow: 'too many messages are waiting',
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
  private sent_: SentLog | null = null;
  /** Bytes of requests that are read or wait for their turn. */
  private requestBytes = 0;
  private readonly cleanups: (() => void)[] = [];

  constructor(
    /** The session object that all faces share. */
    readonly record: Session,
    private readonly settings: () => XimssSettings,
    private readonly now: () => number,
    /** Ends the session: more waits for the client than may. */
    private readonly overflow: () => void,
  ) {
    this.tag = `XIMSS-${record.number}`;
    this.outbox = new Outbox(() => this.limits());
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

  /** What went out over attached WebSockets. */
  get sent(): SentLog {
    this.sent_ ??= new SentLog(() => this.limits());
    return this.sent_;
  }

  private limits(): OutboxLimits {
    const { queueLength, queueBytes } = this.settings();
    return { length: queueLength, bytes: queueBytes };
  }

  /** Counts bytes of a request that are held in memory; false when they are too many. */
  holds(bytes: number): boolean {
    this.requestBytes += bytes;
    return this.requestBytes <= this.settings().queueBytes;
  }

  /** The request is answered. */
  letsGo(bytes: number): void {
    this.requestBytes -= bytes;
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

  /**
   * Sends messages to this connection from now on; what waits goes out at once. The old one, if any, is told.
   * @param acknowledged number of the last batch of a poll that the client got; null: it got everything
   * @param received asynchronous messages that the client got over earlier connections; null: all of them
   */
  attach(sink: Sink, acknowledged: number | null = null, received: number | null = null): void {
    const old = this.sink;
    this.sink = sink;
    if (old !== null && old !== sink) old.ended('replaced');
    this.outbox.release();
    this.outbox.acknowledge(acknowledged);
    if (sink.resumes) this.outbox.putFirst(this.sent.takeFrom(received ?? this.sent.count));
    this.drain();
  }

  detach(sink: Sink): void {
    if (this.sink === sink) this.sink = null;
  }

  /** Gives a message to the connection; false when there is none, or when it must wait. */
  private give(message: Bytes): boolean {
    const { sink } = this;
    if (sink === null || !sink.send(message)) return false;
    if (sink.resumes) this.sent.add(message);
    return true;
  }

  /** Sends what waited for a slow reader. */
  drain(): void {
    if (this.sink !== null && !this.outbox.isEmpty) this.outbox.drain(message => this.give(message));
  }

  /**
   * Sends or queues an asynchronous message.
   * @param keep `kept`: it is sent once for many changes, and no other one would follow if it were lost
   */
  notify(message: Bytes, keep: Keep = 'loose'): void {
    if (this.ending === null) this.queue(message, keep);
  }

  /** Takes a message back that still waits. */
  unnotify(message: Bytes): void {
    this.outbox.cancel(message);
  }

  /** Sends or queues what a request produced outside of its own reply; it is never dropped. */
  deliver(message: Bytes): void {
    if (this.ending === null) this.queue(message, 'kept');
  }

  private queue(message: Bytes, keep: Keep): void {
    if (this.outbox.isEmpty && this.give(message)) return;
    if (!this.outbox.push(message, keep)) this.overflow();
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
    if (reason === 'overflow') this.outbox.clear();
    if (farewell !== null) {
      const message = element('bye', [['errorText', farewell]]);
      if (this.sink === null) this.outbox.push(message, 'kept');
      else this.sink.send(message);
    }
    this.ending = reason;
    this.outbox.flush();
    this.sink?.ended(reason);
    this.sink = null;
    this.opened.closeAll();
    this.uploads_?.clear();
    for (const cleanup of this.cleanups.splice(0)) cleanup();
  }
}
