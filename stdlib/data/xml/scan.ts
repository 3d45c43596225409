/**
 * The guard before xml-js, which accepts truncated documents, two roots and HTML entities, and loses attributes
 * (spec: data.md section 8). It checks everything itself, and writes the element again in a form that xml-js reads
 * without loss: names become numbers, texts are decoded, and each begins with a letter that tells what it is.
 */
import type { Bytes } from '../../values/types.js';
import type { Cursor } from '../cursor.js';
import { refuse } from '../error.js';
import { skipComment, skipInstruction, skipProlog } from './misc.js';
import { type Names, newNames } from './names.js';
import { LONG, scanStartTag } from './tag.js';
import { scanCdata, scanText, type TextRun } from './text.js';

/** An element, checked and written again. */
export interface Scanned {
  readonly document: string;
  readonly names: Names;
  /** Values and texts too long to go through xml-js, which takes them symbol by symbol. */
  readonly long: Bytes[];
}

/** What the parts of the guard share. */
export interface Scan {
  readonly cursor: Cursor;
  readonly names: Names;
  readonly long: Bytes[];
  document: string;
  /** Start tags so far, and for each attribute name the last tag that had it. */
  tags: number;
  readonly lastTag: number[];
  /** Names and places of the open elements. */
  readonly open: { name: number; at: number }[];
}

/** Scans the element that begins at the cursor, after declaration, comments and instructions. */
export function scanElement(cursor: Cursor): Scanned {
  skipProlog(cursor);
  const scan: Scan = { cursor, names: newNames(), long: [], document: '', tags: 0, lastTag: [], open: [] };
  scanStartTag(scan);
  const run: TextRun = { text: '', significant: false };
  while (scan.open.length > 0) scanItem(scan, run);
  return { document: scan.document, names: scan.names, long: scan.long };
}

/** One text, tag or other mark inside an element. */
function scanItem(scan: Scan, run: TextRun): void {
  const { cursor } = scan;
  const { text, at } = cursor;
  if (at >= text.length) unterminated(scan);
  if (text.charCodeAt(at) !== 60) {
    scanText(cursor, run);
    return;
  }
  const next = text[at + 1];
  if (next === '!') {
    if (text.startsWith('<!--', at)) skipComment(cursor);
    else if (text.startsWith('<![CDATA[', at)) scanCdata(cursor, run);
    else refuse('bad-xml', at);
  } else if (next === '?') skipInstruction(cursor, false);
  else {
    flush(scan, run);
    if (next === '/') scanEndTag(scan);
    else scanStartTag(scan);
  }
}

/** Writes the collected text: `w` marks white space between elements, `k` text to keep, `l` the number of a long one. */
function flush(scan: Scan, run: TextRun): void {
  if (run.text === '') return;
  if (run.significant && run.text.length > LONG) scan.document += `l${scan.long.push(run.text) - 1}`;
  else scan.document += (run.significant ? 'k' : 'w') + escaped(run.text);
  run.text = '';
  run.significant = false;
}

function escaped(text: Bytes): string {
  return /[&<]/.test(text) ? text.replace(/&/g, '&amp;').replace(/</g, '&lt;') : text;
}

function scanEndTag(scan: Scan): void {
  const { cursor, names, open } = scan;
  const { text, at } = cursor;
  const top = open[open.length - 1] as { name: number; at: number };
  const name = names.texts[top.name] as Bytes;
  if (!text.startsWith(name, at + 2)) {
    if (name.startsWith(text.slice(at + 2))) unterminated(scan);
    refuse('bad-xml', at);
  }
  cursor.at = at + 2 + name.length;
  while (' \t\r\n'.includes(text[cursor.at] ?? '-')) cursor.at++;
  if (cursor.at >= text.length) unterminated(scan);
  if (text[cursor.at] !== '>') refuse('bad-xml', at);
  cursor.at++;
  cursor.depth--;
  open.pop();
  scan.document += `</n${top.name}>`;
}

function unterminated(scan: Scan): never {
  const top = scan.open[scan.open.length - 1];
  refuse('unterminated', top === undefined ? scan.cursor.at : top.at);
}
