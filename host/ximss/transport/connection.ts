/**
 * One TCP or WebSocket connection: documents in, messages out, before and after login. Requests are read ahead only
 * so far, and a reader that does not take its answers gets no more of them.
 */
import type { Bytes, Xml } from '../../../stdlib/values/types.js';
import { failedResponse } from '../failure.js';
import { LoginState } from '../login/state.js';
import type { Caller } from '../run/caller.js';
import { dispatch } from '../run/dispatch.js';
import type { EndReason, Sink, XimssSession } from '../session/session.js';
import { logIn, logOut } from '../wirelog.js';
import type { XimssWorld } from '../world.js';
import { readSimple } from '../xml/fast.js';
import { isBlank, readDocument } from '../xml/read.js';
import { element } from '../xml/write.js';
import type { CloseReason, Wire, WireEvents } from './wire.js';

/** What is known of a connection from the start. */
export interface ConnectionFacts {
  readonly transport: 'tcp' | 'ws';
  readonly number: number;
  readonly address: string;
  readonly localAddress: string;
  /** Milliseconds, by the clock of the module. */
  readonly opened: number;
}

const POLICY = '<cross-domain-policy><allow-access-from domain="*" to-ports="*"/></cross-domain-policy>';

const closeReasons: Readonly<Record<EndReason, CloseReason>> = {
  bye: 'normal',
  timeout: 'idle',
  killed: 'killed',
  replaced: 'replaced',
  stopping: 'normal',
  overflow: 'killed',
};

const isPolicyRequest = ({ type }: Xml): boolean => type.toLowerCase() === 'policy-file-request';

export class Connection implements Caller, Sink, WireEvents {
  login: LoginState | null;
  session: XimssSession | null = null;
  private wire_: Wire | null = null;
  private readonly queue: Bytes[] = [];
  private queued = 0;
  private busy = false;
  private paused = false;
  private isClosed = false;
  private errors = 0;
  /** No more requests are taken: the last answer is out. */
  private leaving = false;
  /** The session began here, and ends with the connection. */
  private owns = false;

  constructor(
    private readonly world: XimssWorld,
    readonly facts: ConnectionFacts,
    private secure_: boolean,
    private readonly gone: (connection: Connection) => void,
  ) {
    this.login = new LoginState(world.domainOfAddress?.(facts.localAddress) ?? null);
  }

  /** Joins the connection with what carries it. */
  carry(wire: Wire): void {
    this.wire_ = wire;
  }

  private get wire(): Wire {
    if (this.wire_ === null) throw new Error('a connection without wire');
    return this.wire_;
  }

  get transport(): 'tcp' | 'ws' {
    return this.facts.transport;
  }

  get address(): string {
    return this.facts.address;
  }

  get secure(): boolean {
    return this.secure_;
  }

  get tag(): string {
    return this.session?.tag ?? 'XIMSSI';
  }

  // --- documents in

  maxDocument(): number {
    const { maxRequest, maxPreLogin } = this.world.settings();
    return this.session === null ? maxPreLogin : maxRequest;
  }

  document(text: Bytes): void {
    if (this.leaving) return;
    if (!this.busy && this.queue.length === 0 && !this.isCongested()) {
      this.handle(text);
      return;
    }
    this.queue.push(text);
    this.queued += text.length;
    const { readAhead, maxRequest } = this.world.settings();
    if (this.queue.length >= readAhead || this.queued >= maxRequest) this.hold();
  }

  /** Reads no more until everything that waits has run. */
  private hold(): void {
    if (this.paused) return;
    this.paused = true;
    this.wire.pause();
  }

  tooLarge(): void {
    this.say('message is too large', 'large');
  }

  drained(): void {
    this.session?.drain();
    this.pump();
  }

  private isCongested(): boolean {
    return this.wire.buffered() > this.world.settings().slowReader;
  }

  /** Runs what waits, one after another. */
  private pump(): void {
    while (!this.busy && !this.leaving && !this.isCongested()) {
      const text = this.queue.shift();
      if (text === undefined) break;
      this.queued -= text.length;
      this.handle(text);
    }
    if (this.paused && this.queue.length === 0) {
      this.paused = false;
      this.wire.resume();
    }
  }

