/**
 * The formatter of CG/PL. It changes blanks, line ends and the letter case of keywords only, so it cannot change what
 * a program means. Line breaks within a statement stay where their author put them.
 */
import { markLength } from '../lines.js';
import type { Formatted } from '../types.js';
import { type Piece, piecesOf } from './pieces.js';
import { isApart } from './spacing.js';

const UNIT = '  ';
/** Behind these a statement or a branch begins on a new line. */
const OPENS = new Set(['is', 'then', 'loop', 'else']);
/** Never first on a line of a heading. */
const STAYS = new Set(['then', 'is', 'loop', '{', ';', ',', 'forward', 'external']);

/** A block that is open. `kind` is the word that its end repeats, or what its brace belongs to. */
interface Block {
  readonly brace: boolean;
  readonly kind: 'section' | 'if' | 'loop' | 'tail';
}

/** Refuses a text with errors of syntax. */
export function format(_file: string, text: string): Formatted {
  const skipped = markLength(text);
  const pieces = piecesOf(text.slice(skipped));
  if (pieces === null) return { refused: 'Only a program without syntax errors can be formatted.' };
  return { text: text.slice(0, skipped) + new Layout(pieces).run() };
}

class Layout {
  private readonly blocks: Block[] = [];
  private readonly out: string[] = [];
  private line = '';
  private parens = 0;
  /** The next piece begins a line. */
  private fresh = true;
  /** A statement has begun on an earlier line. */
  private continued = false;
  /** What the next brace opens. */
  private heading: Block['kind'] = 'section';
  /** The condition behind a `loop { }`. */
  private trailing = false;

  constructor(private readonly pieces: readonly Piece[]) {}

  run(): string {
    const { pieces } = this;
    pieces.forEach((piece, i) => {
      this.put(piece, i);
    });
    this.flush();
    return this.out.length === 0 ? '' : `${this.out.join('\n')}\n`;
  }

  private put(piece: Piece, i: number): void {
    const before = this.code(i, -1);
    if (piece.kind === 'comment') {
      this.comment(piece, i);
      return;
    }
    const closes = this.parens === 0 && this.closes(piece, i, before);
    if (this.fresh || this.isBroken(piece, i)) {
      this.flush();
      if (piece.lines > 1 && this.out.length > 0 && !closes && !this.afterOpening()) this.blank();
      this.begin(piece, i, closes);
    } else if (this.isNeighbourApart(i)) this.line += ' ';
    this.line += piece.text;
    this.fresh = false;
    this.continued = true;
    this.follow(piece, i, before);
  }

  /** Does the author's line break stay, within a statement? */
  private isBroken(piece: Piece, i: number): boolean {
    const last = this.pieces[i - 1];
    if (last?.isLine === true) return true;
    return (
      piece.lines > 0 &&
      !(STAYS.has(piece.text) && piece.kind !== 'name') &&
      last?.text !== '::' &&
      piece.text !== '::'
    );
  }

  private isNeighbourApart(i: number): boolean {
    const [first, a, b] = [this.pieces[i - 2] ?? null, this.pieces[i - 1], this.pieces[i]];
    if (a === undefined || b === undefined) return false;
    const before = first?.kind === 'comment' ? this.code(i - 1, -1) : first;
    return isApart(before, a, b);
  }

  /** The nearest lexeme that is no comment. */
  private code(i: number, step: 1 | -1): Piece | null {
    for (let at = i + step; ; at += step) {
      const piece = this.pieces[at];
      if (piece === undefined) return null;
      if (piece.kind !== 'comment') return piece;
    }
  }

  /** Does the piece end the block that is open, so that it stands further out? */
  private closes(piece: Piece, i: number, before: Piece | null): boolean {
    if (piece.text === '}' && piece.kind === 'sign') {
      this.blocks.pop();
      return true;
    }
    if (piece.kind !== 'keyword') return false;
    const isBrace = this.isBraceArm(i);
    if (piece.text === 'end') {
      this.blocks.pop();
      return true;
    }
    if (piece.text === 'elif' || (piece.text === 'else' && before?.text !== 'or')) {
      if (!isBrace) this.blocks.pop();
      return true;
    }
    return false;
  }

  /** `elif` and `else` with a brace: what follows their condition tells. */
  private isBraceArm(i: number): boolean {
    let at = i + 1;
    const next = this.code(i, 1);
    if (this.pieces[i]?.text === 'else' && next?.text !== '{' && next?.text !== 'if') return false;
    let depth = 0;
    for (; at < this.pieces.length; at++) {
      const { text, kind } = this.pieces[at] as Piece;
      if (kind === 'sign' && (text === '(' || text === '[')) depth++;
      else if (kind === 'sign' && (text === ')' || text === ']')) depth--;
      else if (depth > 0 || kind === 'comment') continue;
      else if (kind === 'sign' && text === '{') return true;
      else if (kind === 'sign' && text === ';') return false;
      else if (kind === 'keyword' && text === 'then' && this.code(at, -1)?.text !== 'and') return false;
    }
    return false;
  }

