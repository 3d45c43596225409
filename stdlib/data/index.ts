/** The textual forms of values, for the host. Inside a sandbox only the printers are resident. */
import type { Bytes } from '../values/types.js';
import {
  type ParseFirstResult,
  type ParseOptions,
  type ParseResult,
  parseFirstWith,
  parseWith,
} from './parse.js';
import { readXmlElement } from './xml/tree.js';

export { addressText, canonicalAddress, parseIp } from './address.js';
export { decodeBase64, encodeBase64 } from './base64.js';
export type { DataError, DataErrorCode } from './error.js';
export { parseJson } from './jsonparse.js';
export { printJson } from './jsonprint.js';
export type { DocumentOptions, ParseFirstResult, ParseOptions, ParseResult } from './parse.js';
export { printPretty } from './pretty.js';
export { printCompact } from './print.js';
export { stringText } from './quote.js';
export { toText, xmlText } from './text.js';
export { parseTimeText, parseXmlTime, rfc822Text, timeText, xmlTimeText } from './timestamp.js';
export { type ParseXmlResult, parseXml } from './xml/document.js';
export { type Held, type HolderOptions, readHolder, xmlToObject } from './xml/holder.js';
export { objectToXml, writeHolder } from './xml/objectform.js';
export { escapeXmlText, escapeXmlValue, printXml } from './xml/print.js';

/** Reads a text that holds one object (data.md). */
export function parse(text: Bytes, options: ParseOptions = {}): ParseResult {
  return parseWith(readXmlElement, text, options);
}

/** Reads the object that begins at `at` of a single-line text, which may go on behind it (cli.md 3). */
export function parseFirst(text: Bytes, at: number, options: ParseOptions = {}): ParseFirstResult {
  return parseFirstWith(readXmlElement, text, at, options);
}
