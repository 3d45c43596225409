/**
 * `ToObject` and `JSONToObject` (spec: cgpl.md section 14.10): pure, but readers of large texts are far faster on
 * the host, so the sandbox calls them there.
 */
import { parse } from '../data/index.js';
import { parseJson } from '../data/jsonparse.js';
import { xmlToObject } from '../data/xml/holder.js';
import { isData, isXml } from '../values/is.js';
import type { Value } from '../values/types.js';
import { type BuiltinTable, wrongArgument } from './types.js';

/** The object that a text or an XML object stands for; null if it stands for none. */
export function toObject(x: Value): Value {
  if (isXml(x)) return xmlToObject(x);
  const text = typeof x === 'string' ? x : isData(x) ? x.bytes : wrongArgument('ToObject', 1, x);
  const result = parse(text);
  return result.ok ? result.value : null;
}

export function jsonToObject(x: Value): Value {
  return parseJson(typeof x === 'string' ? x : isData(x) ? x.bytes : wrongArgument('JSONToObject', 1, x));
}

export const parsers: BuiltinTable = { toobject: toObject, jsontoobject: jsonToObject };