  private handle(text: Bytes): void {
    this.session?.touch();
    logIn(this.world.log, this.tag, text);
    const { maxDepth, maxAttributes, flashPolicy, protocolErrors } = this.world.settings();
    const simple = readSimple(text, maxAttributes);
    if (simple !== null && !(flashPolicy && this.session === null)) {
      this.errors = 0;
      this.run(simple);
      return;
    }
    if (isBlank(text)) return;
    const document = readDocument(text, { maxBytes: this.maxDocument(), maxDepth, maxAttributes });
    if (document.xml === null) {
      this.emit(failedResponse(null, { text: `XML error: ${document.text}`, number: 500 }));
      if (++this.errors >= protocolErrors) this.say('too many protocol errors', 'errors');
      return;
    }
    this.errors = 0;
    if (flashPolicy && this.session === null && isPolicyRequest(document.xml)) {
      this.emit(POLICY);
      this.close('normal');
      return;
    }
    this.run(document.xml);
  }

  private run(xml: Xml): void {
    const session = this.session;
    const task = (): void | Promise<void> => dispatch(this.world, this, xml);
    const running = session === null ? task() : session.serial.run(task);
    if (running === undefined) return;
    this.busy = true;
    // what follows a login is read when it is known how large it may be
    if (session === null) this.hold();
    void running.then(() => {
      this.busy = false;
      this.pump();
    });
  }

  // --- messages out

  emit(message: Bytes): void {
    if (this.isClosed) return;
    logOut(this.world.log, this.tag, message);
    this.wire.send(message);
    if (this.wire.buffered() <= this.world.settings().queueBytes) return;
    this.world.log.problem(this.tag, `[${this.address}] reads too slowly: closed`);
    this.destroy();
  }

  get resumes(): boolean {
    return !this.owns;
  }

  send(message: Bytes): boolean {
    if (this.isClosed || this.leaving || !this.wire.isOpen || this.isCongested()) return false;
    logOut(this.world.log, this.tag, message);
    this.wire.send(message);
    return true;
  }

  /** So many asynchronous messages have arrived at an attached client. */
  confirmed(count: number): void {
    if (this.resumes) this.session?.sent.confirm(count);
  }

  get sentCount(): number {
    return this.resumes ? (this.session?.sent.count ?? 0) : 0;
  }

  // --- what operations do to the connection

  opened(session: XimssSession): void {
    this.owns = true;
    this.join(session);
  }

  /** Takes a session that lives on without the connection; see `XimssSession.attach`. */
  join(session: XimssSession, acknowledged: number | null = null, received: number | null = null): void {
    this.session = session;
    this.login = null;
    session.attach(this, acknowledged, received);
  }

  leave(): void {
    const { session } = this;
    if (session === null) this.close('normal');
    else this.world.module.sessions.close(session, 'bye');
  }

  loginFailed(): void {
    const { login } = this;
    if (login !== null && login.failures >= this.world.settings().loginFailures) {
      this.say('too many failed logins', 'errors');
    }
  }

  refuseTls(): string | null {
    if (this.session !== null) return 'already logged in';
    return this.secure_ ? 'connection is already secure' : this.wire.refuseTls();
  }

  startTls(): void {
    this.queue.length = 0;
    this.queued = 0;
    this.secure_ = true;
    this.login = new LoginState(this.login?.domain ?? null);
    this.wire.startTls();
  }

  ended(reason: EndReason): void {
    this.close(closeReasons[reason]);
  }

  /** Sends the reason as a `bye` message and closes. */
  say(text: string, reason: CloseReason): void {
    this.emit(element('bye', [['errorText', text]]));
    this.close(reason);
  }

  private close(reason: CloseReason): void {
    if (this.leaving) return;
    this.leaving = true;
    this.queue.length = 0;
    this.wire.close(reason);
  }

  /** Ends the connection without another word. */
  destroy(): void {
    this.leaving = true;
    this.wire.destroy();
  }

  /** The wire is gone: a session ends with its TCP connection, but not with an attached WebSocket. */
  closed(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.leaving = true;
    this.queue.length = 0;
    const { session } = this;
    session?.detach(this);
    if (session !== null && this.owns) this.world.module.sessions.close(session, 'bye');
    this.gone(this);
  }
}
