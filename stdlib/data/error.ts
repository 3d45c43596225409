/** Errors of the readers of text (spec: data.md section 13). */
import type { Bytes } from '../values/types.js';
import { symbolLength } from '../values/utf8.js';

export type DataErrorCode =
  | 'unexpected-character'
  | 'unexpected-end'
  | 'unterminated'
  | 'bad-escape'
  | 'out-of-range'
  | 'bad-timestamp'
  | 'bad-address'
  | 'bad-object'
  | 'bad-datablock'
  | 'bad-xml'
  | 'too-deep'
  | 'too-large'
  | 'bad-utf8';

const messages: Readonly<Record<DataErrorCode, string>> = {
  'unexpected-character': 'this symbol cannot stand here',
  'unexpected-end': 'the text ends too early',
  unterminated: 'what begins here has no end',
  'bad-escape': 'unknown or impossible escape',
  'out-of-range': 'the number does not fit into 64 bits',
  'bad-timestamp': 'malformed timestamp',
  'bad-address': 'malformed network address',
  'bad-object': 'malformed object',
  'bad-datablock': 'malformed datablock',
  'bad-xml': 'malformed XML',
  'too-deep': 'nested too deep',
  'too-large': 'the text is too large, or holds too many objects',
  'bad-utf8': 'bytes that are not UTF-8',
};

/** Where and why a text could not be read. */
export interface DataError {
  readonly code: DataErrorCode;
  readonly message: string;
  /** In bytes, from 0. */
  readonly offset: number;
  /** From 1; LF, CR LF and a lone CR each end one line. */
  readonly line: number;
  /** From 1, in code points. */
  readonly column: number;
}

/** What a reader throws inside; it never leaves the reader. */
export class Refusal {
  constructor(
    readonly code: DataErrorCode,
    readonly offset: number,
  ) {}
}

/** Stops the reader. */
export function refuse(code: DataErrorCode, offset: number): never {
  throw new Refusal(code, offset);
}

/** The error of a refusal, with line and column counted in the text it belongs to. */
export function errorAt(text: Bytes, refusal: Refusal): DataError {
  const { code, offset } = refusal;
  let line = 1;
  let start = 0;
  for (let at = 0; at < offset; at++) {
    const unit = text.charCodeAt(at);
    if (unit === 10 || (unit === 13 && text.charCodeAt(at + 1) !== 10)) {
      line++;
      start = at + 1;
    }
  }
  // a CR before the offset whose LF stands at it has not ended its line yet
  let column = 1;
  const bom = line === 1 && text.startsWith('\xef\xbb\xbf') ? 3 : 0;
  for (let at = start + bom; at < offset; column++) at += symbolLength(text, at) || 1;
  return { code, message: messages[code], offset, line, column };
}
