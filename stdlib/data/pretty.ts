/** The text with line breaks, in the layout of settings files (spec: data.md section 7). */
import { raise } from '../errors.js';
import { dictGet, dictKeys, dictSize } from '../values/dict.js';
import { isArray, isDict } from '../values/is.js';
import type { Bytes, Dict, Value } from '../values/types.js';
import { checkSize, enterOutput, MAX_LEVELS, newOutput, type Output } from './output.js';
import { printCompact } from './print.js';
import { stringText } from './quote.js';

/** Symbols of a line that holds a whole array. */
const LINE = 72;

/** The multi-line text, without a line end behind it; exceptions `too-deep` and `too-large`. */
export function printPretty(value: Value): Bytes {
  const out = newOutput('ObjectToString');
  write(out, value, 0, 0);
  return out.text;
}

/**
 * Writes a value into a line that holds `used` symbols already.
 * @param level levels of indentation
 */
function write(out: Output, value: Value, level: number, used: number, final = 0): void {
  if (isDict(value)) writeDictionary(out, value, level);
  else if (isArray(value)) writeArray(out, value, level, used, final);
  else out.text += printCompact(value);
}

function indentation(level: number): string {
  return '  '.repeat(level);
}

function writeDictionary(out: Output, dict: Dict, level: number): void {
  if (dictSize(dict) === 0) {
    out.text += '{}';
    return;
  }
  enterOutput(out);
  out.text += '{\n';
  for (const key of dictKeys(dict)) {
    const start = `${indentation(level + 1)}${stringText(key)} =  `;
    out.text += start;
    write(out, dictGet(dict, key), level + 1, symbols(start), 1);
    out.text += ';\n';
    checkSize(out);
  }
  out.text += `${indentation(level)}}`;
  out.depth--;
}

function writeArray(out: Output, items: readonly Value[], level: number, used: number, final: number): void {
  const line = oneLine(items, LINE - used - final, out.depth);
  if (line !== null) {
    out.text += line;
    return;
  }
  enterOutput(out);
  out.text += '(\n';
  for (let i = 0; i < items.length; i++) {
    const last = i === items.length - 1;
    out.text += indentation(level + 1);
    write(out, items[i] as Value, level + 1, 2 * (level + 1), last ? 0 : 1);
    out.text += last ? '\n' : ',\n';
    checkSize(out);
  }
  out.text += `${indentation(level)})`;
  out.depth--;
}

/** The array on one line, null if it holds a dictionary or needs more than `room` symbols. An empty one always fits. */
function oneLine(items: readonly Value[], room: number, depth: number): Bytes | null {
  if (items.length === 0) return '()';
  if (depth >= MAX_LEVELS) raise('too-deep', 'ObjectToString');
  let line = '(';
  for (let i = 0; i < items.length; i++) {
    const item = items[i] as Value;
    if (isDict(item)) return null;
    const left = room - line.length;
    if (left < 0 && symbols(line) > room) return null;
    if (i > 0) line += ', ';
    const text = isArray(item) ? oneLine(item, room - symbols(line), depth + 1) : printCompact(item);
    if (text === null) return null;
    line += text;
  }
  line += ')';
  return symbols(line) <= room ? line : null;
}

/** Code points: the bytes that do not continue a symbol. */
function symbols(text: Bytes): number {
  let count = 0;
  for (let i = 0; i < text.length; i++) if ((text.charCodeAt(i) & 0xc0) !== 0x80) count++;
  return count;
}
