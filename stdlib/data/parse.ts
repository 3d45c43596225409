/** The reader of the Data format (spec: data.md). XML is read by whatever reader the caller gives. */
import type { Bytes, Value } from '../values/types.js';
import { firstBadByte } from '../values/utf8.js';
import { readObject } from './containers.js';
import { type Cursor, skipSpace, type XmlReader } from './cursor.js';
import { type DataError, errorAt, Refusal, refuse } from './error.js';
import { MAX_LEVELS } from './output.js';

/** Bytes of a text, unless the caller allows more. */
export const MAX_TEXT = 16 * 1024 * 1024;
/** Containers, elements and attributes of a text: they need a hundred times the memory of their text. */
export const MAX_NODES = 1_000_000;
/** Attributes of one element. */
const MAX_ATTRIBUTES = 4096;

export interface ParseOptions {
  /** `multi` for files and `ToObject`, `single` for the CLI: blanks only, no comments. Default `multi`. */
  readonly mode?: 'multi' | 'single';
  /** Largest text in bytes, default 16 MB. */
  readonly maxBytes?: number;
  /** Keep pairs whose value is `#NULL#` (a CLI update gives them a meaning); programs never see such pairs. */
  readonly keepNulls?: boolean;
}

/** More limits for XML documents that come from a network. */
export interface DocumentOptions extends Pick<ParseOptions, 'maxBytes'> {
  /** Open elements, default 200. */
  readonly maxDepth?: number;
  /** Attributes of one element, default 4096. */
  readonly maxAttributes?: number;
  /** Elements and attributes of the document, default a million. */
  readonly maxNodes?: number;
  /** Refuse processing instructions; an XML declaration at the very beginning is still allowed. */
  readonly noInstructions?: boolean;
}

export type ParseResult =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly error: DataError };

/** Runs a reader over a text with a byte order mark or without, and over nothing behind the first byte that is not UTF-8. */
export function readWhole(
  text: Bytes,
  options: ParseOptions & DocumentOptions,
  readXml: XmlReader,
  read: (cursor: Cursor) => Value,
): ParseResult {
  const maxBytes = options.maxBytes ?? MAX_TEXT;
  const bad = text.length > maxBytes ? -1 : firstBadByte(text);
  try {
    if (text.length > maxBytes) refuse('too-large', maxBytes);
    const cursor: Cursor = {
      text: bad < 0 ? text : text.slice(0, bad),
      at: text.startsWith('\xef\xbb\xbf') ? 3 : 0,
      singleLine: options.mode === 'single',
      depth: 0,
      maxDepth: options.maxDepth ?? MAX_LEVELS,
      nodes: options.maxNodes ?? MAX_NODES,
      keepNulls: options.keepNulls ?? false,
      readXml,
      maxAttributes: options.maxAttributes ?? MAX_ATTRIBUTES,
      noInstructions: options.noInstructions ?? false,
    };
    const value = read(cursor);
    if (bad >= 0) refuse('bad-utf8', bad);
    return { ok: true, value };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return {
      ok: false,
      error: errorAt(text, endedByBadByte(error, bad) ? new Refusal('bad-utf8', bad) : error),
    };
  }
}

/** The text was cut at the bad byte: whatever ended too early met that byte. */
function endedByBadByte(refusal: Refusal, bad: number): boolean {
  if (bad < 0) return false;
  return refusal.offset >= bad || refusal.code === 'unterminated' || refusal.code === 'unexpected-end';
}

/** Reads a text that holds one object and nothing else but white space. */
export function parseWith(readXml: XmlReader, text: Bytes, options: ParseOptions = {}): ParseResult {
  return readWhole(text, options, readXml, cursor => {
    skipSpace(cursor);
    const value = readObject(cursor);
    skipSpace(cursor);
    if (cursor.at < cursor.text.length) refuse('unexpected-character', cursor.at);
    return value;
  });
}

/** An object at the beginning of a text, and the place behind it. */
export type ParseFirstResult =
  | { readonly ok: true; readonly value: Value; readonly end: number }
  | { readonly ok: false; readonly error: DataError };

/** Reads the object that begins at `at` of a single-line text (CLI commands) and tells where it ends. */
export function parseFirstWith(
  readXml: XmlReader,
  text: Bytes,
  at: number,
  options: ParseOptions = {},
): ParseFirstResult {
  let end = at;
  const result = readWhole(text, { mode: 'single', ...options }, readXml, cursor => {
    cursor.at = at;
    const value = readObject(cursor);
    end = cursor.at;
    return value;
  });
  return result.ok ? { ...result, end } : result;
}
