/** Changing the file storage. Each change is one transaction of the account's writer. */
import type { Bytes, Xml } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import type { Tx } from '../../storage/index.js';
import { updateAttributes } from './attributes.js';
import { appendContent, countReferences, overwriteContent, replaceContent, sizeOf } from './content.js';
import type { FileLocks } from './locks.js';
import { needRoom, type Quota, quotaOf } from './quota.js';
import { existing, need, reach, type Target } from './target.js';
import { children, dropEntry, putEntry, putUse, readUse, type Use, type Walk, walk } from './tree.js';
import type { Entry, FilesDeps, WritePosition } from './types.js';

/** Everything that changes need. */
export interface ChangeDeps extends FilesDeps {
  readonly locks: FileLocks;
}

/** Tells sessions and pages that something in the storage changed. */
function tell(tx: Tx, target: Target): void {
  tx.change('file', [target.owner.id], Buffer.from(target.path.parts.join('/'), 'latin1'));
}

function unlocked(deps: ChangeDeps, { owner, path, options }: Target, below = false): void {
  deps.locks.need(owner.id, path.parts, options.tokens ?? [], below);
}

const transact = <T>(deps: ChangeDeps, target: Target, work: (tx: Tx) => Promise<T> | T): Promise<T> =>
  deps.store.transact(deps.writer(target.owner), work);

/** The folder a path lies in; missing ones are made. */
function needParent(tx: Tx, target: Target, found: Walk, use: Use, now: number): { parent: Entry; use: Use } {
  const { owner, path } = target;
  let last = use.lastFolder;
  let folder = found.chain[found.chain.length - 1];
  for (let at = found.chain.length - 1; folder !== undefined && at < path.parts.length - 1; at++) {
    if (!folder.isFolder) throw new PosternError('file-exists');
    const made: Entry = newFolder(++last, now);
    putEntry(tx, owner.id, folder, path.parts[at] ?? '', made);
    folder = made;
  }
  const parent = found.parent ?? folder;
  if (parent === undefined || !parent.isFolder) throw new PosternError('file-exists');
  return { parent, use: { ...use, lastFolder: last } };
}

const newFolder = (id: number, now: number): Entry => ({
  isFolder: true,
  id,
  size: 0,
  created: now,
  modified: now,
  attributesModified: 0,
  parts: [],
  attributes: [],
});

/** The content after a write. */
async function contentAfter(
  deps: ChangeDeps,
  entry: Entry | null,
  data: Uint8Array,
  position: WritePosition,
  whole: Entry['parts'] | null,
): Promise<Entry['parts']> {
  const { blobs } = deps.store;
  if (whole !== null) return whole;
  const parts = entry?.parts ?? [];
  if (position === 'end') return appendContent(blobs, parts, data);
  return overwriteContent(blobs, parts, typeof position === 'number' ? position : 0, data);
}

/** Size of a file after a write. */
function sizeAfter(entry: Entry | null, length: number, position: WritePosition): number {
  const old = entry?.size ?? 0;
  if (position === 'replace' || position === 'new') return length;
  if (position === 'end') return old + length;
  return Math.max(old, (typeof position === 'number' ? position : 0) + length);
}

/** Throws what stands against a write, and gives the counters after it. */
function checkWrite(
  entry: Entry | null,
  length: number,
  position: WritePosition,
  use: Use,
  quota: Quota,
): Use {
  if (entry?.isFolder) throw new PosternError('file-exists');
  if (position === 'new' && entry) throw new PosternError('file-exists');
  if (entry === null && (position === 'start' || typeof position === 'number')) {
    throw new PosternError('file-unknown');
  }
  if (typeof position === 'number' && (position < 0 || position > (entry?.size ?? 0))) {
    throw new PosternError('file-position');
  }
  const size = sizeAfter(entry, length, position);
  const after = {
    ...use,
    files: use.files + (entry ? 0 : 1),
    size: use.size - (entry?.size ?? 0) + size,
  };
  needRoom(quota, use, after, size);
  return after;
}

/** Writes a file; missing folders are made. Offset 0 replaces the file (cli.md 6.6). */
export async function writeFile(
  deps: ChangeDeps,
  target: Target,
  data: Uint8Array,
  wanted: WritePosition,
): Promise<void> {
  const position = wanted === 0 ? 'replace' : wanted;
  const { owner, path } = target;
  if (path.isFolder) throw new PosternError('file-name');
  const quota = quotaOf(deps.settings(owner));
  unlocked(deps, target);
  // What cannot be is told before anything is stored.
  const before = reach(deps, deps.store, target, 'w');
  checkWrite(before.entry, data.length, position, readUse(deps.store, owner.id), quota);
  const isWhole = position === 'replace' || position === 'new';
  const whole = isWhole ? await replaceContent(deps.store.blobs, data) : null;
  await transact(deps, target, async tx => {
    const found = walk(tx, owner.id, path.parts);
    need(deps, target, found.chain, 'w');
    const use = checkWrite(found.entry, data.length, position, readUse(tx, owner.id), quota);
    const now = deps.clock();
    const parts = await contentAfter(deps, found.entry, data, position, whole);
    const { parent, use: after } = needParent(tx, target, found, use, now);
    countReferences(tx, found.entry?.parts ?? [], parts);
    putEntry(tx, owner.id, parent, found.name, {
      isFolder: false,
      id: 0,
      size: sizeOf(parts),
      created: found.entry?.created ?? now,
      modified: now,
      attributesModified: found.entry?.attributesModified ?? 0,
      parts,
      attributes: found.entry?.attributes ?? [],
    });
    putUse(tx, owner.id, after);
    tell(tx, target);
  });
}

