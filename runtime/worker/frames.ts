/** From the engine's stack text to places in the sources. */
import { originalPosition } from '../../compiler/text/positionmap.js';
import type { UnitList } from '../image/unit.js';
import type { Frame } from '../types.js';

/** Frames shown: the innermost ones, and the outermost few of a deep recursion. */
const INNER = 30;
const OUTER = 5;

const LINE = /^ *at (.*?) ?\(u(\d+)(?::(\d+)(?::(\d+))?)?\)$/;

/** Lines of the prelude and of the engine are left out. */
export function framesOf(stack: string, list: UnitList): Frame[] {
  const lines = stack.split('\n').filter(line => LINE.test(line));
  const shown = lines.length > INNER + OUTER ? [...lines.slice(0, INNER), ...lines.slice(-OUTER)] : lines;
  return shown.flatMap(line => {
    const [, name = '', unit, row, column] = LINE.exec(line) ?? [];
    const map = list.units[Number(unit)]?.map;
    if (!map) return [];
    const generated = { line: Number(row ?? 1), column: Number(column ?? 1) };
    const place = originalPosition(map, generated);
    if (!place) return [];
    return [{ section: place.name ?? name, file: place.file, line: place.line, column: place.column }];
  });
}
