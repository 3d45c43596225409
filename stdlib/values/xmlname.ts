/** Which names XML allows (XML 1.0, fifth edition, without colons: a prefix is kept apart from its name). */
import type { Bytes } from './types.js';
import { codePointAt, symbolLength } from './utf8.js';

/** First and last code points of the ranges a name may begin with, beyond ASCII. */
const starts: readonly number[] = [
  0xc0, 0xd6, 0xd8, 0xf6, 0xf8, 0x2ff, 0x370, 0x37d, 0x37f, 0x1fff, 0x200c, 0x200d, 0x2070, 0x218f, 0x2c00,
  0x2fef, 0x3001, 0xd7ff, 0xf900, 0xfdcf, 0xfdf0, 0xfffd, 0x10000, 0xeffff,
];

/** The same for what may follow besides. */
const followers: readonly number[] = [0xb7, 0xb7, 0x300, 0x36f, 0x203f, 0x2040];

function within(ranges: readonly number[], code: number): boolean {
  for (let i = 0; i < ranges.length; i += 2) {
    if (code >= (ranges[i] as number) && code <= (ranges[i + 1] as number)) return true;
  }
  return false;
}

/** True if a name may begin with this code point. */
export function isNameStart(code: number): boolean {
  if (code < 0x80) return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || code === 0x5f;
  return within(starts, code);
}

/** True if this code point may stand inside a name. */
export function isNameCode(code: number): boolean {
  if (isNameStart(code)) return true;
  if (code < 0x80) return (code >= 0x30 && code <= 0x39) || code === 0x2d || code === 0x2e;
  return within(followers, code);
}

/** Bytes of the name without colon that begins at `at`, 0 if there is none. */
export function nameLength(text: Bytes, at: number): number {
  let end = at;
  while (end < text.length) {
    const length = symbolLength(text, end);
    if (length === 0) break;
    const code = codePointAt(text, end, length);
    if (!(end === at ? isNameStart(code) : isNameCode(code))) break;
    end += length;
  }
  return end - at;
}

/** True if the whole string is a name without colon. */
export function isXmlName(name: Bytes): boolean {
  return name !== '' && nameLength(name, 0) === name.length;
}
