/** Who holds Master: at least one account of the main domain always does (objects.md 12). */

import { PosternError } from '../../errors/index.js';
import { decodeValue, type Reader, type Tx } from '../../storage/index.js';
import { stored } from '../core/codec.js';
import { serverKey } from '../core/keys.js';

const KEY = serverKey('masters');

/** Notes that an account holds Master; the transaction owns the server. */
export function addMaster(tx: Tx, id: number): void {
  const masters = mastersIn(tx);
  if (!masters.includes(id)) tx.put(KEY, stored([...masters, id]));
}

/** Notes that it does not hold it any more; refuses for the last one. */
export function dropMaster(tx: Tx, id: number): void {
  const rest = othersThan(tx, id);
  if (rest !== null) tx.put(KEY, stored(rest));
}

/** Refuses for the last account with Master, before anything is done to it. */
export function needOtherMaster(store: Reader, id: number): void {
  othersThan(store, id);
}

/** The other accounts with Master; null when this one does not have it. */
function othersThan(reader: Reader, id: number): number[] | null {
  const masters = mastersIn(reader);
  if (!masters.includes(id)) return null;
  const rest = masters.filter(other => other !== id);
  if (rest.length === 0)
    throw new PosternError('failed', { args: ['the last Master account cannot lose its rights'] });
  return rest;
}

function mastersIn(reader: Reader): number[] {
  const bytes = reader.get(KEY);
  const value = bytes === undefined ? [] : decodeValue(bytes);
  return Array.isArray(value) ? value.filter(item => typeof item === 'number') : [];
}
