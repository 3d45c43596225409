/** Pure built-ins of the declarations' place `host` that need tables of charsets, formats and ciphers. */
import { convert } from '../convert/convert.js';
import { cryDecrypt, cryEncrypt } from '../crypto/cipher.js';
import { cryDigest } from '../crypto/digest.js';
import { appToXML, xmlToApplication } from './apptext.js';
import type { BuiltinTable } from './types.js';

export const heavyBuiltins: BuiltinTable = {
  apptoxml: appToXML as BuiltinTable[string],
  xmltoapp: xmlToApplication as BuiltinTable[string],
  convert: convert as BuiltinTable[string],
  crydigest: cryDigest as BuiltinTable[string],
  cryencrypt: cryEncrypt as BuiltinTable[string],
  crydecrypt: cryDecrypt as BuiltinTable[string],
};
