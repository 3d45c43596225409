/**
 * The one name space of a domain (objects.md 1): accounts, aliases, groups, lists, forwarders and named tasks. Claims
 * run inside a transaction that owns the domain (`domainOwner`), so that the counts are exact.
 */

import { dictOf } from '../../../stdlib/values/dict.js';
import type { Bytes } from '../../../stdlib/values/types.js';
import { type ErrorCode, PosternError } from '../../errors/index.js';
import { prefixRange, type Reader, type Store, type Tx, unkey } from '../../storage/index.js';
import { isObjectName } from '../names/syntax.js';
import { decodeName, dictFrom, encodeName, stored } from './codec.js';
import { countKey, nameKey } from './keys.js';
import type { NameEntry, NameKind } from './types.js';

/** Refusal of a name that another object has, by the kind of that object. */
const EXISTS: Readonly<Record<NameKind, ErrorCode>> = {
  account: 'account-exists',
  alias: 'alias-exists',
  list: 'list-exists',
  group: 'group-exists',
  forwarder: 'forwarder-exists',
  task: 'task-exists',
};

/** Number of objects by kind. */
export type NameCounts = Readonly<Record<NameKind, number>>;

/** Refuses with `bad-name` what is no object name; gives it in small letters. */
export function checkName(name: Bytes): Bytes {
  if (!isObjectName(name)) throw new PosternError('bad-name');
  return name;
}

/** What the name stands for, seen by the transaction. */
export function nameIn(reader: Reader, domainId: number, name: Bytes): NameEntry | null {
  const bytes = reader.get(nameKey(domainId, name));
  return bytes === undefined ? null : decodeName(bytes);
}

/** Refuses a name that an object has. */
export function needFree(reader: Reader, domainId: number, name: Bytes): void {
  const old = nameIn(reader, domainId, name);
  if (old !== null) throw new PosternError(EXISTS[old.kind]);
}

/** Takes a name; refuses it when an object has it. `limit` is the most objects of this kind, null for none. */
export function claimName(
  tx: Tx,
  domainId: number,
  name: Bytes,
  entry: NameEntry,
  limit: number | null = null,
): void {
  checkName(name);
  needFree(tx, domainId, name);
  const counts = { ...countsIn(tx, domainId) };
  if (limit !== null && counts[entry.kind] >= limit) throw new PosternError('domain-limit');
  counts[entry.kind]++;
  putCounts(tx, domainId, counts);
  tx.put(nameKey(domainId, name), encodeName(entry));
}

/** Gives a name back; gives what it stood for. */
export function releaseName(tx: Tx, domainId: number, name: Bytes): NameEntry | null {
  const old = nameIn(tx, domainId, name);
  if (old === null) return null;
  const counts = { ...countsIn(tx, domainId) };
  counts[old.kind] = Math.max(0, counts[old.kind] - 1);
  putCounts(tx, domainId, counts);
  tx.del(nameKey(domainId, name));
  return old;
}

/** How many objects a domain has. */
export function countsIn(reader: Reader, domainId: number): NameCounts {
  const { entries } = dictFrom(reader.get(countKey(domainId)));
  const count = (kind: NameKind): number => {
    const value = entries[kind];
    return typeof value === 'number' ? value : 0;
  };
  return {
    account: count('account'),
    alias: count('alias'),
    group: count('group'),
    list: count('list'),
    forwarder: count('forwarder'),
    task: count('task'),
  };
}

/** Every name of a domain in name order, with bounded memory, from behind `after`. */
export async function* namesOf(
  store: Store,
  domainId: number,
  after: Bytes | null = null,
): AsyncGenerator<readonly [Bytes, NameEntry], void, undefined> {
  const all = prefixRange('name', domainId);
  const range = after === null ? all : { gte: nameKey(domainId, `${after}\0`), lt: all.lt };
  for await (const { key, value } of store.range(range)) {
    const name = unkey(key)[2];
    if (typeof name === 'string') yield [name, decodeName(value)];
  }
}

function putCounts(tx: Tx, domainId: number, counts: NameCounts): void {
  tx.put(countKey(domainId), stored(dictOf(Object.entries(counts))));
}
