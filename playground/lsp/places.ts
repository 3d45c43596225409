/** Offsets as the protocol counts them: lines and UTF-16 units from 0. */
import type { Span } from '../language/types.js';

export interface LspPosition {
  readonly line: number;
  readonly character: number;
}

export interface LspRange {
  readonly start: LspPosition;
  readonly end: LspPosition;
}

/** Places of one text. */
export class Places {
  readonly #starts: number[] = [0];

  constructor(readonly text: string) {
    for (const match of text.matchAll(/\r\n|\r|\n/g)) this.#starts.push(match.index + match[0].length);
  }

  position(offset: number): LspPosition {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low, character: offset - (this.#starts[low] ?? 0) };
  }

  offset({ line, character }: LspPosition): number {
    const start = this.#starts[Math.max(0, line)] ?? this.text.length;
    const next = this.#starts[line + 1] ?? this.text.length + 1;
    return Math.min(start + Math.max(0, character), Math.max(start, next - 1), this.text.length);
  }

  range({ start, end }: Span): LspRange {
    return { start: this.position(start), end: this.position(end) };
  }
}
