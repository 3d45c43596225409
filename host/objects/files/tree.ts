/**
 * Folders and files in the store: `['file', account, folder, name]` holds an entry, folders have numbers of their
 * own, so that a folder is renamed without touching what is in it. The top folder has number 0.
 */

import { isArray, isXml } from '../../../stdlib/values/index.js';
import type { Bytes, Value, Xml } from '../../../stdlib/values/types.js';
import {
  decodeFirst,
  decodeValue,
  encodeValue,
  key,
  prefixRange,
  type Reader,
  type Store,
  type Tx,
  unkey,
} from '../../storage/index.js';
import type { Entry, Listed } from './types.js';

/** The top folder: it has no record. */
const TOP: Entry = {
  isFolder: true,
  id: 0,
  size: 0,
  created: 0,
  modified: 0,
  attributesModified: 0,
  parts: [],
  attributes: [],
};

const entryKey = (account: number, folder: number, name: Bytes) => key('file', account, folder, name);
/** Attributes of the top folder are kept apart. */
const topKey = (account: number) => key('file.top', account);
const useKey = (account: number) => key('file.use', account);

function encodeEntry(entry: Entry): Uint8Array {
  const parts: Value[] = entry.parts.flat();
  return encodeValue([
    entry.isFolder ? 1 : 0,
    entry.id,
    entry.size,
    entry.created,
    entry.modified,
    entry.attributesModified,
    parts,
    [...entry.attributes],
  ]);
}

/** What is stored of a file or folder. */
export function decodeEntry(bytes: Uint8Array): Entry {
  const value = decodeValue(bytes);
  if (!isArray(value)) throw new Error('the record of a file is damaged');
  const [isFolder, id, size, created, modified, attributesModified, parts, attributes] = value;
  const list = isArray(parts ?? null) ? (parts as Value[]) : [];
  const pairs: [string, number][] = [];
  for (let at = 0; at + 1 < list.length; at += 2) pairs.push([String(list[at]), Number(list[at + 1])]);
  return {
    isFolder: isFolder === 1,
    id: Number(id),
    size: Number(size),
    created: Number(created),
    modified: Number(modified),
    attributesModified: Number(attributesModified),
    parts: pairs,
    attributes: ((attributes ?? []) as Value[]).filter((item): item is Xml => isXml(item)),
  };
}

/** Where a path leads: the entries from the top folder on, as far as they exist. */
export interface Walk {
  /** The top folder first. */
  readonly chain: readonly Entry[];
  /** The entry, null when it does not exist. */
  readonly entry: Entry | null;
  /** The parent folder, null when it does not exist or is a file. */
  readonly parent: Entry | null;
  readonly name: Bytes;
}

/** Follows a path. */
export function walk(reader: Reader, account: number, parts: readonly Bytes[]): Walk {
  const stored = reader.get(topKey(account));
  const chain: Entry[] = [stored ? { ...decodeEntry(stored), id: 0 } : TOP];
  for (const [at, part] of parts.entries()) {
    const folder = chain[at];
    const bytes = folder?.isFolder ? reader.get(entryKey(account, folder.id, part)) : undefined;
    if (bytes === undefined) break;
    chain.push(decodeEntry(bytes));
  }
  const parent = chain[parts.length - 1];
  return {
    chain,
    entry: chain[parts.length] ?? null,
    parent: parent?.isFolder ? parent : null,
    name: parts[parts.length - 1] ?? '',
  };
}

/** Stores an entry in its folder; the top folder is stored with `parts` empty. */
export function putEntry(tx: Tx, account: number, folder: Entry | null, name: Bytes, entry: Entry): void {
  if (folder === null) tx.put(topKey(account), encodeEntry(entry));
  else tx.put(entryKey(account, folder.id, name), encodeEntry(entry));
}

export function dropEntry(tx: Tx, account: number, folder: Entry, name: Bytes): void {
  tx.del(entryKey(account, folder.id, name));
}

/** What listings show of the entries of a folder, in the order of their names; contents and attributes are not read. */
export async function* listed(
  store: Pick<Store, 'pages'>,
  account: number,
  folder: number,
  limit?: number,
): AsyncGenerator<Listed, void, undefined> {
  const range = prefixRange('file', account, folder);
  for await (const page of store.pages(range, limit === undefined ? {} : { limit })) {
    for (const [stored, value] of page) {
      const [isFolder, , size, created, modified, attributesModified] = decodeFirst(value, 6);
      const [name] = unkey(stored.subarray(range.gte.length));
      yield {
        name: typeof name === 'string' ? name : '',
        isFolder: isFolder === 1,
        size: Number(size),
        created: Number(created),
        modified: Number(modified),
        attributesModified: Number(attributesModified),
      };
    }
  }
}

/** The entries of a folder in the order of their names. */
export async function* children(
  reader: { range: Tx['range'] },
  account: number,
  folder: number,
  limit?: number,
): AsyncIterable<Listed & { readonly entry: Entry }> {
  const options = limit === undefined ? {} : { limit };
  for await (const { key: stored, value } of reader.range(prefixRange('file', account, folder), options)) {
    const entry = decodeEntry(value);
    const name = unkey(stored)[3];
    yield {
      name: typeof name === 'string' ? name : '',
      isFolder: entry.isFolder,
      size: entry.size,
      created: entry.created,
      modified: entry.modified,
      attributesModified: entry.attributesModified,
      entry,
    };
  }
}

/** Files and bytes of an account, and the last folder number given out. */
export interface Use {
  readonly files: number;
  readonly size: number;
  readonly lastFolder: number;
}

export function readUse(reader: Reader, account: number): Use {
  const bytes = reader.get(useKey(account));
  const value = bytes ? decodeValue(bytes) : [0, 0, 0];
  const [files, size, lastFolder] = isArray(value) ? value.map(Number) : [];
  return { files: files ?? 0, size: size ?? 0, lastFolder: lastFolder ?? 0 };
}

export function putUse(tx: Tx, account: number, use: Use): void {
  tx.put(useKey(account), encodeValue([use.files, use.size, use.lastFolder]));
}

/** Entries removed in one transaction. */
const PIECE = 500;

/** Removes entries of a folder that nobody uses any more; gives the folders among them, and whether there are more. */
export async function dropChildren(
  tx: Tx,
  account: number,
  folder: number,
): Promise<{ readonly folders: number[]; readonly isMore: boolean }> {
  const folders: number[] = [];
  let count = 0;
  for await (const { name, entry } of children(tx, account, folder, PIECE)) {
    if (entry.isFolder) folders.push(entry.id);
    for (const [blob] of entry.parts) tx.blobRef(blob, -1);
    tx.del(entryKey(account, folder, name));
    count++;
  }
  return { folders, isMore: count === PIECE };
}

/** Everything else that the storage of an account consists of, for its removal. */
export function ownedRanges(account: number) {
  return ['file', 'file.top', 'file.use', 'file.sub'].map(kind => prefixRange(kind, account));
}
