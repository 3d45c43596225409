/**
 * File storage (objects.md 8): folders, files, attributes, locks, subscriptions of every account, and the skins that
 * show as folders. Names from outside may start with `~account/` or `$DomainSkins/`. Every operation checks that the
 * acting principal may do it: owner, administrators with CanAccessWebSites, and whom an ACL admits.
 */
import type { Bytes, Xml } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import type { Principal } from '../principal.js';
import type { Skins } from '../skins/skins.js';
import {
  type ChangeDeps,
  makeFolder,
  removeEntry,
  renameEntry,
  writeAttributes,
  writeFile,
} from './changes.js';
import { type FileLock, FileLocks, type LockWish } from './locks.js';
import { quotaOf } from './quota.js';
import { listFolder, look, measure, readAttributes, readFile, useOf, visit, visitWithKey } from './reads.js';
import { changeSubscription, readSubscription } from './subscription.js';
import { type AskOptions, need, type Target, targetOf } from './target.js';
import { dropChildren, ownedRanges, walk } from './tree.js';
import type { FilesDeps, Listed, Owner, Slice, WritePosition } from './types.js';
import { SkinViews } from './views.js';

/** How full a storage is; null: no limit. */
export interface StorageUse {
  readonly files: number;
  readonly size: number;
  readonly fileLimit: number | null;
  readonly sizeLimit: number | null;
}

export type EntryKind = 'file' | 'folder' | 'any';

async function* each<T>(items: Promise<readonly T[]>): AsyncGenerator<T, void, undefined> {
  yield* await items;
}

/** The service. `account` is the storage meant when the name does not say another one; `*` the acting account's. */
export class Files {
  private readonly deps: ChangeDeps;
  private readonly views: SkinViews;

  constructor(deps: FilesDeps, skins: Skins) {
    this.deps = { ...deps, locks: new FileLocks(deps.clock, () => deps.limits().locks) };
    this.views = new SkinViews(skins);
  }

  /** What is in a folder, in the order of the names. Throws `folder-unknown`, `file-denied`. */
  list(
    who: Principal,
    account: string,
    folder: Bytes,
    options: AskOptions & { readonly limit?: number } = {},
  ): AsyncIterable<Listed> {
    const target = targetOf(this.deps, who, account, folder, options);
    return target.path.view === null
      ? listFolder(this.deps, target, options.limit)
      : each(this.views.list(target));
  }

  /** What is known about one file or folder. Throws `file-unknown`, `file-denied`. */
  async look(who: Principal, account: string, name: Bytes, options: AskOptions = {}): Promise<Listed> {
    const target = targetOf(this.deps, who, account, name, options);
    if (target.path.view === null) return look(this.deps, target);
    const { size, modified } = await this.views.read(target, 0, 0);
    const shown = target.path.parts[target.path.parts.length - 1] ?? '';
    return { name: shown, isFolder: false, size, created: modified, modified, attributesModified: 0 };
  }

  /** Files and bytes below a folder, recursively. */
  async measure(
    who: Principal,
    account: string,
    folder: Bytes,
    options: AskOptions = {},
  ): Promise<{ files: number; size: number }> {
    const target = targetOf(this.deps, who, account, folder, options);
    if (target.path.view === null) return measure(this.deps, target);
    const entries = (await this.views.list(target)).filter(entry => !entry.isFolder);
    return { files: entries.length, size: entries.reduce((sum, { size }) => sum + size, 0) };
  }

  /** A slice of a file; `limit` null: to its end. Throws `file-unknown`, `file-denied`. */
  async read(
    who: Principal,
    account: string,
    name: Bytes,
    options: AskOptions & { readonly position?: number; readonly limit?: number | null } = {},
  ): Promise<Slice> {
    const target = targetOf(this.deps, who, account, name, options);
    const position = options.position ?? 0;
    const limit = options.limit ?? null;
    if (target.path.view !== null) return this.views.read(target, position, limit);
    return readFile(this.deps, target, position, limit);
  }

  /** Writes a file, missing folders are made (cli.md 6.6). */
  async write(
    who: Principal,
    account: string,
    name: Bytes,
    data: Uint8Array,
    options: AskOptions & { readonly position?: WritePosition } = {},
  ): Promise<void> {
    const target = targetOf(this.deps, who, account, name, options);
    const position = options.position ?? 'replace';
    if (target.path.view !== null) return this.views.write(target, data, position);
    return writeFile(this.deps, target, data, position);
  }

  /** Makes a folder and those above it. Throws `folder-exists`, `file-exists`. */
  async makeFolder(who: Principal, account: string, name: Bytes, options: AskOptions = {}): Promise<void> {
    const target = targetOf(this.deps, who, account, name, options);
    if (target.path.view !== null) return this.views.makeFolder(target);
    return makeFolder(this.deps, target);
  }

  /** Removes a file or an empty folder. Throws `file-unknown`, `folder-unknown`, `folder-not-empty`. */
  async remove(
    who: Principal,
    account: string,
    name: Bytes,
    kind: EntryKind = 'any',
    options: AskOptions = {},
  ): Promise<void> {
    const target = targetOf(this.deps, who, account, name, options);
    if (target.path.view !== null) return this.views.remove(target, kind);
    return removeEntry(this.deps, target, kind);
  }

