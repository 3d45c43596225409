/** Failed operations as clients are told (ximss.md 2.5): text and number always together. */

import type { Bytes } from '../../stdlib/values/types.js';
import { encodeUtf8 } from '../../stdlib/values/utf8.js';
import { type ErrorCode, PosternError } from '../errors/index.js';
import { element } from './xml/write.js';

/** A refusal in the protocol's own words; the message is a byte string, like everything on the wire. */
export class Failure extends Error {
  override readonly name = 'Failure';

  /** @param number errorNum, from the server-wide list */
  constructor(
    text: string,
    readonly number: number,
  ) {
    super(text);
  }
}

/** What went wrong, for the client. */
export interface Told {
  readonly text: Bytes;
  readonly number: number;
}

/** Errors of the object layer that the protocol words otherwise. */
const texts: Partial<Record<ErrorCode, string>> = {
  'file-unknown': 'file is not found',
  'message-unknown': 'unknown message',
  'part-unknown': 'unknown message part',
  'item-unknown': 'unknown calendar item',
  'upload-unknown': 'upload is not found',
  'uid-validity': 'UIDValidity has changed',
  'meeting-exists': 'meeting already exists',
  'rule-action': 'action is not allowed',
  // clients translate texts: why it is not acceptable would be another text each time
  'bad-password': 'password is not acceptable',
};

/** What the client is told of an error; null for errors that nobody foresaw, which belong into the log. */
export function told(error: unknown): Told | null {
  if (error instanceof Failure) return { text: error.message, number: error.number };
  if (!(error instanceof PosternError) || error.code === 'internal') return null;
  return { text: encodeUtf8(texts[error.code] ?? error.message), number: error.number };
}

export const INTERNAL: Told = { text: 'internal error', number: 599 };

/** A failed response; without id for what cannot be answered by one. */
export function failedResponse(
  id: Bytes | null,
  { text, number }: Told,
  exeTime: number | null = null,
): Bytes {
  return element('response', [
    ['id', id],
    ['errorText', text],
    ['errorNum', number],
    ['exeTime', exeTime],
  ]);
}

/** Why an operation cannot run in this state of the connection. */
export const wrongState = (text: string): Failure => new Failure(text, 502);

/** A value that the operation cannot take. */
export const illegal = (text: string): Failure => new Failure(text, 581);

export const missingAttribute = (name: string): Failure =>
  new Failure(`the ${name} attribute is missing`, 501);
