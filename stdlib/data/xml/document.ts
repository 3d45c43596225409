/** Whole XML documents: request bodies, files, XIMSS requests. */
import type { Bytes, Xml } from '../../values/types.js';
import { type DataError, refuse } from '../error.js';
import { type DocumentOptions, readWhole } from '../parse.js';
import { skipMisc } from './misc.js';
import { readXmlElement } from './tree.js';

export type ParseXmlResult =
  | { readonly ok: true; readonly value: Xml }
  | { readonly ok: false; readonly error: DataError };

/**
 * Reads a document: one root element, with comments, instructions and white space around it. No document type
 * declaration, no entities but the five of XML, at most 200 levels. A megabyte of small elements takes up to 200 ms:
 * whoever reads requests gives `maxBytes`.
 */
export function parseXml(text: Bytes, options: DocumentOptions = {}): ParseXmlResult {
  return readWhole(text, options, readXmlElement, cursor => {
    const xml = readXmlElement(cursor);
    while (skipMisc(cursor));
    if (cursor.at < cursor.text.length) refuse('bad-xml', cursor.at);
    return xml;
  }) as ParseXmlResult;
}
