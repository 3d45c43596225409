/** Mailboxes and folders that are made, inside a transaction. */
import type { Bytes } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import { type Tx, unkey } from '../../storage/index.js';
import type { AclElement } from '../acl/acl.js';
import type { Owner } from '../owner.js';
import { limitSetting } from '../settings/read.js';
import { outerName } from './names.js';
import {
  decodeName,
  type NameRecord,
  namesOf,
  putBox,
  putLast,
  putName,
  readLast,
  readName,
} from './records.js';
import type { MailDeps } from './types.js';

/** Makes the folders that are missing above a name. */
export function makeFolders(tx: Tx, owner: Owner, name: Bytes): void {
  for (let outer = outerName(name); outer !== null; outer = outerName(outer)) {
    if (!readName(tx, owner.id, outer)) putName(tx, owner.id, outer, { box: 0, isFolder: true });
  }
}

/** Makes a mailbox; a folder of the name stays one. `now`: milliseconds since 1970. */
export function makeBox(
  tx: Tx,
  now: number,
  owner: Owner,
  name: Bytes,
  boxClass: Bytes,
  acl: readonly AclElement[],
): void {
  const last = readLast(tx, owner.id);
  const uidValidity = Math.max(Math.floor(now / 1000), last.uidValidity + 1);
  const box = last.box + 1;
  putLast(tx, owner.id, { ...last, box, uidValidity });
  putBox(tx, owner.id, box, { class: boxClass, uidValidity, created: now, acl });
  const isFolder = readName(tx, owner.id, name)?.isFolder ?? false;
  putName(tx, owner.id, name, { box, isFolder });
}

/** Throws `mailbox-limit` when the account has as many mailboxes as its setting MaxMailboxes allows. */
export async function needRoom(deps: MailDeps, tx: Tx, owner: Owner): Promise<void> {
  const limit = limitSetting(deps.settings(owner), 'MaxMailboxes', null);
  if (limit === null) return;
  let count = 0;
  for await (const { value } of tx.range(namesOf(owner.id))) if (decodeName(value).box > 0) count++;
  if (count >= limit) throw new PosternError('mailbox-limit');
}

/** Names below a name. */
export async function namesBelow(tx: Tx, owner: Owner, name: Bytes): Promise<[Bytes, NameRecord][]> {
  const found: [Bytes, NameRecord][] = [];
  for await (const { key, value } of tx.range(namesOf(owner.id))) {
    const other = unkey(key)[2];
    if (typeof other === 'string' && other.startsWith(`${name}/`)) found.push([other, decodeName(value)]);
  }
  return found;
}
