/** Web sessions: numbers and ids, time-outs, the limit of their number (webapp.md B3, ximss.md 1.5.3). */
import { randomBytes } from 'node:crypto';
import { dictSet } from '../../../stdlib/values/index.js';
import type { Settings } from '../../admin/config/settings.js';
import { PosternError } from '../../errors/index.js';
import type { NewSession, WebSession, WebSessions } from '../../web/index.js';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** Letters and digits, each equally likely. */
function randomText(length: number): string {
  let text = '';
  while (text.length < length) {
    for (const byte of randomBytes(length)) {
      if (byte < 248 && text.length < length) text += ALPHABET.charAt(byte % ALPHABET.length);
    }
  }
  return text;
}

interface Live {
  readonly session: WebSession;
  readonly started: number;
  used: number;
}

/** Milliseconds between two looks for sessions whose time is over. */
const SWEEP = 5_000;

/** All web sessions of a server. */
export class Sessions implements WebSessions {
  private readonly live = new Map<string, Live>();
  private count_ = 0;
  private readonly timer = setInterval(() => this.sweep(), SWEEP).unref();

  constructor(private readonly settings: Settings) {}

  get size(): number {
    return this.live.size;
  }

  async open(wanted: NewSession): Promise<WebSession> {
    if (this.live.size >= this.settings.SessionLimit) throw new PosternError('session-limit');
    const id = `${String(++this.count_).padStart(6, '0')}-${randomText(20)}`;
    dictSet(wanted.data, 'ID', id);
    const session: WebSession = {
      id,
      who: wanted.who,
      address: wanted.fixedAddress ? wanted.address : null,
      cookie: wanted.useCookie ? randomText(24) : null,
      cookieSeen: false,
      skin: wanted.skin,
      language: wanted.language,
      data: wanted.data,
    };
    const now = Date.now();
    this.live.set(id, { session, started: now, used: now });
    return session;
  }

  find(id: string): WebSession | null {
    const found = this.live.get(id);
    if (!found) return null;
    if (!this.isOver(found, Date.now())) return found.session;
    this.live.delete(id);
    return null;
  }

  touch({ id }: WebSession): void {
    const found = this.live.get(id);
    if (found) found.used = Date.now();
  }

  async close({ id }: WebSession): Promise<void> {
    this.live.delete(id);
  }

  closeAll(): void {
    clearInterval(this.timer);
    this.live.clear();
  }

  private isOver({ started, used }: Live, now: number): boolean {
    return now - used > this.settings.SessionInactivity || now - started > this.settings.SessionTotal;
  }

  private sweep(): void {
    const now = Date.now();
    for (const [id, live] of this.live) if (this.isOver(live, now)) this.live.delete(id);
  }
}
