/**
 * Reads the simplest documents: one element without content and without anything that needs decoding. Most requests
 * of most clients look so (`<noop id="7"/>`), and the whole way through guard and xml-js costs them ten times as
 * much as everything else that the server does for them. Whatever is not exactly of this form goes that way.
 */
import { newXml } from '../../../stdlib/values/make.js';
import type { Bytes, Xml } from '../../../stdlib/values/types.js';

const ELEMENT =
  /^<([A-Za-z_][A-Za-z0-9_.-]*)((?: +[A-Za-z_][A-Za-z0-9_.-]*=(?:"[^"&<\0-\x1f\x7f-\xff]*"|'[^'&<\0-\x1f\x7f-\xff]*'))*) *\/>$/;
const ATTRIBUTE = / +([^=]+)=(?:"([^"]*)"|'([^']*)')/g;

/** Longest document that is tried. */
const LONGEST = 2048;

/** The element, null when the document is not of this form. */
export function readSimple(text: Bytes, maxAttributes: number): Xml | null {
  if (text.length > LONGEST || !text.endsWith('/>')) return null;
  const match = ELEMENT.exec(text);
  if (match === null) return null;
  const xml = newXml(match[1] as Bytes);
  const attributes = xml.attributes;
  for (const [, name, value, other] of (match[2] as Bytes).matchAll(ATTRIBUTE)) {
    if (attributes.length === maxAttributes || attributes.some(known => known.name === name)) return null;
    attributes.push({ prefix: '', name: name as Bytes, value: value ?? other ?? '' });
  }
  return xml;
}
