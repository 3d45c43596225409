/** What the grammar alone cannot refuse: unknown names, counts, numbers. */
import type { IToken } from 'chevrotain';
import { PAGE_FUNCTIONS, type PageFunction } from '../tables/functions.js';
import type { Prefix } from '../tables/prefixes.js';
import { PageProblem } from './problem.js';

const MAX_NUMBER = 9223372036854775807n;

/** Thrown where the grammar allows a token that the function does not. */
export class UnexpectedToken extends Error {
  constructor(readonly token: IToken) {
    super('unexpected token');
  }
}

/** @throws PageProblem `unknown-function` */
export function functionOf(token: IToken): PageFunction {
  const fn = PAGE_FUNCTIONS.get(token.image.toUpperCase());
  if (fn === undefined) throw problem('unknown-function', token);
  return fn;
}

/** @throws PageProblem `arguments` at the name of the prefix */
export function checkParameters(prefix: Prefix | null, count: number, name: IToken): void {
  if (prefix !== null && (count < prefix.min || count > prefix.max)) throw problem('arguments', name);
}

/** The digits of a number without useless zeros. @throws PageProblem `out-of-range` beyond 64 bits */
export function checkNumber(token: IToken): string {
  // The length first: reading a number of a million digits takes long.
  if (token.image.replace(/^-?0*/, '').length > 19) throw problem('out-of-range', token);
  const value = BigInt(token.image);
  if (value > MAX_NUMBER || value < -MAX_NUMBER - 1n) throw problem('out-of-range', token);
  return String(value);
}

/** A problem with a token. */
export function problem(code: ConstructorParameters<typeof PageProblem>[0], token: IToken): PageProblem {
  return new PageProblem(code, token.startOffset, token.startOffset + token.image.length, token.image);
}
