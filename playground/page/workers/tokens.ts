/** Tokens between worker and page: three numbers each, which cost nothing to send. */
import type { Token, TokenType } from '../../language/types.js';

export const TOKEN_TYPES: readonly TokenType[] = [
  'keyword',
  'function',
  'builtin',
  'variable',
  'parameter',
  'property',
  'number',
  'string',
  'operator',
  'punctuation',
  'comment',
  'tag',
  'error',
];

const NUMBERS = new Map(TOKEN_TYPES.map((type, number) => [type, number]));

/** Start, end, and number of the type of each token. */
export function packTokens(tokens: readonly Token[]): Uint32Array<ArrayBuffer> {
  const packed = new Uint32Array(tokens.length * 3);
  tokens.forEach(({ start, end, type }, i) => {
    packed[i * 3] = start;
    packed[i * 3 + 1] = end;
    packed[i * 3 + 2] = NUMBERS.get(type) ?? 0;
  });
  return packed;
}