  /** Renames or moves inside one account. Throws `file-unknown`, `file-exists`, `folder-exists`. */
  async rename(
    who: Principal,
    account: string,
    name: Bytes,
    to: Bytes,
    kind: EntryKind = 'any',
    options: AskOptions = {},
  ): Promise<void> {
    const target = targetOf(this.deps, who, account, name, options);
    const wanted = targetOf(this.deps, who, `${target.owner.account}@${target.owner.domain}`, to, options);
    if (target.path.view === null && wanted.path.view === null) {
      return renameEntry(this.deps, target, wanted, kind);
    }
    return this.views.rename(target, wanted, kind);
  }

  /** Attributes of a file or folder, all for `names` null. */
  async attributes(
    who: Principal,
    account: string,
    name: Bytes,
    names: readonly Bytes[] | null,
    options: AskOptions = {},
  ): Promise<Xml[]> {
    const target = targetOf(this.deps, who, account, name, options);
    if (target.path.view === null) return readAttributes(this.deps, target, names);
    await this.views.read(target, 0, 0);
    return [];
  }

  /** Changes attributes. @param options.replace attributes that are not named go */
  async updateAttributes(
    who: Principal,
    account: string,
    name: Bytes,
    updates: readonly Xml[],
    options: AskOptions & { readonly replace?: boolean } = {},
  ): Promise<void> {
    const target = targetOf(this.deps, who, account, name, options);
    if (target.path.view !== null) throw new PosternError('file-denied');
    return writeAttributes(this.deps, target, updates, options.replace ?? false);
  }

  /** How full the storage of an account is. For its owner and administrators. */
  use(who: Principal, account: string): StorageUse {
    const owner = this.deps.owner(who, account);
    if (!this.deps.mayEverything(who, owner)) throw new PosternError('file-denied');
    const { files, size } = useOf(this.deps, owner.id);
    const quota = quotaOf(this.deps.settings(owner));
    return { files, size, fileLimit: quota.files, sizeLimit: quota.size };
  }

  /** Counters of an account, without rights, for other services. */
  counters(account: number): { readonly files: number; readonly size: number } {
    const { files, size } = useOf(this.deps, account);
    return { files, size };
  }

  /** What somebody gets who has a key of the file or of a folder above it. */
  visitWithKey(owner: Owner, name: Bytes, text: Bytes): Promise<Slice | null> {
    return visitWithKey(this.deps, owner, name, text);
  }

  /** What a visitor of the personal web site of an account gets. */
  visit(visitor: Principal, owner: Owner, name: Bytes): Promise<Slice | 'folder' | null> {
    return visit(this.deps, visitor, owner, name);
  }

  /** Takes a lock, or restarts the time of the one with the token. Throws `file-locked`. */
  lock(who: Principal, account: string, name: Bytes, wish: LockWish, token: string | null = null): FileLock {
    const target = this.lockable(who, account, name);
    const { locks } = this.deps;
    if (token !== null) return locks.refresh(target.owner.id, target.path.parts, token, wish.timeout);
    return locks.take(target.owner.id, target.path.parts, wish);
  }

  /** Gives a lock back. Throws `file-locked` when there is none with this token. */
  unlock(who: Principal, account: string, name: Bytes, token: string): void {
    const target = this.lockable(who, account, name);
    if (!this.deps.locks.release(target.owner.id, token)) throw new PosternError('file-locked');
  }

  /** Locks that hold for a file or folder. */
  locks(who: Principal, account: string, name: Bytes): readonly FileLock[] {
    const target = this.lockable(who, account, name);
    return this.deps.locks.over(target.owner.id, target.path.parts);
  }

  private lockable(who: Principal, account: string, name: Bytes): Target {
    const target = targetOf(this.deps, who, account, name, {});
    if (target.path.view !== null) throw new PosternError('file-denied');
    need(this.deps, target, walk(this.deps.store, target.owner.id, target.path.parts).chain, 'w');
    return target;
  }

  subscription(who: Principal, account: string): Bytes[] {
    return readSubscription(this.deps, who, account);
  }

  setSubscription(who: Principal, account: string, names: readonly Bytes[]): Promise<void> {
    return changeSubscription(this.deps, who, account, () => names);
  }

  updateSubscription(
    who: Principal,
    account: string,
    added: readonly Bytes[],
    removed: readonly Bytes[],
  ): Promise<void> {
    return changeSubscription(this.deps, who, account, names => [
      ...names.filter(name => !removed.includes(name)),
      ...added,
    ]);
  }

  /** Removes everything of an account that is gone, folder by folder. */
  async cleanAccount(account: number): Promise<void> {
    const { store, locks } = this.deps;
    const writer = `purge:${account}`;
    const folders = [0];
    for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
      for (let isMore = true; isMore; ) {
        const inner = await store.transact(writer, tx => dropChildren(tx, account, folder ?? 0));
        folders.push(...inner.folders);
        isMore = inner.isMore;
      }
    }
    await store.transact(writer, async tx => {
      for (const range of ownedRanges(account)) for await (const { key } of tx.range(range)) tx.del(key);
    });
    locks.forget(account);
  }
}
