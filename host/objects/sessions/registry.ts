/** Every live session of the server, found by ID and by account; ends the ones that nobody uses. */
import { randomBytes } from 'node:crypto';
import { PosternError } from '../../errors/index.js';
import type { ObjectLog } from '../core/types.js';
import type { SessionSettings } from './settings.js';
import type { EndReason, Session } from './types.js';

export type CloseListener = (id: string, reason: EndReason, session: Session) => void;

const SWEEP_MS = 5000;
const LETTERS = 'ABCDEFGHJKMNPQRSTUVWXYZabcdefghjkmnpqrstuvwxyz23456789';
/** Characters of the part that cannot be guessed: 20 of 54 are 115 bits. */
const SECRET = 20;

export class SessionRegistry {
  readonly #byId = new Map<string, Session>();
  readonly #byAccount = new Map<number, Set<Session>>();
  readonly #listeners = new Set<CloseListener>();
  readonly #settings: () => SessionSettings;
  readonly #clock: () => number;
  readonly #log: ObjectLog;
  #timer: NodeJS.Timeout | null = null;
  #last = 0;

  constructor(settings: () => SessionSettings, clock: () => number, log: ObjectLog) {
    this.#settings = settings;
    this.#clock = clock;
    this.#log = log;
  }

  /** A new ID, of a form that nothing else has. */
  newId(): { readonly id: string; readonly number: string } {
    this.#last = (this.#last % 999_999) + 1;
    const number = String(this.#last).padStart(6, '0');
    return { id: `${number}-${secret()}`, number };
  }

  /** Takes in a session; refuses with `session-limit`. */
  add(session: Session): void {
    const { most, mostOfAccount } = this.#settings();
    const own = this.#byAccount.get(session.accountId) ?? new Set();
    if (this.#byId.size >= most || own.size >= mostOfAccount) {
      this.sweep();
      if (this.#byId.size >= most || own.size >= mostOfAccount) throw new PosternError('session-limit');
    }
    this.#byId.set(session.id, session);
    own.add(session);
    this.#byAccount.set(session.accountId, own);
    this.#timer ??= setInterval(() => this.sweep(), SWEEP_MS);
    this.#timer.unref();
  }

  /** A live session; one whose time is over ends here. */
  find(id: string): Session | null {
    const session = this.#byId.get(id);
    if (session === undefined) return null;
    if (!this.#isOver(session, this.#settings(), this.#clock())) return session;
    this.end(session, 'timeout');
    return null;
  }

  ofAccount(accountId: number): readonly Session[] {
    return [...(this.#byAccount.get(accountId) ?? [])].filter(session => this.find(session.id) !== null);
  }

  all(): IterableIterator<Session> {
    return this.#byId.values();
  }

  get size(): number {
    return this.#byId.size;
  }

  end(session: Session, reason: EndReason): void {
    if (this.#byId.get(session.id) !== session) return;
    this.#byId.delete(session.id);
    const own = this.#byAccount.get(session.accountId);
    own?.delete(session);
    if (own?.size === 0) this.#byAccount.delete(session.accountId);
    if (this.#byId.size === 0 && this.#timer !== null) {
      clearInterval(this.#timer);
      this.#timer = null;
    }
    for (const listener of [...this.#listeners]) {
      try {
        listener(session.id, reason, session);
      } catch (error) {
        this.#log.failure(`the end of session ${session.number} was not handled: ${String(error)}`);
      }
    }
  }

  onClose(listener: CloseListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Ends every session whose time is over. */
  sweep(): void {
    const settings = this.#settings();
    const now = this.#clock();
    for (const session of this.#byId.values())
      if (this.#isOver(session, settings, now)) this.end(session, 'timeout');
  }

  #isOver(session: Session, settings: SessionSettings, now: number): boolean {
    return (
      now - session.lastUsed > (session.idle ?? settings.inactivity) || now - session.opened > settings.total
    );
  }
}

/** Letters and digits that cannot be guessed. */
export function secret(): string {
  let text = '';
  while (text.length < SECRET) {
    for (const byte of randomBytes(SECRET * 2)) {
      // bytes above the last whole multiple would make some letters likelier
      if (byte < 4 * LETTERS.length && text.length < SECRET) text += LETTERS[byte % LETTERS.length];
    }
  }
  return text;
}
