/** Writing parts of an account's record inside a transaction that owns the account. */

import { dictSize } from '../../../stdlib/values/dict.js';
import type { Dict, Value } from '../../../stdlib/values/types.js';
import type { Tx } from '../../storage/index.js';
import { ACCOUNT_TOPIC } from '../core/accounttable.js';
import { encodeAccount, stored } from '../core/codec.js';
import { type AccountPart, accountKey, accountPartKey } from '../core/keys.js';
import type { AccountRecord } from '../core/types.js';
import { isDict } from '../settings/update.js';

/** Stores a part, removes it when it is empty, and tells whoever watches the account. */
export function putPart(tx: Tx, id: number, part: AccountPart, value: Value): void {
  const key = accountPartKey(id, part);
  if (isEmpty(value)) tx.del(key);
  else tx.put(key, stored(value));
  told(tx, id, part);
}

/** Stores the head of a record: name, domain, type, time of creation. */
export function putHead(tx: Tx, record: AccountRecord): void {
  tx.put(accountKey(record.id), encodeAccount(record));
  told(tx, record.id, 'head');
}

/** Stores the whole record of a new account; told once. */
export function putNew(tx: Tx, record: AccountRecord): void {
  if (!isEmpty(record.settings)) tx.put(accountPartKey(record.id, 'settings'), stored(record.settings));
  putHead(tx, record);
}

/** Tells that something of an account changed; `what` is a part, `head` or `gone`. */
export function told(tx: Tx, id: number, what: AccountPart | 'head' | 'gone'): void {
  tx.change(ACCOUNT_TOPIC, [id], Buffer.from(what));
}

function isEmpty(value: Value): boolean {
  if (value === null) return true;
  if (Array.isArray(value)) return value.length === 0;
  return isDict(value) && dictSize(value as Dict) === 0;
}
