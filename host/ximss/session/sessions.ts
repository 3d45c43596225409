/** All sessions that use the protocol: made at login, or when a web session is first used through it. */
import { PosternError } from '../../errors/index.js';
import { sameText } from '../login/evidence.js';
import type { XimssWorld } from '../world.js';
import type { NewRecord, SessionRecord } from './book.js';
import { watchAccount } from './notices.js';
import { type EndReason, XimssSession } from './session.js';

/** Milliseconds that the answer to `bye` waits for a poll. */
const FAREWELL = 30_000;

export class Sessions {
  private readonly byId = new Map<string, XimssSession>();
  private readonly unwatch: () => void;

  constructor(private readonly world: XimssWorld) {
    this.unwatch = world.sessions.onClose((id, reason) => {
      const session = this.byId.get(id);
      if (session !== undefined) this.finish(session, reason);
    });
  }

  /** Opens a session for somebody who proved who it is. */
  async open(record: NewRecord): Promise<XimssSession> {
    const { sessionLimit } = this.world.settings();
    if (sessionLimit > 0 && this.byId.size >= sessionLimit) throw new PosternError('session-limit');
    return this.add(await this.world.sessions.open(record), record.transport);
  }

  /** The session of this urlID, null when there is none; a web session becomes one of ours. */
  find(id: string): XimssSession | null {
    const known = this.byId.get(id);
    if (known !== undefined) return known;
    const record = this.world.sessions.find(id);
    return record === null ? null : this.add(record, 'http');
  }

  /** Checks address and cookie of an HTTP request (ximss.md 1.5.3). */
  admits(session: XimssSession, address: string, cookie: string | null): boolean {
    const record = this.world.sessions.find(session.id);
    if (record === null) return session.ending !== null;
    if (record.address !== null && record.address !== address) return false;
    if (record.cookie === null) return true;
    const matches = cookie !== null && sameText(cookie, record.cookie);
    if (matches) record.cookieSeen = true;
    return matches || !record.cookieSeen;
  }

  /** The cookie that the reply has to set, null when it need not. */
  cookieToSet(session: XimssSession): string | null {
    const record = this.world.sessions.find(session.id);
    return record === null || record.cookieSeen ? null : record.cookie;
  }

  record(session: XimssSession): SessionRecord | null {
    return this.world.sessions.find(session.id);
  }

  all(): IterableIterator<XimssSession> {
    return this.byId.values();
  }

  /** The client showed itself. */
  touch(session: XimssSession): void {
    session.touch();
    this.world.sessions.touch(session.id);
  }

  /** Ends a session. */
  close(session: XimssSession, reason: EndReason): void {
    this.finish(session, reason);
    this.world.sessions.close(session.id, reason === 'bye' || reason === 'timeout' ? reason : 'killed');
  }

  /** Ends a session whose last messages wait for a poll. */
  closeSoon(session: XimssSession): void {
    this.close(session, 'bye');
    if (!session.outbox.isEmpty) this.keep(session);
  }

  /** A session that ended has nothing more to say. */
  forget(session: XimssSession): void {
    if (session.ending !== null) this.byId.delete(session.id);
  }

  private keep(session: XimssSession): void {
    this.byId.set(session.id, session);
    setTimeout(() => this.forget(session), FAREWELL).unref();
  }

  private finish(session: XimssSession, reason: EndReason): void {
    if (session.ending !== null) return;
    this.byId.delete(session.id);
    session.end(reason);
  }

  private add(record: SessionRecord, transport: 'tcp' | 'ws' | 'http'): XimssSession {
    const { id, principal, account, domain, secure } = record;
    const session = new XimssSession(
      {
        id,
        principal,
        account,
        domain,
        address: record.loginAddress,
        secure,
        transport,
        opened: Math.floor(record.opened / 1000),
      },
      this.world.settings,
      () => this.world.now(),
    );
    this.byId.set(id, session);
    watchAccount(this.world, session);
    return session;
  }

  /** Ends sessions that have been silent for too long. */
  sweep(now: number): void {
    const { inactivity } = this.world.settings();
    for (const session of this.byId.values()) {
      if (session.ending === null && now - session.lastActive > (session.idleTimeout ?? inactivity)) {
        this.close(session, 'timeout');
      }
    }
  }

  /** Ends all sessions, when the server stops. */
  stop(): void {
    this.unwatch();
    for (const session of [...this.byId.values()]) this.close(session, 'stopping');
  }
}
