/** Page functions that are neither looked up nor generated in place (wssp.md section 4). */

import { toText } from '../../data/text.js';
import { newDict } from '../../values/dict.js';
import { isArray, isData, isDict, isNumber, isString, isTime } from '../../values/is.js';
import { type Bytes, type Value, YES } from '../../values/types.js';
import { contains, equals, equalsNoCase } from './equality.js';
import { look } from './lookup.js';

/** Functions of their arguments alone; flags give JavaScript booleans. */
export const pureFunctions = {
  yesNo: (v: Value): boolean => typeof v === 'string' && v.toUpperCase() === YES,
  boolArray: (): Value => ['NO', YES],
  checked: (v: Value): Value => (v === null ? null : 'CHECKED'),
  isIndex: (index: number, v: Value): boolean => index >= 0 && equals(index, v),
  isString,
  isNumber,
  isArray,
  isDictionary: isDict,
  isDate: isTime,
  isData,
  nullValue: (): Value => null,
  emptyString: (): Value => '',
  emptyArray: (): Value => [],
  emptyDictionary: (): Value => newDict(),
  translate,
  hasParentMailbox,
  equals,
  equalsNoCase,
  contains,
};

/** The value under the printed form, else the first argument itself. */
function translate(v: Value, table: Value): Value {
  const key = toText(v);
  return (key === null ? null : look(table, key)) ?? v;
}

/** The name has a parent; with a list, the parent is in it (names, or dictionaries with `mailboxName`). */
function hasParentMailbox(name: Value, list?: Value): boolean {
  const text = toText(name);
  const slash = text?.lastIndexOf('/') ?? -1;
  if (text === null || slash < 0) return false;
  if (list === undefined) return true;
  const parent: Bytes = text.slice(0, slash);
  return Array.isArray(list) && list.some(element => mailboxName(element) === parent);
}

const mailboxName = (v: Value): Bytes | null => toText(isDict(v) ? look(v, 'mailboxName') : v);
