/** Colours of the terminal, places in texts, code frames. */
import { renderFrame } from '../../compiler/index.js';
import { LineTable } from '../../compiler/text/linetable.js';
import type { Position } from '../../compiler/text/position.js';
import { markLength } from '../language/lines.js';
import type { Problem } from '../language/types.js';
import type { Io } from './types.js';

const CODES = { red: 31, green: 32, yellow: 33, blue: 34, cyan: 36, grey: 90, bold: 1 } as const;

export type Colour = keyof typeof CODES;

/** Paints when the terminal can. */
export function painter({ color }: Pick<Io, 'color'>): (colour: Colour, text: string) => string {
  return (colour, text) => (color ? `\x1b[${CODES[colour]}m${text}\x1b[0m` : text);
}

/** Lines and columns of offsets; a byte order mark is no column, as for the compiler. */
export function placer(text: string): (offset: number) => Position {
  const mark = markLength(text);
  const table = new LineTable(text.slice(mark));
  return offset => table.positionAt(offset - mark);
}

/** One problem with the lines around it. */
export function problemText(file: string, text: string, problem: Problem, io: Io, frame = true): string {
  const paint = painter(io);
  const place = placer(text);
  const start = place(problem.start);
  const { severity, number, code, message } = problem;
  const name = number === 0 ? code : String(number);
  const head = `${paint('bold', `${file}:${start.line}:${start.column}`)}: ${paint(severity === 'error' ? 'red' : 'yellow', `${severity} ${name}`)}: ${message}`;
  return frame ? `${head}\n${renderFrame(text.slice(markLength(text)), start, place(problem.end))}\n` : head;
}

/** `1 file`, `3 files`. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}
