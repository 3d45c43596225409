/**
 * Turns offsets in a source text (UTF-16 units, as the lexers give them) into lines and columns and back.
 * Lines end with LF, CR LF or a lone CR (cgpl.md section 2.1). Made once for a text, on demand.
 */
import type { Position, Range } from './position.js';

const LINE_END = /\r\n|\r|\n/g;
const SURROGATE = /[\ud800-\udfff]/;

export class LineTable {
  readonly #source: string;
  readonly #starts: number[] = [0];
  /** Without symbols outside the basic plane a column is a difference of offsets. */
  readonly #plain: boolean;
  #last = 0;

  constructor(source: string) {
    this.#source = source;
    this.#plain = !SURROGATE.test(source);
    LINE_END.lastIndex = 0;
    while (LINE_END.test(source)) this.#starts.push(LINE_END.lastIndex);
  }

  get lineCount(): number {
    return this.#starts.length;
  }

  /** The position of an offset; offsets outside the text give its nearest end. */
  positionAt(offset: number): Position {
    const at = Math.max(0, Math.min(offset, this.#source.length));
    const row = this.#rowOf(at);
    const start = this.#starts[row] ?? 0;
    return { line: row + 1, column: 1 + (this.#plain ? at - start : countSymbols(this.#source, start, at)) };
  }

  /** The range between two offsets. */
  rangeAt(start: number, end: number): Range {
    return { start: this.positionAt(start), end: this.positionAt(end) };
  }

  /** The offset of a position; columns behind the end of a line give that end. */
  offsetAt(position: Position): number {
    const row = Math.max(0, Math.min(position.line - 1, this.#starts.length - 1));
    let at = this.#starts[row] ?? 0;
    const end = at + this.lineText(row + 1).length;
    for (let column = 1; column < position.column && at < end; column++) at += symbolLength(this.#source, at);
    return at;
  }

  /** The text of a line without its line end, `''` for a line that is not there. */
  lineText(line: number): string {
    const start = this.#starts[line - 1];
    if (start === undefined) return '';
    const end = this.#starts[line] ?? this.#source.length;
    return this.#source.slice(start, end).replace(/[\r\n]+$/, '');
  }

  /** Most questions come in rising order, so the last answer is tried first. */
  #rowOf(offset: number): number {
    const starts = this.#starts;
    let row = this.#last;
    if (offset >= (starts[row] ?? 0)) {
      for (let step = 0; step < 4; step++) {
        const next = starts[row + 1];
        if (next === undefined || offset < next) return (this.#last = row);
        row++;
      }
    }
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return (this.#last = low);
  }
}

function symbolLength(source: string, at: number): number {
  return (source.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
}

function countSymbols(source: string, from: number, to: number): number {
  let count = 0;
  for (let at = from; at < to; at += symbolLength(source, at)) count++;
  return count;
}
