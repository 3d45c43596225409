/** The last records of the log in memory, and those who follow it: the log page and `postern log --follow`. */
import type { LogRecord } from './record.js';

/** Which records somebody wants. Absent parts: any. */
export interface TailFilter {
  /** Records about this domain only; null: also those about none. */
  readonly domain: string | null;
  /** Records about this program or page only. */
  readonly app: string | null;
  /** Levels up to this one. */
  readonly level: number;
  /** Part of tag or text, without regard to letter case; `''`: any. */
  readonly text: string;
}

/** True for a record that passes. */
export function passes(filter: TailFilter, { about, level, tag, text }: LogRecord): boolean {
  if (level > filter.level) return false;
  if (filter.domain !== null && about?.domain !== filter.domain) return false;
  if (filter.app !== null && about?.app.toLowerCase() !== filter.app.toLowerCase()) return false;
  return filter.text === '' || `${tag} ${text}`.toLowerCase().includes(filter.text.toLowerCase());
}

type Follower = (record: LogRecord) => void;

export class LogTail {
  private records: LogRecord[] = [];
  private readonly followers = new Map<Follower, () => void>();

  /** @param most records that are kept */
  constructor(private readonly most: () => number) {}

  get followerCount(): number {
    return this.followers.size;
  }

  add(record: LogRecord): void {
    const most = this.most();
    this.records.push(record);
    // Not one by one: the array is moved once in a while.
    if (this.records.length > most * 2) this.records = this.records.slice(this.records.length - most);
    for (const follow of this.followers.keys()) follow(record);
  }

  /** The last records that pass, the oldest first. */
  recent(filter: TailFilter, count: number): LogRecord[] {
    const most = this.most();
    const kept = most === 0 ? [] : this.records.slice(-most);
    return count === 0 ? [] : kept.filter(record => passes(filter, record)).slice(-count);
  }

  /**
   * Tells of every record from now on.
   * @param ended called when the log is closed
   * @returns stops it
   */
  follow(follower: Follower, ended: () => void): () => void {
    this.followers.set(follower, ended);
    return () => this.followers.delete(follower);
  }

  /** The server stops: everybody who follows is let go. */
  close(): void {
    const all = [...this.followers.values()];
    this.followers.clear();
    for (const ended of all) ended();
  }
}
