/** Which lexemes of CG/PL stand apart. */
import type { Piece } from './pieces.js';

const OPERATORS = /^(?:[-+*/%<>=!]=?|&&|\|\||[&|]=?|==|!=|\?|:)$/;
const UNARY = /^[-+!]$/;

/** Can an operand end with this lexeme? Then a sign behind it has two operands. */
function endsOperand(piece: Piece | null): boolean {
  if (piece === null) return false;
  if (piece.kind === 'comment') return true;
  if (piece.kind === 'name' || piece.kind === 'literal') return true;
  return piece.kind === 'keyword'
    ? /^(?:null|true|false)$/.test(piece.text)
    : piece.text === ')' || piece.text === ']';
}

/** A sign in front of its operand. `before` is the lexeme in front of the sign. */
export function isUnary(sign: Piece, before: Piece | null): boolean {
  return sign.kind === 'sign' && UNARY.test(sign.text) && !endsOperand(before);
}

/** Is there a blank between two neighbours? `first` is what stands in front of `a`. */
export function isApart(first: Piece | null, a: Piece, b: Piece): boolean {
  if (a.kind === 'comment' || b.kind === 'comment') return true;
  if (b.kind === 'sign' && /^(?:[;,)\]]|\.|::)$/.test(b.text)) return false;
  if (a.kind === 'sign' && /^(?:[([]|\.|::)$/.test(a.text)) return false;
  if (b.text === '[' || b.text === '(') {
    if (b.text === '(' && a.kind === 'keyword') return true;
    return !(
      a.kind === 'name' ||
      a.text === ')' ||
      a.text === ']' ||
      (b.text === '[' && endsOperand(a)) ||
      isUnary(a, first)
    );
  }
  if (isUnary(a, first)) return a.text === b.text;
  return true;
}

/** Operators at the end of a line, or at its beginning. */
export function isOperator(piece: Piece): boolean {
  return piece.kind === 'sign' && OPERATORS.test(piece.text);
}