/** Makes a folder and those above it. Throws `folder-exists`. */
export function makeFolder(deps: ChangeDeps, target: Target): Promise<void> {
  const { owner, path } = target;
  unlocked(deps, target);
  return transact(deps, target, tx => {
    const found = walk(tx, owner.id, path.parts);
    need(deps, target, found.chain, 'w');
    if (found.entry) throw new PosternError(found.entry.isFolder ? 'folder-exists' : 'file-exists');
    const now = deps.clock();
    const { parent, use } = needParent(tx, target, found, readUse(tx, owner.id), now);
    putEntry(tx, owner.id, parent, found.name, newFolder(use.lastFolder + 1, now));
    putUse(tx, owner.id, { ...use, lastFolder: use.lastFolder + 1 });
    tell(tx, target);
  });
}

/** Removes a file or an empty folder. Throws `file-unknown`, `folder-unknown`, `folder-not-empty`. */
export function removeEntry(
  deps: ChangeDeps,
  target: Target,
  kind: 'file' | 'folder' | 'any',
): Promise<void> {
  const { owner, path } = target;
  unlocked(deps, target, true);
  return transact(deps, target, async tx => {
    const found = walk(tx, owner.id, path.parts);
    need(deps, target, found.chain, 'd');
    const entry = existing(found, path.isFolder ? 'folder' : kind);
    if (found.parent === null || path.parts.length === 0) throw new PosternError('file-denied');
    if (entry.isFolder) {
      for await (const _ of children(tx, owner.id, entry.id, 1)) throw new PosternError('folder-not-empty');
    }
    dropEntry(tx, owner.id, found.parent, found.name);
    countReferences(tx, entry.parts, []);
    const use = readUse(tx, owner.id);
    if (!entry.isFolder) putUse(tx, owner.id, { ...use, files: use.files - 1, size: use.size - entry.size });
    tx.defer(() => deps.locks.forget(owner.id, path.parts));
    tell(tx, target);
  });
}

const isBelow = (path: readonly Bytes[], folder: readonly Bytes[]) =>
  path.length > folder.length && folder.every((part, at) => part === path[at]);

/** Renames or moves a file or folder. Throws `file-unknown`, `file-exists`, `folder-exists`. */
export function renameEntry(
  deps: ChangeDeps,
  target: Target,
  to: Target,
  kind: 'file' | 'folder' | 'any',
): Promise<void> {
  const { owner, path } = target;
  if (to.owner.id !== owner.id || isBelow(to.path.parts, path.parts)) throw new PosternError('file-name');
  unlocked(deps, target, true);
  unlocked(deps, to);
  return transact(deps, target, tx => {
    const from = walk(tx, owner.id, path.parts);
    need(deps, target, from.chain, 'd');
    const entry = existing(from, path.isFolder ? 'folder' : kind);
    if (from.parent === null || path.parts.length === 0) throw new PosternError('file-denied');
    if (to.path.isFolder && !entry.isFolder) throw new PosternError('file-name');
    const found = walk(tx, owner.id, to.path.parts);
    need(deps, to, found.chain, 'w');
    if (found.entry) throw new PosternError(found.entry.isFolder ? 'folder-exists' : 'file-exists');
    const { parent, use } = needParent(tx, to, found, readUse(tx, owner.id), deps.clock());
    dropEntry(tx, owner.id, from.parent, from.name);
    putEntry(tx, owner.id, parent, found.name, entry);
    putUse(tx, owner.id, use);
    tx.defer(() => deps.locks.forget(owner.id, path.parts));
    tell(tx, target);
    tell(tx, to);
  });
}

/** Changes attributes of a file or folder. @param replace those that are not named go */
export function writeAttributes(
  deps: ChangeDeps,
  target: Target,
  updates: readonly Xml[],
  replace: boolean,
): Promise<void> {
  const { owner, path } = target;
  unlocked(deps, target);
  return transact(deps, target, tx => {
    const found = walk(tx, owner.id, path.parts);
    need(deps, target, found.chain, 'a');
    const entry = existing(found, path.isFolder ? 'folder' : 'any');
    const attributes = updateAttributes(entry.attributes, updates, replace, deps.limits().attributeBytes);
    const attributesModified = attributes.length === 0 ? 0 : deps.clock();
    const parent = path.parts.length === 0 ? null : found.parent;
    putEntry(tx, owner.id, parent, found.name, { ...entry, attributes, attributesModified });
    tell(tx, target);
  });
}
