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

/** The text, and the one-line form of each array met, null if it has none: nested arrays are tried at every level. */
interface PrettyOutput extends Output {
  readonly lines: Map<readonly Value[], Bytes | null>;
}

/** The multi-line text, without a line end behind it; exceptions `too-deep` and `too-large`. */
export function printPretty(value: Value): Bytes {
  const out: PrettyOutput = { ...newOutput('ObjectToString'), lines: new Map() };
  write(out, value, 0, 0);
  return out.text;
}

/**
 * Writes a value into a line that holds `used` symbols already.
 * @param level levels of indentation
 */
function write(out: PrettyOutput, value: Value, level: number, used: number, final = 0): void {
  if (isDict(value)) writeDictionary(out, value, level);
  else if (isArray(value)) writeArray(out, value, level, used, final);
  else out.text += printCompact(value);
}

function indentation(level: number): string {
  return '  '.repeat(level);
}

function writeDictionary(out: PrettyOutput, dict: Dict, level: number): void {
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

function writeArray(
  out: PrettyOutput,
  items: readonly Value[],
  level: number,
  used: number,
  final: number,
): void {
  const line = oneLine(out, items, out.depth);
  if (line !== null && (items.length === 0 || symbols(line) + used + final <= LINE)) {
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

/** The array on one line, null if it holds a dictionary or is longer than a line. */
function oneLine(out: PrettyOutput, items: readonly Value[], depth: number): Bytes | null {
  if (depth >= MAX_LEVELS) raise('too-deep', out.name);
  const known = out.lines.get(items);
  if (known !== undefined) return known;
  const line = makeLine(out, items, depth);
  out.lines.set(items, line);
  return line;
}

function makeLine(out: PrettyOutput, items: readonly Value[], depth: number): Bytes | null {
  let line = '(';
  for (let i = 0; i < items.length; i++) {
    const item = items[i] as Value;
    if (isDict(item)) return null;
    const text = isArray(item) ? oneLine(out, item, depth + 1) : printCompact(item);
    if (text === null) return null;
    line += i === 0 ? text : `, ${text}`;
    // a symbol has four bytes at most
    if (line.length > LINE && (line.length > 4 * LINE || symbols(line) > LINE)) return null;
  }
  line += ')';
  return symbols(line) <= LINE ? line : null;
}

/** Code points: the bytes that do not continue a symbol. */
function symbols(text: Bytes): number {
  let count = 0;
  for (let i = 0; i < text.length; i++) if ((text.charCodeAt(i) & 0xc0) !== 0x80) count++;
  return count;
}
