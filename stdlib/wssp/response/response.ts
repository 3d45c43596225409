/** From the finished text of a page to the response (wssp.md section 7). */
import { toText } from '../../data/text.js';
import type { Bytes, Dict } from '../../values/types.js';
import { look } from '../guest/lookup.js';
import { encodeText, isUtf8Name } from './charset.js';
import { type RequestOrigin, redirectLocation } from './redirect.js';

export interface PageResponseOptions extends RequestOrigin {
  /** Null for UTF-8; see `charsetOf`. */
  readonly charset: Bytes | null;
  /** The page belongs to a skin for small devices. */
  readonly isWML?: boolean;
}

export type PageResponse =
  | {
      readonly status: 200;
      readonly contentType: string;
      /** The page itself when its bytes are those of the body. */
      readonly page: Bytes | null;
      readonly body: Uint8Array;
    }
  /** `location` is ASCII without control codes. */
  | { readonly status: 301; readonly location: Bytes };

/** What a dataset says about the charset of its page. */
export function charsetOf(dataset: Dict): Bytes | null {
  return toText(look(dataset, 'charset'));
}

/** Makes the response of a page that `assemble` gave. */
export function pageResponse(page: Bytes, options: PageResponseOptions): PageResponse {
  const location = redirectLocation(page, options);
  if (location !== null) return { status: 301, location };
  const type = options.isWML === true ? 'text/vnd.wap.wml' : 'text/html';
  if (options.charset === null || isUtf8Name(options.charset)) {
    return {
      status: 200,
      contentType: `${type}; charset=utf-8`,
      page,
      get body() {
        return Buffer.from(page, 'latin1');
      },
    };
  }
  const { body, charset } = encodeText(page, options.charset, code => `&#${code};`);
  return { status: 200, contentType: `${type}; charset=${charset}`, page: null, body };
}
