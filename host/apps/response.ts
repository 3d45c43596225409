/** The HTTP answers of programs and of pages (webapp.md E, wssp.md 7). */
import type { Response } from '../../runtime/index.js';
import type { Bytes, Dict } from '../../stdlib/values/types.js';
import { charsetOf, pageResponse as respond } from '../../stdlib/wssp/index.js';
import type { AppResponse, RequestContext } from './types.js';

const NOTHING = new Uint8Array(0);

/** Host field of a request, `''` without one. */
function hostField(context: RequestContext): string {
  return context.request.fields.find(([name]) => name.toLowerCase() === 'host')?.[1] ?? '';
}

/** A finished page text with its charset as an answer: a redirection, or the encoded page. */
function finishPage(text: Bytes, charset: Bytes | null, context: RequestContext): AppResponse {
  const made = respond(text, {
    secure: context.request.secure,
    host: hostField(context),
    charset,
    isWML: context.world.isWML ?? false,
  });
  if (made.status === 301) {
    const fields = [['Location', made.location]] as const;
    return { status: 301, reason: null, contentType: null, fields, body: NOTHING };
  }
  const { contentType, page } = made;
  const fields: AppResponse['fields'] = [];
  return page === null
    ? { status: 200, reason: null, contentType, fields, body: made.body }
    : textResponse(200, null, contentType, fields, page);
}

/** The answer of a rendered page. */
export function pageResponse(text: Bytes, dataset: Dict, context: RequestContext): AppResponse {
  return finishPage(text, charsetOf(dataset), context);
}

/**
 * The answer of a program that set one. A page that `ProcessWSSP` rendered gives body, type and redirection; code,
 * type and fields that the program set win over those of the page. A Content-Type among the fields is a type that it set.
 */
export function programResponse(response: Response, context: RequestContext): AppResponse {
  const { code, reason, fields, text } = response;
  const hasOwnType = response.type === null && fields.some(([name]) => name.toLowerCase() === 'content-type');
  if (response.page === null || text === null) {
    const type = hasOwnType ? null : (response.type ?? response.defaultType);
    return textResponse(code, reason, type, fields, text ?? '');
  }
  const page = finishPage(text, response.page.charset, context);
  const status = code === 200 && reason === null ? page.status : code;
  const contentType = hasOwnType ? null : (response.type ?? page.contentType);
  const all = page.fields.length === 0 ? fields : [...page.fields, ...fields];
  if (page.text !== undefined) return textResponse(status, reason, contentType, all, page.text);
  return { status, reason, contentType, fields: all, body: page.body };
}

/** An answer whose bytes are made when somebody asks for them. */
function textResponse(
  status: number,
  reason: string | null,
  contentType: string | null,
  fields: AppResponse['fields'],
  text: Bytes,
): AppResponse {
  return {
    status,
    reason,
    contentType,
    fields,
    text,
    get body() {
      return text === '' ? NOTHING : Buffer.from(text, 'latin1');
    },
  };
}
