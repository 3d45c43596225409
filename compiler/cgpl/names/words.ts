/** Phrases in messages. */
import type { SectionKind } from '../syntax/tree.js';

export function withArticle(kind: SectionKind): string {
  return kind === 'entry' ? 'an entry' : `a ${kind}`;
}

export function countOf(count: number, what = 'argument'): string {
  return `${count === 0 ? 'no' : count} ${what}${count === 1 ? '' : 's'}`;
}

/** `2 arguments`, `1 to 3 arguments`, `at least 1 argument`. */
export function rangeOf(least: number, most: number | null): string {
  if (most === null) return `at least ${countOf(least)}`;
  return least === most ? countOf(least) : `${least} to ${countOf(most)}`;
}

/** `a function with 2 parameters` */
export function heading(kind: SectionKind, params: number): string {
  return kind === 'entry' ? 'an entry' : `${withArticle(kind)} with ${countOf(params, 'parameter')}`;
}
