/** Answers of the engine as the line bindings send them (cli.md 4.1). */

import { printCompact } from '../../stdlib/data/index.js';
import type { Bytes, Value } from '../../stdlib/values/types.js';
import { encodeUtf8 } from '../../stdlib/values/utf8.js';
import { PosternError } from '../errors/index.js';
import type { CliResult } from './engine.js';

/** The output object on one line. An object that is too large to print is an internal error. */
export function outputText(output: Value): Bytes {
  return printCompact(output);
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
    text = outputText(result.output);
  } catch {
    return errorLine(new PosternError('internal'));
  }
  return inline ? `201 ${text}\r\n` : `200 data follow\r\n${text}\r\n`;
}
