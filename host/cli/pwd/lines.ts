/** Cuts what arrives on a connection into lines that end with LF or CR LF. */
import type { Bytes } from '../../../stdlib/values/types.js';

/** A line was longer than allowed: nothing behind it can be read. */
export const TOO_LONG = Symbol('line too long');

export class LineBuffer {
  /** What arrived and was not looked at. */
  private readonly queue: Bytes[] = [];
  private current: Bytes | null = null;
  private at = 0;
  /** The beginning of a line whose end has not arrived. */
  private pieces: Bytes[] = [];
  private size = 0;
  /** Bytes that arrived and belong to no line that was taken. */
  waiting = 0;

  /** @param limit longest line in bytes, without its end; asked for each line */
  constructor(private readonly limit: () => number) {}

  push(chunk: Bytes): void {
    this.queue.push(chunk);
    this.waiting += chunk.length;
  }

  /** Forgets everything that was not taken. */
  clear(): void {
    this.queue.length = 0;
    this.pieces = [];
    this.current = null;
    this.size = 0;
    this.waiting = 0;
  }

  /** The next line without its end, null if none is complete. */
  next(): Bytes | null | typeof TOO_LONG {
    for (;;) {
      if (this.current === null) {
        const chunk = this.queue.shift();
        if (chunk === undefined) return null;
        this.current = chunk;
        this.at = 0;
      }
      const end = this.current.indexOf('\n', this.at);
      if (end < 0) {
        const rest = this.current.slice(this.at);
        this.current = null;
        this.size += rest.length;
        if (this.size > this.limit() + 1) return TOO_LONG;
        if (rest !== '') this.pieces.push(rest);
        continue;
      }
      return this.take(this.current, end);
    }
  }

  private take(current: Bytes, end: number): Bytes | typeof TOO_LONG {
    let line = current.slice(this.at, end);
    this.waiting -= this.size + line.length + 1;
    if (this.pieces.length > 0) line = this.pieces.join('') + line;
    this.pieces = [];
    this.size = 0;
    this.at = end + 1;
    if (this.at === current.length) this.current = null;
    if (line.endsWith('\r')) line = line.slice(0, -1);
    return line.length > this.limit() ? TOO_LONG : line;
  }
}
