/** Page functions that are neither looked up nor generated in place (wssp.md section 4). */
import { type Bytes, Kind, type Value, YES } from '../../values/types.js';
import { emptyDict, stringOf } from '../values.js';
import { equals } from './equality.js';
import { isDict, look } from './lookup.js';

const isKind = (v: Value, kind: Kind): boolean =>
  typeof v === 'object' && v !== null && !Array.isArray(v) && v.kind === kind;

/** Functions of their arguments alone; flags give JavaScript booleans. */
export const pureFunctions = {
  yesNo: (v: Value): boolean => typeof v === 'string' && v.toUpperCase() === YES,
  boolArray: (): Value => ['NO', YES],
  checked: (v: Value): Value => (v === null ? null : 'CHECKED'),
  isIndex: (index: number, v: Value): boolean => index >= 0 && equals(index, v),
  isString: (v: Value): boolean => typeof v === 'string',
  isNumber: (v: Value): boolean => typeof v === 'number' || isKind(v, Kind.Big),
  isArray: (v: Value): boolean => Array.isArray(v),
  isDictionary: (v: Value): boolean => isDict(v),
  isDate: (v: Value): boolean => isKind(v, Kind.Time),
  isData: (v: Value): boolean => isKind(v, Kind.Data),
  nullValue: (): Value => null,
  emptyString: (): Value => '',
  emptyArray: (): Value => [],
  emptyDictionary: (): Value => emptyDict(),
  translate,
  hasParentMailbox,
};

/** The value under the printed form, else the first argument itself. */
function translate(v: Value, table: Value): Value {
  const key = stringOf(v);
  return (key === null ? null : look(table, key)) ?? v;
}

/** The name has a parent; with a list, the parent is in it (names, or dictionaries with `mailboxName`). */
function hasParentMailbox(name: Value, list?: Value): boolean {
  const text = stringOf(name);
  const slash = text?.lastIndexOf('/') ?? -1;
  if (text === null || slash < 0) return false;
  if (list === undefined) return true;
  const parent: Bytes = text.slice(0, slash);
  return Array.isArray(list) && list.some(element => mailboxName(element) === parent);
}

const mailboxName = (v: Value): Bytes | null => stringOf(isDict(v) ? look(v, 'mailboxName') : v);
