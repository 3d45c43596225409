/**
 * The elements that most pages are made of: `%%a%%`, `%%HTML:r[].name%%`, ELSE, ENDIF and ENDFOR. One regular expression
 * reads each of them in a tenth of the time and memory that the grammar takes. Whatever is not exactly of that form, or
 * is wrong, is left to the grammar, which gives the same trees.
 */
import { PREFIXES } from '../tables/prefixes.js';
import type { Element, Expression, Step } from './tree.js';

export interface SimpleElement {
  readonly element: Element;
  readonly end: number;
}

const NAME = '[A-Za-z_][A-Za-z0-9_]*';
const SPACE = '[ \\t\\r\\n]*';

/** Far below the deepest path that the grammar allows. */
const MOST_STEPS = 20;

const TEXT = new RegExp(
  `%%${SPACE}(?:(${NAME})${SPACE}:${SPACE})?(${NAME})(\\[\\])?((?:\\.${NAME}){0,${MOST_STEPS}})${SPACE}%%`,
  'y',
);
const BARE = new RegExp(
  `<!--%%${SPACE}(?:(ELSE|ENDIF)|ENDFOR(?:(?![A-Za-z0-9_])${SPACE}(${NAME}))?)${SPACE}-->`,
  'iy',
);

/** The text element that opens at `at`, if it is simple. */
export function simpleText(source: string, at: number): SimpleElement | null {
  TEXT.lastIndex = at;
  const found = TEXT.exec(source);
  if (found === null) return null;
  const [text, prefixName, name = '', scanner, path = ''] = found;
  const prefix = prefixName === undefined ? null : PREFIXES.get(prefixName.toUpperCase());
  if (prefix === undefined || (prefix !== null && prefix.min > 0)) return null;
  const nameAt = at + text.length - tailLength(text, path, scanner, name);
  const base: Expression =
    scanner === undefined ? { type: 'element', at: nameAt, name } : { type: 'scanner', at: nameAt, name };
  const expression: Expression =
    path === '' ? base : { type: 'path', at: nameAt, base, steps: path.slice(1).split('.').map(stepOf) };
  return { element: { type: 'value', prefix, parameters: [], expression }, end: at + text.length };
}

const stepOf = (key: string): Step => ({ type: 'key', key });

/** Units from the name to the end: the space before the closing mark is what follows the path. */
function tailLength(text: string, path: string, scanner: string | undefined, name: string): number {
  let end = text.length - 2;
  while (text.charCodeAt(end - 1) <= 0x20) end--;
  return text.length - end + path.length + (scanner?.length ?? 0) + name.length;
}

/**
 * The structural element that opens at `at`, if it is simple.
 * @param fits is asked whether the keyword may stand here
 */
export function simpleStructure(
  source: string,
  at: number,
  fits: (keyword: string) => boolean,
): SimpleElement | null {
  BARE.lastIndex = at;
  const found = BARE.exec(source);
  if (found === null) return null;
  const end = at + found[0].length;
  const keyword = found[1]?.toUpperCase() ?? 'ENDFOR';
  if (!fits(keyword)) return null;
  if (keyword !== 'ENDFOR') return { element: { type: keyword as 'ELSE' | 'ENDIF' }, end };
  const scanner = found[2] ?? null;
  const nameAt = scanner === null ? 0 : found[0].lastIndexOf(scanner, found[0].length - 3) + at;
  return { element: { type: 'ENDFOR', scanner, nameAt }, end };
}
