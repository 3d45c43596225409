/** Writes POSIX extended regular expressions in the syntax of RE2: nothing of RE2's own syntax gets through. */
import type { Part } from './read.js';

function suffix(least: number, most: number): string {
  if (most !== Number.POSITIVE_INFINITY) return least === 0 && most === 1 ? '?' : `{${least},${most}}`;
  return least === 0 ? '*' : least === 1 ? '+' : `{${least},}`;
}

/** The expression as RE2 reads it. */
export function toRe2(part: Part): string {
  switch (part.kind) {
    case 'symbol':
      return part.text;
    case 'begin':
      return '(?:\\A)';
    case 'end':
      return '(?:\\z)';
    case 'group':
      return `(${toRe2(part.inside)})`;
    case 'sequence':
      return part.parts.map(toRe2).join('');
    // only a group or the whole expression is a choice
    case 'choice':
      return part.parts.map(toRe2).join('|');
    // a group of its own keeps `a*?` and `a**` from meaning something else
    case 'repeat':
      return `(?:${toRe2(part.inside)}${suffix(part.least, part.most)})`;
  }
}
