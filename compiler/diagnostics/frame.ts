/** Code frames: the lines around a place, with the place marked. */
import { LineTable } from '../text/linetable.js';
import type { Position, Range } from '../text/position.js';
import type { Diagnostic } from './diagnostic.js';

const AROUND = 2;
const WIDTH = 120;

/**
 * The lines around a place and a caret under it.
 * @param end marks up to there when it is on the same line; one symbol without it
 */
export function renderFrame(source: string | LineTable, start: Position, end?: Position): string {
  const lines = typeof source === 'string' ? new LineTable(source) : source;
  const first = Math.max(1, start.line - AROUND);
  const last = Math.min(lines.lineCount, start.line + AROUND);
  const margin = String(last).length;
  const skipped = Math.max(0, start.column - WIDTH + 20);
  const rows: string[] = [];
  for (let line = first; line <= last; line++) {
    const text = clip(lines.lineText(line), skipped);
    const mark = line === start.line ? '>' : ' ';
    rows.push(`${mark} ${String(line).padStart(margin)} | ${text}`.trimEnd());
    if (line !== start.line) continue;
    const lead = [...lines.lineText(line)].slice(skipped, start.column - 1);
    const indent = (skipped > 0 ? ' ' : '') + lead.map(symbol => (symbol === '\t' ? '\t' : ' ')).join('');
    const room = WIDTH - lead.length;
    const width = end !== undefined && end.line === start.line ? end.column - start.column : 1;
    rows.push(`  ${' '.repeat(margin)} | ${indent}${'^'.repeat(Math.max(1, Math.min(width, room)))}`);
  }
  return rows.join('\n');
}

/** `file:line:column: error number: message`, with the code frame under it when the source is at hand. */
export function renderDiagnostic(diagnostic: Diagnostic, source?: string | LineTable): string {
  const { start, end }: Range = diagnostic.range;
  const head = `${diagnostic.file}:${start.line}:${start.column}: ${diagnostic.severity} ${diagnostic.number}: ${diagnostic.message}`;
  return source === undefined ? head : `${head}\n${renderFrame(source, start, end)}`;
}

/** A line may have a million symbols, and control codes must not reach a terminal. */
function clip(text: string, skipped: number): string {
  const symbols = [...text.slice(0, (skipped + WIDTH + 1) * 2)];
  const shown = symbols.slice(skipped, skipped + WIDTH);
  const lead = skipped > 0 ? '…' : '';
  const tail = symbols.length > skipped + WIDTH ? '…' : '';
  return lead + shown.join('').replace(/[\0-\x08\x0b-\x1f\x7f-\x9f]/g, '\ufffd') + tail;
}
