/** Reading the file storage. */
import type { Bytes, Xml } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import type { Principal } from '../principal.js';
import { mayVisit } from './access.js';
import { admits, chosenAttributes, typeAttribute } from './attributes.js';
import { readParts } from './content.js';
import { parsePath } from './paths.js';
import { existing, reach, type Target } from './target.js';
import { children, listed, readUse, type Use, walk } from './tree.js';
import type { Entry, FilesDeps, Listed, Owner, Slice } from './types.js';

/** Text that changes with the content of a file. */
const versionOf = (entry: Entry) =>
  entry.parts
    .map(([blob]) => blob)
    .join('+')
    .slice(-80) || 'empty';

/** What is in a folder. Throws `folder-unknown`, `file-denied`. */
export function listFolder(deps: FilesDeps, target: Target, limit?: number): AsyncIterable<Listed> {
  const folder = existing(reach(deps, deps.store, target, 'l'), 'folder');
  return listed(deps.store, target.owner.id, folder.id, limit);
}

/** What is known about one file or folder. Throws `file-unknown`, `file-denied`. */
export function look(deps: FilesDeps, target: Target): Listed {
  const found = reach(deps, deps.store, target, 'l');
  const { isFolder, size, created, modified, attributesModified } = existing(found, 'any');
  return { name: found.name, isFolder, size, created, modified, attributesModified };
}

/** Files and bytes below a folder. The top folder is answered from its counters. */
export async function measure(deps: FilesDeps, target: Target): Promise<{ files: number; size: number }> {
  const top = existing(reach(deps, deps.store, target, 'l'), 'folder');
  if (target.path.parts.length === 0) return readUse(deps.store, target.owner.id);
  let files = 0;
  let size = 0;
  const folders = [top.id];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for await (const { entry } of children(deps.store, target.owner.id, folder)) {
      if (entry.isFolder) folders.push(entry.id);
      else {
        files++;
        size += entry.size;
      }
    }
  }
  return { files, size };
}

async function slice(deps: FilesDeps, entry: Entry, position: number, limit: number | null): Promise<Slice> {
  const start = Math.min(Math.max(0, position), entry.size);
  const end = limit === null ? entry.size : Math.min(entry.size, start + Math.max(0, limit));
  return {
    bytes: await readParts(deps.store.blobs, entry.parts, start, end),
    position: start,
    size: entry.size,
    modified: entry.modified,
    type: typeAttribute(entry.attributes),
    version: versionOf(entry),
  };
}

/**
 * A slice of a file; a position behind its end gives no bytes. Throws `file-unknown`, also for a name with a slash at
 * its end: folders have nothing to read; `file-denied`.
 */
export function readFile(
  deps: FilesDeps,
  target: Target,
  position: number,
  limit: number | null,
): Promise<Slice> {
  const found = reach(deps, deps.store, target, 'r');
  const entry = existing(found, 'file');
  if (target.path.isFolder) throw new PosternError('file-unknown');
  return slice(deps, entry, position, limit);
}

/** Attributes of a file or folder. Throws `file-unknown`, `file-denied`. */
export function readAttributes(deps: FilesDeps, target: Target, names: readonly Bytes[] | null): Xml[] {
  return chosenAttributes(existing(reach(deps, deps.store, target, 'r'), 'any').attributes, names);
}

/** What a visitor of the personal web site gets: a file, word that it is a folder, or null. */
export async function visit(
  deps: FilesDeps,
  visitor: Principal,
  owner: Owner,
  name: Bytes,
): Promise<Slice | 'folder' | null> {
  const path = parsePath(name, deps.limits());
  if (path.owner !== null || path.view !== null) return null;
  const found = walk(deps.store, owner.id, path.parts);
  if (found.entry === null || !mayVisit(deps, visitor, owner, path.parts, found.chain)) return null;
  if (found.entry.isFolder) return 'folder';
  return path.isFolder ? null : slice(deps, found.entry, 0, null);
}

/** What somebody gets who has a key (attribute `accessPwd`) of the file or of a folder above it: the file, or null. */
export async function visitWithKey(
  deps: FilesDeps,
  owner: Owner,
  name: Bytes,
  text: Bytes,
): Promise<Slice | null> {
  const path = parsePath(name, deps.limits());
  if (path.owner !== null || path.view !== null || path.isFolder) return null;
  const { entry, chain } = walk(deps.store, owner.id, path.parts);
  if (entry === null || entry.isFolder || !chain.some(({ attributes }) => admits(attributes, text)))
    return null;
  return slice(deps, entry, 0, null);
}

/** Counters of an account. */
export const useOf = (deps: FilesDeps, account: number): Use => readUse(deps.store, account);
