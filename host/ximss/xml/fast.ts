/**
 * Reads the simplest documents: one element without content and without anything that needs decoding. Most requests
 * of most clients look so (`<noop id="7"/>`), and the whole way through guard and xml-js costs them ten times as
 * much as everything else that the server does for them. Whatever is not exactly of this form goes that way.
 */
import { newXml } from '../../../stdlib/values/make.js';
import type { Bytes, Xml } from '../../../stdlib/values/types.js';

/** One element, wherever the expression is set to. */
const ELEMENT =
  /<([A-Za-z_][A-Za-z0-9_.-]*)((?: +[A-Za-z_][A-Za-z0-9_.-]*=(?:"[^"&<\0-\x1f\x7f-\xff]*"|'[^'&<\0-\x1f\x7f-\xff]*'))*) *\/>/y;

/** Longest document that is tried. */
const LONGEST = 2048;
const SPACE = 32;

/** The element, null when the document is not of this form. */
export function readSimple(text: Bytes, maxAttributes: number): Xml | null {
  if (text.length > LONGEST || !text.endsWith('/>')) return null;
  const xml = elementAt(text, 0, maxAttributes);
  return ELEMENT.lastIndex === text.length ? xml : null;
}

const OPEN = '<XIMSS>';
const CLOSE = '</XIMSS>';

/** The elements of an `XIMSS` document that holds nothing else, null when it is not of this form. */
export function readSimpleList(text: Bytes, maxAttributes: number): Xml[] | null {
  if (text.length > LONGEST || !text.startsWith(OPEN) || !text.endsWith(CLOSE)) return null;
  const found: Xml[] = [];
  const end = text.length - CLOSE.length;
  for (let at = OPEN.length; at < end; at = ELEMENT.lastIndex) {
    const xml = elementAt(text, at, maxAttributes);
    if (xml === null) return null;
    found.push(xml);
  }
  return found;
}

function elementAt(text: Bytes, from: number, maxAttributes: number): Xml | null {
  ELEMENT.lastIndex = from;
  const match = ELEMENT.exec(text);
  if (match === null) return null;
  const xml = newXml(match[1] as Bytes);
  const { attributes } = xml;
  const written = match[2] as Bytes;
  for (let at = 0; at < written.length; ) {
    while (written.charCodeAt(at) === SPACE) at++;
    const equals = written.indexOf('=', at);
    const end = written.indexOf(written[equals + 1] as string, equals + 2);
    const name = written.slice(at, equals);
    for (const known of attributes) if (known.name === name) return null;
    if (attributes.length === maxAttributes) return null;
    attributes.push({ prefix: '', name, value: written.slice(equals + 2, end) });
    at = end + 1;
  }
  return xml;
}
