/** Datablocks in texts (spec: data.md section 5). */
import { makeData } from '../values/make.js';
import type { Value } from '../values/types.js';
import { decodeBase64, isBase64Code } from './base64.js';
import { type Cursor, classAt, SPACE, skipSpace } from './cursor.js';
import { refuse } from './error.js';

/** The text of all pieces read so far: symbols, then padding. */
interface Pieces {
  symbols: string;
  padding: number;
  /** Where the first `=` is that completes no group; -1 if there is none. */
  misplaced: number;
}

/** Reads the datablock whose bracket is at the cursor, with all pieces that follow it. */
export function readDatablock(cursor: Cursor): Value {
  const pieces: Pieces = { symbols: '', padding: 0, misplaced: -1 };
  for (;;) {
    readPiece(cursor, pieces);
    const end = cursor.at;
    skipSpace(cursor);
    if (cursor.text[cursor.at] === '[') continue;
    cursor.at = end;
    if ((pieces.symbols.length + pieces.padding) % 4 !== 0) refuse('bad-datablock', end - 1);
    if (pieces.misplaced >= 0) refuse('bad-datablock', pieces.misplaced);
    return makeData(decodeBase64(pieces.symbols));
  }
}

function readPiece(cursor: Cursor, pieces: Pieces): void {
  const { text, at: opening, singleLine } = cursor;
  let at = opening + 1;
  for (;;) {
    const from = at;
    while (isBase64Code(text.charCodeAt(at))) at++;
    if (at > from) {
      if (pieces.padding > 0) refuse('bad-datablock', from);
      pieces.symbols += text.slice(from, at);
    }
    const symbol = text[at];
    if (symbol === undefined) refuse('unterminated', opening);
    if (symbol === ']') break;
    if (symbol === '=') pad(pieces, at);
    else if (singleLine ? symbol !== ' ' : (classAt(text, at) & SPACE) === 0) refuse('bad-datablock', at);
    at++;
  }
  cursor.at = at + 1;
}

/** One or two, after the second or third symbol of a group of four. A wrong length is told first: it has a place of its own. */
function pad(pieces: Pieces, at: number): void {
  const rest = pieces.symbols.length % 4;
  if (pieces.misplaced < 0 && (rest < 2 || rest + pieces.padding >= 4)) pieces.misplaced = at;
  pieces.padding++;
}
