/**
 * Builds XML values from texts with xml-js. This is the only file that imports it; it sees nothing but what the
 * guard (`scan.ts`) wrote.
 */
import xmljs from 'xml-js';
import { newXml } from '../../values/make.js';
import type { Bytes, Xml } from '../../values/types.js';
import { scopeOf } from '../../values/xml.js';
import type { Cursor } from '../cursor.js';
import { type Scanned, scanElement } from './scan.js';

/** Reads the element at the cursor, with what may stand before it. */
export function readXmlElement(cursor: Cursor): Xml {
  const scanned = scanElement(cursor);
  const tree = xmljs.xml2js(scanned.document, { compact: false, captureSpacesBetweenElements: true });
  const root: xmljs.Element | undefined = tree.elements?.[0];
  if (root === undefined) throw new Error('xml-js gave no root element');
  return convert(root, scanned, null);
}

/** The number after the letter `n`. */
function numberOf(name: string | undefined): number {
  return Number((name ?? '').slice(1));
}

function convert(element: xmljs.Element, scanned: Scanned, inherited: Record<Bytes, Bytes> | null): Xml {
  const { names, long } = scanned;
  const number = numberOf(element.name);
  const xml = newXml(names.locals[number] as Bytes, names.prefixes[number] as Bytes);
  xml.inherited = inherited;
  const attributes = element.attributes ?? {};
  for (const key in attributes) {
    const prefix = names.prefixes[numberOf(key)] as Bytes;
    const name = names.locals[numberOf(key)] as Bytes;
    const written = String(attributes[key]);
    const value = written[0] === 'v' ? written.slice(1) : (long[numberOf(written)] as Bytes);
    xml.attributes.push({ prefix, name, value });
  }
  const items = element.elements ?? [];
  if (items.length > 0) convertBody(xml, items, scanned);
  return xml;
}

/** White space between elements is dropped; in an element without sub-elements it is text. */
function convertBody(xml: Xml, items: readonly xmljs.Element[], scanned: Scanned): void {
  const mixed = items.some(item => item.type === 'element');
  const scope = mixed ? scopeOf(xml) : null;
  for (const item of items) {
    if (item.type === 'element') xml.body.push(convert(item, scanned, scope));
    else {
      const text = String(item.text);
      if (text[0] === 'l') xml.body.push(scanned.long[numberOf(text)] as Bytes);
      else if (!mixed || text[0] === 'k') xml.body.push(text.slice(1));
    }
  }
}
