/** The text of XML values (spec: data.md section 8): one line, whatever the strings hold. */
import type { Bytes, Xml } from '../../values/types.js';
import { symbolLength } from '../../values/utf8.js';
import { checkSize, enterOutput, newOutput, type Output } from '../output.js';

const SPECIAL_TEXT = /[&<>\0-\x1f\x7f-\xff]/;
const SPECIAL_VALUE = /[&<>"\0-\x1f\x7f-\xff]/;
const BLANK = /^[ \t\r\n]+$/;

const entities: Readonly<Record<number, string>> = { 38: '&amp;', 60: '&lt;', 62: '&gt;' };

/** Text of an element; bytes that are not UTF-8 become U+FFFD, since no reference stands for a byte. */
export function escapeXmlText(text: Bytes): Bytes {
  return SPECIAL_TEXT.test(text) ? escapeSlowly(text, false) : text;
}

/** The value of an attribute, to be put in quotation marks. */
export function escapeXmlValue(text: Bytes): Bytes {
  return SPECIAL_VALUE.test(text) ? escapeSlowly(text, true) : text;
}

function escapeSlowly(text: Bytes, quotes: boolean): Bytes {
  let escaped = '';
  let from = 0;
  for (let at = 0; at < text.length; ) {
    const code = text.charCodeAt(at);
    const length = symbolLength(text, at);
    let put: string | undefined = entities[code];
    if (length === 0) put = '\xef\xbf\xbd';
    else if (code < 32 || code === 127) put = `&#${code};`;
    else if (code === 34 && quotes) put = '&quot;';
    if (put !== undefined) {
      escaped += text.slice(from, at) + put;
      from = at + 1;
    }
    at += length || 1;
  }
  return escaped + text.slice(from);
}

/** The compact text of an element; exceptions `too-deep` and `too-large`. */
export function printXml(xml: Xml, name = 'ObjectToString'): Bytes {
  const out = newOutput(name);
  writeXml(out, xml);
  return out.text;
}

/** Appends an element to a text. */
export function writeXml(out: Output, xml: Xml): void {
  enterOutput(out);
  const name = xml.prefix === '' ? xml.type : `${xml.prefix}:${xml.type}`;
  out.text += `<${name}`;
  for (const { prefix, name: local, value } of xml.attributes) {
    out.text += ` ${prefix === '' ? local : `${prefix}:${local}`}="${escapeXmlValue(value)}"`;
  }
  if (xml.body.some(item => item !== '')) {
    out.text += '>';
    writeBody(out, xml);
    out.text += `</${name}>`;
  } else out.text += '/>';
  out.depth--;
}

function writeBody(out: Output, xml: Xml): void {
  const mixed = xml.body.some(item => typeof item !== 'string');
  for (const item of xml.body) {
    if (typeof item !== 'string') writeXml(out, item);
    // a reader drops white space beside elements, unless it is written as references
    else if (mixed && BLANK.test(item)) out.text += references(item);
    else out.text += escapeXmlText(item);
    checkSize(out);
  }
}

function references(blanks: Bytes): Bytes {
  let text = '';
  for (let i = 0; i < blanks.length; i++) text += `&#${blanks.charCodeAt(i)};`;
  return text;
}
