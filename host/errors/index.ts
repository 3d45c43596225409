/** The error of the server: everything that an operation can refuse, by its code in the catalogue. */
import { ERRORS, type ErrorCode, type ErrorEntry } from './catalogue.js';

export { ERRORS, type ErrorCode, type ErrorEntry, isErrorCode } from './catalogue.js';

/** Arguments of the text, and what caused the failure (for the log only). */
export interface ErrorDetails {
  readonly args?: readonly (string | number)[];
  readonly cause?: unknown;
}

/** Texts that an administrator replaced, by code (admin.md, server strings). */
let replaced: ReadonlyMap<string, string> = new Map();

/** Puts other texts in place; texts that clients compare stay as they are. */
export function replaceErrorTexts(texts: ReadonlyMap<string, string>): void {
  replaced = new Map(
    [...texts].filter(([code]) => (ERRORS as Record<string, ErrorEntry>)[code]?.fixed !== true),
  );
}

/** A refused operation. `message` is Unicode text without line breaks, without secrets. */
export class PosternError extends Error {
  override readonly name = 'PosternError';
  readonly code: ErrorCode;
  /** CLI code, XIMSS errorNum. */
  readonly number: number;
  /** HTTP status of a page. */
  readonly status: number;
  readonly args: readonly (string | number)[];

  constructor(code: ErrorCode, details: ErrorDetails = {}) {
    const args = details.args ?? [];
    const text = replaced.get(code) ?? ERRORS[code].text;
    const message = text.replace(/\{(\d)\}/g, (_, n: string) => String(args[Number(n)] ?? ''));
    super(
      message.replace(/[\r\n]+/g, ' '),
      details.cause === undefined ? undefined : { cause: details.cause },
    );
    this.code = code;
    this.number = ERRORS[code].number;
    this.status = ERRORS[code].status;
    this.args = args;
  }
}
