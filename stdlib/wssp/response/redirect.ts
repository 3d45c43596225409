/** Redirection tags (wssp.md section 7.1). */
import type { Bytes } from '../../values/types.js';

const TAG = '<REDIRECT>';
const RELATIVE_TAG = '<RELREDIRECT>';

/** The parts of the request that `<RELREDIRECT>` needs. */
export interface RequestOrigin {
  readonly secure: boolean;
  /** The `Host` field with the port, `''` when the request had none. */
  readonly host: Bytes;
}

/** The location that a page starting with a redirection tag leads to, or null for any other page. */
export function redirectLocation(page: Bytes, origin: RequestOrigin): Bytes | null {
  if (page.startsWith(TAG)) return urlBytes(restOfLine(page, TAG.length));
  if (!page.startsWith(RELATIVE_TAG)) return null;
  const url = restOfLine(page, RELATIVE_TAG.length);
  return urlBytes(`${origin.secure ? 'https' : 'http'}://${origin.host}${url}`);
}

/** Up to the line end, without white space at both ends. */
function restOfLine(page: Bytes, from: number): Bytes {
  let to = from;
  while (to < page.length && page[to] !== '\r' && page[to] !== '\n') to++;
  while (from < to && isSpace(page[from])) from++;
  while (from < to && isSpace(page[to - 1])) to--;
  return page.slice(from, to);
}

const isSpace = (symbol: string | undefined): boolean => symbol === ' ' || symbol === '\t';

/** Header fields hold no control codes and only ASCII: other bytes are percent-encoded. */
const urlBytes = (url: Bytes): Bytes =>
  url.replace(/[^\x20-\x7e]/g, c => `%${c.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);
