/**
 * Output of the protocol (ximss.md 2.3): clients compare it byte for byte, so it is written here and nowhere else.
 * No declaration, no white space between elements, `/>` directly after the last value, five escapes.
 */
import { xmlText } from '../../../stdlib/data/index.js';
import type { Bytes, Xml } from '../../../stdlib/values/types.js';
import { firstBadByte, symbolLength } from '../../../stdlib/values/utf8.js';

/** Attributes in the order in which they are written; those without value are left out. */
export type Attributes = readonly (readonly [name: Bytes, value: Bytes | number | null | undefined])[];

const SPECIAL_TEXT = /[&<>\0-\x08\x0b\x0c\x0d\x0e-\x1f\x80-\xff]/;
const SPECIAL_VALUE = /[&<>"\0-\x1f\x80-\xff]/;

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

/** What XML cannot hold becomes a question mark (rule 6). */
const replaced = (symbol: string): string => escapes[symbol] ?? '?';

/** Text content. */
export function escapeText(text: Bytes): Bytes {
  if (!SPECIAL_TEXT.test(text)) return text;
  return legal(text).replace(/[&<>\0-\x08\x0b-\x1f]|\xef\xbf[\xbe\xbf]/g, replaced);
}

/** The value of an attribute, without its quotes. */
export function escapeValue(text: Bytes): Bytes {
  if (!SPECIAL_VALUE.test(text)) return text;
  return legal(text).replace(/[&<>"\0-\x1f]|\xef\xbf[\xbe\xbf]/g, replaced);
}

/** The text with a question mark for each byte that is not part of a UTF-8 symbol. */
function legal(text: Bytes): Bytes {
  if (firstBadByte(text) < 0) return text;
  let fixed = '';
  for (let at = 0; at < text.length; ) {
    const length = symbolLength(text, at);
    fixed += length === 0 ? '?' : text.slice(at, at + length);
    at += length || 1;
  }
  return fixed;
}

/** A start tag without its end. */
function open(name: Bytes, attributes: Attributes): Bytes {
  let text = `<${name}`;
  for (const [key, value] of attributes) {
    if (value === null || value === undefined) continue;
    text += ` ${key}="${typeof value === 'number' ? value : escapeValue(value)}"`;
  }
  return text;
}

/** An element whose content is written already. */
export function element(name: Bytes, attributes: Attributes, content: Bytes = ''): Bytes {
  const text = open(name, attributes);
  return content === '' ? `${text}/>` : `${text}>${content}</${name}>`;
}

/** An element with text. */
export function leaf(name: Bytes, text: Bytes, attributes: Attributes = []): Bytes {
  return element(name, attributes, escapeText(text));
}

/** An XML value, for instance an object in its XML form. Prefixes and namespaces are kept. */
export function writeXml(xml: Xml): Bytes {
  const name = nameOf(xml.prefix, xml.type);
  let text = `<${name}`;
  for (const { prefix, name: local, value } of xml.attributes) {
    text += ` ${nameOf(prefix, local)}="${escapeValue(value)}"`;
  }
  const content = writeBody(xml);
  return content === '' ? `${text}/>` : `${text}>${content}</${name}>`;
}

/** What an XML value holds, without its own tags. */
export function writeBody(xml: Xml): Bytes {
  if (xml.body.every(item => typeof item === 'string')) return escapeText(xmlText(xml));
  let text = '';
  for (const item of xml.body) text += typeof item === 'string' ? escapeText(item) : writeXml(item);
  return text;
}

function nameOf(prefix: Bytes, local: Bytes): Bytes {
  return prefix === '' ? local : `${prefix}:${local}`;
}
