/**
 * Locks of files and folder trees (objects.md 8), as WebDAV needs them: exclusive or shared, with owner text, token
 * and time-out. They live in memory and are gone after a restart.
 */
import { randomBytes } from 'node:crypto';
import type { Bytes } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';

/** A lock. */
export interface FileLock {
  readonly token: string;
  readonly path: readonly Bytes[];
  /** Covers everything below the folder, too. */
  readonly isDeep: boolean;
  readonly isShared: boolean;
  /** Free text about who holds it. */
  readonly owner: Bytes;
  /** Milliseconds since 1970. */
  readonly until: number;
}

/** What a new lock is made of. Time-out in seconds. */
export interface LockWish {
  readonly isShared: boolean;
  readonly isDeep: boolean;
  readonly owner: Bytes;
  readonly timeout: number;
}

/** Longest time-out in seconds. */
const LONGEST = 24 * 3600;

const isInside = (path: readonly Bytes[], folder: readonly Bytes[]) =>
  folder.length <= path.length && folder.every((part, at) => part === path[at]);

const samePath = (a: readonly Bytes[], b: readonly Bytes[]) => a.length === b.length && isInside(a, b);

/** The locks of all accounts. */
export class FileLocks {
  private readonly accounts = new Map<number, FileLock[]>();

  constructor(
    private readonly clock: () => number,
    private readonly limit: () => number,
  ) {}

  /** The live locks of an account. */
  list(account: number): readonly FileLock[] {
    const now = this.clock();
    const live = (this.accounts.get(account) ?? []).filter(lock => lock.until > now);
    if (live.length === 0) this.accounts.delete(account);
    else this.accounts.set(account, live);
    return live;
  }

  /** Locks that hold for a path: its own, and deep ones above it. */
  over(account: number, path: readonly Bytes[]): readonly FileLock[] {
    return this.list(account).filter(
      lock => samePath(lock.path, path) || (lock.isDeep && isInside(path, lock.path)),
    );
  }

  /** Takes a lock; throws `file-locked` when another one stands against it. */
  take(account: number, path: readonly Bytes[], wish: LockWish): FileLock {
    const live = this.list(account);
    const others = live.filter(
      lock =>
        samePath(lock.path, path) ||
        (lock.isDeep && isInside(path, lock.path)) ||
        (wish.isDeep && isInside(lock.path, path)),
    );
    if (others.some(lock => !lock.isShared || !wish.isShared) || live.length >= this.limit()) {
      throw new PosternError('file-locked');
    }
    const { isShared, isDeep, owner } = wish;
    const lock = {
      token: `opaquelocktoken:${randomBytes(18).toString('base64url')}`,
      path,
      isDeep,
      isShared,
      owner,
    };
    return this.keep(account, { ...lock, until: this.end(wish.timeout) });
  }

  /** Restarts the time of a lock; throws `file-locked` when there is none with this token. */
  refresh(account: number, path: readonly Bytes[], token: string, timeout: number): FileLock {
    const lock = this.over(account, path).find(held => held.token === token);
    if (!lock) throw new PosternError('file-locked');
    this.release(account, token);
    return this.keep(account, { ...lock, until: this.end(timeout) });
  }

  /** Gives a lock back; false when there is none with this token. */
  release(account: number, token: string): boolean {
    const live = this.list(account);
    const rest = live.filter(lock => lock.token !== token);
    if (rest.length === 0) this.accounts.delete(account);
    else this.accounts.set(account, rest);
    return rest.length < live.length;
  }

  /**
   * Throws `file-locked` when a lock stands against a change of the path by somebody who knows these tokens.
   * @param below also locks of entries below the path count: it is renamed or removed
   */
  need(account: number, path: readonly Bytes[], tokens: readonly string[], below: boolean): void {
    const own = this.over(account, path);
    const inner = below ? this.list(account).filter(lock => isInside(lock.path, path)) : [];
    const free = (lock: FileLock) => tokens.includes(lock.token);
    if (own.length > 0 && !own.some(free)) throw new PosternError('file-locked');
    if (inner.some(lock => !own.includes(lock) && !free(lock))) throw new PosternError('file-locked');
  }

  /** Forgets an account, or what lies at a path and below. */
  forget(account: number, path: readonly Bytes[] = []): void {
    const rest = this.list(account).filter(lock => !isInside(lock.path, path));
    if (rest.length === 0) this.accounts.delete(account);
    else this.accounts.set(account, rest);
  }

  private end(timeout: number): number {
    return this.clock() + Math.min(Math.max(1, timeout), LONGEST) * 1000;
  }

  private keep(account: number, lock: FileLock): FileLock {
    this.accounts.set(account, [...(this.accounts.get(account) ?? []), lock]);
    return lock;
  }
}