  private begin(piece: Piece, i: number, closes: boolean): void {
    let depth = this.blocks.length;
    if (this.continued && !closes) depth += 2;
    else if (!closes && this.parens > 0) depth += 2;
    const isTail = closes && piece.kind === 'keyword' && this.isBraceArm(i) && this.joinable();
    if (isTail) {
      // `} else {` on one line
      this.line = `${this.out.pop() ?? ''} `;
      return;
    }
    this.line = UNIT.repeat(depth);
  }

  /** Is the last line a closing brace that an arm can follow? */
  private joinable(): boolean {
    return /^\s*\}$/.test(this.out.at(-1) ?? '');
  }

  /** What a piece means for those behind it. */
  private follow(piece: Piece, i: number, before: Piece | null): void {
    const { text, kind } = piece;
    if (kind === 'sign') this.followSign(text, i);
    else if (kind === 'keyword') this.followWord(text, i, before);
  }

  private followSign(text: string, i: number): void {
    if (text === '(' || text === '[') this.parens++;
    else if (text === ')' || text === ']') this.parens--;
    else if (text === ';' && this.parens === 0) this.next();
    else if (text === '{') {
      this.blocks.push({ brace: true, kind: this.heading });
      this.heading = 'section';
      this.next();
    } else if (text === '}') {
      this.trailing = this.isTrailing(i);
      if (this.trailing) this.continued = true;
      else this.next();
    }
  }

  /** Does the `while` behind a block belong to its loop? Then a semicolon follows its condition. */
  private isTrailing(i: number): boolean {
    if (this.code(i, 1)?.text !== 'while') return false;
    let depth = 0;
    for (let at = i + 1; at < this.pieces.length; at++) {
      const { text, kind } = this.pieces[at] as Piece;
      if (kind === 'comment') continue;
      if (text === '(' || text === '[') depth++;
      else if (text === ')' || text === ']') depth--;
      else if (depth === 0 && kind === 'sign' && text === ';') return true;
      else if (depth === 0 && (text === '{' || (kind === 'keyword' && (text === 'loop' || text === 'by'))))
        return false;
    }
    return false;
  }

  private followWord(text: string, i: number, before: Piece | null): void {
    const next = this.code(i, 1);
    if (text === 'if' && before?.text !== 'end') this.heading = 'if';
    if ((text === 'while' || text === 'loop' || text === 'for') && before?.text !== 'end')
      this.heading = 'loop';
    if (!OPENS.has(text) || before?.text === 'end') return;
    if ((text === 'then' && before?.text === 'and') || (text === 'else' && before?.text === 'or')) return;
    if (text === 'else' && this.isBraceArm(i)) return;
    if (text === 'loop' && next?.text === '{' && !this.hasHeading()) return;
    this.blocks.push({ brace: false, kind: text === 'is' ? 'section' : text === 'loop' ? 'loop' : 'if' });
    this.next();
  }

  /** Does `loop` stand behind `for`, `while` or `by` of its own? Then a brace cannot follow. */
  private hasHeading(): boolean {
    return /^\s*(?:for|while)\b/.test(this.line);
  }

  private next(): void {
    this.fresh = true;
    this.continued = false;
  }

  private comment(piece: Piece, i: number): void {
    const isTrailing = piece.lines === 0 && i > 0;
    if (isTrailing) {
      // behind what ended a statement, on its line
      if (this.line === '' && this.out.length > 0) this.line = this.out.pop() ?? '';
      this.line += ` ${piece.text}`;
      if (!this.fresh && piece.isLine) this.continued = true;
      return;
    }
    this.flush();
    if (piece.lines > 1 && this.out.length > 0 && !this.afterOpening()) this.blank();
    this.line = UNIT.repeat(this.blocks.length + (this.continued && !this.fresh ? 2 : 0)) + piece.text;
    const isInline = !piece.isLine && this.pieces[i + 1]?.lines === 0;
    if (isInline) [this.fresh, this.continued] = [false, true];
    else if (this.fresh) this.flush();
  }

  private afterOpening(): boolean {
    return this.out.at(-1) === '';
  }

  private blank(): void {
    this.out.push('');
  }

  private flush(): void {
    if (this.line !== '') this.out.push(this.line.trimEnd());
    this.line = '';
  }
}
