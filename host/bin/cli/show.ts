/** Answers as people read them. */
import { parse, printPretty } from '../../../stdlib/data/index.js';
import { isArray, isData, isDict } from '../../../stdlib/values/is.js';
import type { Bytes } from '../../../stdlib/values/types.js';
import { decodeUtf8 } from '../../../stdlib/values/utf8.js';
import { commandTable } from '../../cli/table.js';

/** The output of a command: containers on lines of their own, strings as they are. */
export function shownOutput(text: Bytes, raw: boolean): string {
  const result = raw ? null : parse(text, { mode: 'single', keepNulls: true });
  if (result?.ok !== true) return decodeUtf8(text);
  const { value } = result;
  if (typeof value === 'string') return decodeUtf8(value);
  if (isData(value)) return `[${value.bytes.length} bytes] ${decodeUtf8(text)}`;
  return decodeUtf8(isDict(value) || isArray(value) ? printPretty(value) : text);
}

/** The syntax of a command, or of all whose names hold the word. */
export function helpFor(word: string): string {
  const upper = word.toUpperCase();
  const listed = commandTable.filter(command => command.run !== undefined && command.listed !== false);
  const exact = listed.filter(command => command.name === upper);
  const found = exact.length > 0 ? exact : listed.filter(command => command.name.includes(upper));
  if (found.length === 0) return `no command holds ${word}`;
  return found.map(({ name, syntax = '' }) => `${name} ${syntax}`.trimEnd()).join('\n');
}
