/** The lexemes and comments of a text, with what a formatter keeps of the space between them. */
import type { IToken } from 'chevrotain';
import { KEYWORDS, Name, NumberLiteral, StringLiteral } from '../../../compiler/cgpl/lexer/tokens.js';
import { parse } from '../../../compiler/cgpl/syntax/parse.js';

export interface Piece {
  /** Keywords are in lower case; behind a dot they are names. */
  readonly kind: 'keyword' | 'name' | 'literal' | 'sign' | 'comment';
  readonly text: string;
  /** Line ends in front of it: 0, 1, or 2 for an empty line. */
  readonly lines: number;
  /** A comment that ends with its line. */
  readonly isLine: boolean;
}

/** null when the text has errors of lexemes or syntax: then nobody knows what belongs together. */
export function piecesOf(source: string): Piece[] | null {
  const { tokens, comments, problems } = parse(source);
  if (problems.length > 0) return null;
  const all: { token: IToken; comment: boolean }[] = [
    ...tokens.map(token => ({ token, comment: false })),
    ...comments.map(token => ({ token, comment: true })),
  ].sort((a, b) => a.token.startOffset - b.token.startOffset);
  let end = 0;
  let before = '';
  return all.map(({ token, comment }) => {
    const { image, startOffset } = token;
    const space = source.slice(end, startOffset);
    const lines = Math.min(2, space.split(/\r\n|\r|\n/).length - 1);
    end = startOffset + image.length;
    if (comment) {
      const text = image.startsWith('//') ? image.trimEnd() : image;
      return { kind: 'comment', text, lines, isLine: image.startsWith('//') };
    }
    const kind = kindOf(token, before);
    before = image;
    return { kind, text: kind === 'keyword' ? image.toLowerCase() : image, lines, isLine: false };
  });
}

function kindOf({ tokenType, image }: IToken, before: string): Piece['kind'] {
  if (tokenType === Name || before === '.') return /^[A-Za-z]/.test(image) ? 'name' : 'sign';
  if (tokenType === NumberLiteral || tokenType === StringLiteral) return 'literal';
  return KEYWORDS.has(tokenType.name) ? 'keyword' : 'sign';
}
