/** Answers of the engine as the line bindings send them (cli.md 4.1). */

import { printCompact } from '../../stdlib/data/index.js';
import { isDict } from '../../stdlib/values/is.js';
import type { Bytes, Dict, Value } from '../../stdlib/values/types.js';
import { encodeUtf8 } from '../../stdlib/values/utf8.js';
import { PosternError } from '../errors/index.js';
import type { CliResult } from './engine.js';

/**
 * Texts of dictionaries that the object layer keeps in memory and gives again and again. Nobody changes them (host/objects/api.ts),
 * so their text stays true as long as they live.
 */
const texts = new WeakMap<Dict, Bytes>();
/** Longer texts are printed anew: they would take much memory beside their dictionaries. */
const LONGEST_KEPT = 4096;

/** The output object on one line. An object that is too large to print throws. */
export function outputText(output: Value, kept = false): Bytes {
  if (!kept || !isDict(output)) return printCompact(output);
  const known = texts.get(output);
  if (known !== undefined) return known;
  const text = printCompact(output);
  if (text.length <= LONGEST_KEPT) texts.set(output, text);
  return text;
}

/** A line `code text` with its line end. */
export function statusLine(code: number, text: Bytes): Bytes {
  return `${code} ${text}\r\n`;
}

/** The refusal as a line. */
export function errorLine(error: PosternError): Bytes {
  return statusLine(error.number, encodeUtf8(error.message));
}

/** The answer to a command; `inline` puts the output into the status line. */
export function answerLines(result: CliResult, inline: boolean): Bytes {
  if (result.output === undefined) return `${result.code} ${result.text}\r\n`;
  let text: Bytes;
  try {
    text = outputText(result.output, result.kept === true);
  } catch {
    return errorLine(new PosternError('internal'));
  }
  return inline ? `201 ${text}\r\n` : `200 data follow\r\n${text}\r\n`;
}
