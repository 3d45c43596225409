/**
 * How values become part of markup, URLs and scripts (wssp.md section 5). Byte strings in and out. Most values need
 * no change: one test with a regular expression finds that out.
 */
import type { Bytes } from '../../values/types.js';

const HTML_UNSAFE = /[&<>"']/;
const IS_UNSAFE = Uint8Array.from({ length: 256 }, (_, code) =>
  Number(HTML_UNSAFE.test(String.fromCharCode(code))),
);
/** Below this length a loop beats the regular expression. */
const SHORT = 40;
const URL_UNSAFE = /[^A-Za-z0-9\-._~]/;
// E2 80 A8 and E2 80 A9 are U+2028 and U+2029.
const SCRIPT_UNSAFE = /[\\"'<\x00-\x1f\x7f]|\xc2[\x80-\x9f]|\xe2\x80[\xa8\xa9]/;
const SCRIPT_UNSAFE_ALL = /[\\"'<\x00-\x1f\x7f]|\xc2[\x80-\x9f]|\xe2\x80[\xa8\xa9]/g;

/** `&` `<` `>` `"` `'` as character references. */
export function escapeHtml(text: Bytes): Bytes {
  if (text.length >= SHORT) {
    const first = text.search(HTML_UNSAFE);
    return first < 0 ? text : escapeHtmlFrom(text, first);
  }
  for (let i = 0; i < text.length; i++)
    if (IS_UNSAFE[text.charCodeAt(i)] !== 0) return escapeHtmlFrom(text, i);
  return text;
}

/** The same for a text whose first unsafe symbol is known. */
export function escapeHtmlFrom(text: Bytes, first: number): Bytes {
  let out = '';
  let plain = 0;
  for (let i = first; i < text.length; i++) {
    const reference = referenceOf(text.charCodeAt(i));
    if (reference === '') continue;
    out += text.slice(plain, i) + reference;
    plain = i + 1;
  }
  return plain < text.length ? out + text.slice(plain) : out;
}

function referenceOf(unit: number): string {
  switch (unit) {
    case 0x26:
      return '&amp;';
    case 0x3c:
      return '&lt;';
    case 0x3e:
      return '&gt;';
    case 0x22:
      return '&quot;';
    case 0x27:
      return '&#39;';
    default:
      return '';
  }
}

const PERCENT: readonly string[] = Array.from({ length: 256 }, (_, code) => {
  const symbol = String.fromCharCode(code);
  return URL_UNSAFE.test(symbol) ? `%${code.toString(16).toUpperCase().padStart(2, '0')}` : symbol;
});

/** Percent encoding of all bytes but letters, digits and `- . _ ~`. */
export function escapeUrl(text: Bytes): Bytes {
  if (!URL_UNSAFE.test(text)) return text;
  let out = '';
  for (let i = 0; i < text.length; i++) out += PERCENT[text.charCodeAt(i)] ?? '';
  return out;
}

const SCRIPT: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '"': '\\"',
  "'": "\\'",
  '<': '\\x3C',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\xe2\x80\xa8': '\\u2028',
  '\xe2\x80\xa9': '\\u2029',
};

/** For the inside of a quoted string of a script. */
export function escapeScript(text: Bytes): Bytes {
  return SCRIPT_UNSAFE.test(text) ? text.replace(SCRIPT_UNSAFE_ALL, scriptSymbol) : text;
}

function scriptSymbol(found: string): string {
  const known = SCRIPT[found];
  if (known !== undefined) return known;
  // A control code: one byte, or C2 and one byte.
  return `\\u${found
    .charCodeAt(found.length - 1)
    .toString(16)
    .toUpperCase()
    .padStart(4, '0')}`;
}
