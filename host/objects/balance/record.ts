/** One balance of an account as it is stored (objects.md 14). */
import { dictGet, dictKeys, dictOf, dictPut, newDict } from '../../../stdlib/values/dict.js';
import { isArray, isDict, isString } from '../../../stdlib/values/is.js';
import type { Bytes, Dict, Value } from '../../../stdlib/values/types.js';

/** Money set aside for something that is going on. */
export interface Reservation {
  readonly amount: number;
  readonly text: Bytes;
  /** Seconds since 1970. */
  readonly made: number;
}

/** What has been done, newest last. */
export interface Entry {
  readonly time: number;
  readonly op: Bytes;
  readonly amount: number;
  readonly id: Bytes;
  readonly text: Bytes;
}

export interface Balance {
  readonly total: number;
  readonly reserved: ReadonlyMap<Bytes, Reservation>;
  readonly history: readonly Entry[];
}

export const NO_BALANCE: Balance = { total: 0, reserved: new Map(), history: [] };

/** Money that is neither spent nor set aside. */
export function available({ total, reserved }: Balance): number {
  let free = total;
  for (const { amount } of reserved.values()) free -= amount;
  return free;
}

const number = (value: Value): number => (typeof value === 'number' ? value : 0);
const text = (value: Value): Bytes => (isString(value) ? value : '');

export function readBalance(stored: Dict): Balance {
  const reserved = new Map<Bytes, Reservation>();
  const kept = dictGet(stored, 'reserved');
  if (isDict(kept)) {
    for (const id of dictKeys(kept)) {
      const one = dictGet(kept, id);
      if (!isDict(one)) continue;
      const amount = number(dictGet(one, 'amount'));
      reserved.set(id, { amount, text: text(dictGet(one, 'text')), made: number(dictGet(one, 'made')) });
    }
  }
  const history = dictGet(stored, 'history');
  const entries = (isArray(history) ? history : []).filter(isArray).map(
    ([time = null, op = null, amount = null, id = null, about = null]): Entry => ({
      time: number(time),
      op: text(op),
      amount: number(amount),
      id: text(id),
      text: text(about),
    }),
  );
  return { total: number(dictGet(stored, 'total')), reserved, history: entries };
}

export function writeBalance({ total, reserved, history }: Balance): Dict {
  const kept = newDict();
  for (const [id, one] of reserved) {
    dictPut(
      kept,
      id,
      dictOf([
        ['amount', one.amount],
        ['text', one.text],
        ['made', one.made],
      ]),
    );
  }
  return dictOf([
    ['total', total],
    ['reserved', kept],
    ['history', history.map(({ time, op, amount, id, text: about }) => [time, op, amount, id, about])],
  ]);
}
