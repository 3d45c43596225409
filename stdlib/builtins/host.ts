/**
 * Pure built-ins that the sandbox calls on the host (spec: cgpl.md section 14.10): readers and writers of large texts
 * are far faster there. Nothing of the sandbox may import this file, it needs xml-js.
 */
import { convert } from '../convert/convert.js';
import { cryDecrypt, cryEncrypt } from '../crypto/cipher.js';
import { cryDigest } from '../crypto/digest.js';
import { parse } from '../data/index.js';
import { parseJson } from '../data/jsonparse.js';
import { xmlToObject } from '../data/xml/holder.js';
import { findRegEx } from '../regex/find.js';
import { isData, isXml } from '../values/is.js';
import type { Value } from '../values/types.js';
import { appToXML, xmlToApplication } from './apptext.js';
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

/** The pure built-ins of the declarations' place `host`, by lower-case name. */
export const hostBuiltins: BuiltinTable = {
  ...conversions,
  toobject: toObject as BuiltinTable[string],
  jsontoobject: jsonToObject as BuiltinTable[string],
  apptoxml: appToXML as BuiltinTable[string],
  xmltoapp: xmlToApplication as BuiltinTable[string],
  findregex: findRegEx as BuiltinTable[string],
  convert: convert as BuiltinTable[string],
  crydigest: cryDigest as BuiltinTable[string],
  cryencrypt: cryEncrypt as BuiltinTable[string],
  crydecrypt: cryDecrypt as BuiltinTable[string],
  emailtosipuri: emailToSipUri as BuiltinTable[string],
  sipuritoemail: sipUriToEmail as BuiltinTable[string],
};
