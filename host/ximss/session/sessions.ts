/** All sessions that use the protocol: made at login, or when a web session is first used through it. */
import { PosternError } from '../../errors/index.js';
import type { NewSession, Session } from '../../objects/sessions/types.js';
import { sameText } from '../login/evidence.js';
import type { XimssWorld } from '../world.js';
import { type EndReason, XimssSession } from './session.js';

/** Milliseconds that the answer to `bye` waits for a poll, or for a client that repeats the request. */
const FAREWELL = 30_000;

export class Sessions {
  private readonly byId = new Map<string, XimssSession>();
  /** Sessions that ended, whose clients may still ask for the last reply. */
  private readonly ended = new Map<string, XimssSession>();
  private readonly byAccount = new Map<number, Set<XimssSession>>();
  /** Sessions that are about to begin: they count, too. */
  private opening = 0;
  private readonly unwatch: () => void;

  constructor(private readonly world: XimssWorld) {
    this.unwatch = world.objects.sessions.onClose((id, reason) => {
      const session = this.byId.get(id);
      if (session !== undefined) this.finish(session, reason === 'account' ? 'killed' : reason);
    });
  }

  /** Opens a session for somebody who proved who it is. */
  async open(wanted: NewSession): Promise<XimssSession> {
    const { sessionLimit, inactivity } = this.world.settings();
    if (sessionLimit > 0 && this.byId.size + this.opening >= sessionLimit) {
      throw new PosternError('session-limit');
    }
    this.opening++;
    try {
      const record = await this.world.objects.sessions.open(wanted);
      record.idle = inactivity;
      return this.add(record);
    } finally {
      this.opening--;
    }
  }

  /** The session of this urlID, null when there is none; a web session becomes one of ours. */
  find(id: string): XimssSession | null {
    const known = this.byId.get(id) ?? this.ended.get(id);
    if (known !== undefined) return known;
    const record = this.world.objects.sessions.find(id);
    return record === null ? null : this.add(record);
  }

  /** Checks address and cookie of an HTTP request (ximss.md 1.5.3). */
  admits({ record }: XimssSession, address: string, cookie: string | null): boolean {
    if (record.address !== null && record.address !== address) return false;
    if (record.cookie === null) return true;
    const matches = cookie !== null && sameText(cookie, record.cookie);
    if (matches) record.cookieSeen = true;
    return matches || !record.cookieSeen;
  }

  /** The cookie that the reply has to set, null when it need not. */
  cookieToSet({ record }: XimssSession): string | null {
    return record.cookieSeen ? null : record.cookie;
  }

  all(): IterableIterator<XimssSession> {
    return this.byId.values();
  }

  ofAccount(accountId: number): Iterable<XimssSession> {
    return this.byAccount.get(accountId) ?? [];
  }

  /** Ends a session. */
  close(session: XimssSession, reason: EndReason): void {
    if (reason === 'overflow')
      this.world.log.problem(session.tag, 'too many messages wait: the session ends');
    this.finish(session, reason);
    const isOurs = reason === 'replaced' || reason === 'overflow';
    this.world.objects.sessions.close(session.id, isOurs ? 'killed' : reason);
  }

  /**
   * Ends a session that said `bye` over HTTP: the client may ask for the answer once more.
   * @param waits the answer waits for a poll
   */
  leave(session: XimssSession, waits: boolean): void {
    this.close(session, 'bye');
    if (!waits) session.outbox.clear();
    this.ended.set(session.id, session);
    setTimeout(() => this.ended.delete(session.id), FAREWELL).unref();
  }

  private finish(session: XimssSession, reason: EndReason): void {
    if (session.ending !== null) return;
    this.byId.delete(session.id);
    const { accountId } = session.record;
    const same = this.byAccount.get(accountId);
    same?.delete(session);
    if (same?.size === 0) this.byAccount.delete(accountId);
    session.end(reason);
  }

  private add(record: Session): XimssSession {
    const session: XimssSession = new XimssSession(
      record,
      this.world.settings,
      () => this.world.now(),
      () => this.close(session, 'overflow'),
    );
    this.byId.set(record.id, session);
    const same = this.byAccount.get(record.accountId) ?? new Set();
    this.byAccount.set(record.accountId, same.add(session));
    return session;
  }

  /** Ends sessions that have been silent for too long. */
  sweep(now: number): void {
    const { inactivity } = this.world.settings();
    for (const session of this.byId.values()) {
      const { lastUsed, idle } = session.record;
      if (now - lastUsed > (idle ?? inactivity)) this.close(session, 'timeout');
    }
  }

  /** Ends all sessions, when the server stops. */
  stop(): void {
    this.unwatch();
    for (const session of [...this.byId.values()]) this.close(session, 'stopping');
  }
}
