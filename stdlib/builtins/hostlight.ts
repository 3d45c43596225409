/**
 * Pure built-ins of the declarations' place `host` that need little code: what runs on the host of a program anyway.
 * The others, with libraries of their own, are `hostheavy.ts`: the playground loads them when a program names them.
 */
import { parse } from '../data/index.js';
import { parseJson } from '../data/jsonparse.js';
import { xmlToObject } from '../data/xml/holder.js';
import { isData, isXml } from '../values/is.js';
import type { Value } from '../values/types.js';
import { conversions } from './convert.js';
import { emailToSipUri, sipUriToEmail } from './sipuri.js';
import { type BuiltinTable, wrongArgument } from './types.js';

/** `ToObject`: the object that a text or an XML object stands for; null if it stands for none. */
export function toObject(x: Value): Value {
  if (isXml(x)) return xmlToObject(x);
  const text = typeof x === 'string' ? x : isData(x) ? x.bytes : wrongArgument('ToObject', 1, x);
  const result = parse(text);
  return result.ok ? result.value : null;
}

/** `JSONToObject`. */
export function jsonToObject(x: Value): Value {
  return parseJson(typeof x === 'string' ? x : isData(x) ? x.bytes : wrongArgument('JSONToObject', 1, x));
}

export const lightBuiltins: BuiltinTable = {
  ...conversions,
  toobject: toObject as BuiltinTable[string],
  jsontoobject: jsonToObject as BuiltinTable[string],
  emailtosipuri: emailToSipUri as BuiltinTable[string],
  sipuritoemail: sipUriToEmail as BuiltinTable[string],
};
