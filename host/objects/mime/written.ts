/** The charset that a composed text is written in. */
import { encode, encodingExists } from '../../../stdlib/charsets/index.js';
import type { Bytes } from '../../../stdlib/values/types.js';
import { decodeText, unicodeOf } from './charset.js';
import { isText7 } from './encode.js';

export interface WrittenBody {
  readonly body: Bytes | Uint8Array;
  /** The parameter `charset`, null for what is no text. */
  readonly charset: Bytes | null;
}

/** Wide charsets, in which line ends are no single bytes, and names that are no charsets. */
const UNFIT = /^(?:utf-?(?:7|16|32)|ucs-?[24]|base64|hex|binary)/i;

/**
 * A text in the wanted charset when that holds all of it and our own reader gets it back, else in UTF-8; bytes stay
 * as they are and keep the name.
 */
export function inCharset(type: Bytes, body: Bytes | Uint8Array, wanted: Bytes | null): WrittenBody {
  const name = wanted !== null && /^[a-z0-9._:+-]{1,64}$/i.test(wanted) ? wanted : null;
  if (typeof body !== 'string') return { body, charset: name };
  if (type !== 'text') return { body, charset: null };
  const utf8: WrittenBody = { body, charset: 'utf-8' };
  if (name === null || UNFIT.test(name) || !encodingExists(name)) return utf8;
  if (isText7(body) && /^(?:iso-8859|windows-125|koi8|us-ascii)/i.test(name)) return { body, charset: name };
  const bytes = Buffer.from(encode(unicodeOf(body), name));
  return decodeText(bytes, name) === body ? { body: bytes.toString('latin1'), charset: name } : utf8;
}
