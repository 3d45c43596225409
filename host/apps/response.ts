/** The HTTP answers of programs and of pages (webapp.md E, wssp.md 7). */
import type { Response } from '../../runtime/index.js';
import type { Bytes, Dict } from '../../stdlib/values/types.js';
import { charsetOf, pageResponse as respond } from '../../stdlib/wssp/index.js';
import type { AppResponse, RequestContext } from './types.js';

const latin1 = (bytes: Uint8Array): Bytes =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');

const NOTHING = new Uint8Array(0);

/** Host field of a request, `''` without one. */
function hostField(context: RequestContext): string {
  return context.request.fields.find(([name]) => name.toLowerCase() === 'host')?.[1] ?? '';
}

/** A finished page text with its charset as an answer: a redirection, or the encoded page. */
function finishPage(text: Uint8Array, charset: Bytes | null, context: RequestContext): AppResponse {
  const made = respond(latin1(text), {
    secure: context.request.secure,
    host: hostField(context),
    charset,
    isWML: context.world.isWML ?? false,
  });
  if (made.status === 301) {
    const fields = [['Location', made.location]] as const;
    return { status: 301, reason: null, contentType: null, fields, body: NOTHING };
  }
  return { status: 200, reason: null, contentType: made.contentType, fields: [], body: made.body };
}

/** The answer of a rendered page. */
export function pageResponse(body: Uint8Array, dataset: Dict, context: RequestContext): AppResponse {
  return finishPage(body, charsetOf(dataset), context);
}

/**
 * The answer of a program that set one. A page that `ProcessWSSP` rendered gives body, type and redirection; code,
 * type and fields that the program set win over those of the page.
 */
export function programResponse(response: Response, context: RequestContext): AppResponse {
  const { code, reason, fields } = response;
  if (response.page === null || response.body === null) {
    const contentType = response.type ?? response.defaultType;
    return { status: code, reason, contentType, fields, body: response.body ?? NOTHING };
  }
  const page = finishPage(response.body, response.page.charset, context);
  const isPlain = code === 200 && reason === null;
  return {
    status: isPlain ? page.status : code,
    reason,
    contentType: response.type ?? page.contentType,
    fields: [...page.fields, ...fields],
    body: page.body,
  };
}
