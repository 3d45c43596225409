/** String constants: escapes as in data.md section 4, the value as a byte string. */
import { toBytes } from './bytes.js';
import { PageProblem } from './problem.js';

const SIMPLE: Readonly<Record<string, string>> = { '"': '"', '\\': '\\', r: '\r', n: '\n', t: '\t', e: '\n' };
const DECIMAL = /\d{3}/y;
const CODE_POINT = /u'([0-9A-Fa-f]{1,6})'/y;

/**
 * The value of a constant whose text, without the quotation marks, goes from `from` to `to`.
 * @throws PageProblem `bad-escape` at the backslash, `syntax` at a zero byte, which no string may hold.
 */
export function decodeText(source: string, from: number, to: number): string {
  let value = '';
  let plain = from;
  let i = from;
  while (i < to) {
    const unit = source.charCodeAt(i);
    if (unit === 0) throw new PageProblem('syntax', i, i + 1);
    if (unit !== 0x5c) {
      i++;
      continue;
    }
    const found = readEscape(source, i + 1);
    if (found === null) throw new PageProblem('bad-escape', i, Math.min(i + 2, to));
    value += toBytes(source.slice(plain, i)) + found.value;
    plain = i += 1 + found.length;
  }
  return value + toBytes(source.slice(plain, to));
}

function readEscape(source: string, at: number): { value: string; length: number } | null {
  const simple = SIMPLE[source.charAt(at)];
  if (simple !== undefined) return { value: simple, length: 1 };
  DECIMAL.lastIndex = CODE_POINT.lastIndex = at;
  const decimal = DECIMAL.exec(source);
  if (decimal !== null) {
    const code = Number(decimal[0]);
    return code > 0 && code < 256 ? { value: String.fromCharCode(code), length: 3 } : null;
  }
  const hexadecimal = CODE_POINT.exec(source)?.[1];
  if (hexadecimal === undefined) return null;
  const code = Number.parseInt(hexadecimal, 16);
  if (code === 0 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return null;
  return { value: toBytes(String.fromCodePoint(code)), length: hexadecimal.length + 3 };
}
