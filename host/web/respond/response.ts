/** Puts finished answers of programs and pages on the wire (webapp.md E). */
import type { AppResponse } from '../../apps/types.js';
import type { Visit } from '../skin/visit.js';

/** Cache-Control by realm, unless the program says otherwise (webapp.md A5). */
const caching: Readonly<Record<Visit['realm'], string>> = {
  stateless: 'no-cache',
  sys: 'no-cache',
  auth: 'private, no-store',
  session: 'private, no-store',
};

/** Header fields that the connection needs: programs cannot set them. */
const reserved: ReadonlySet<string> = new Set([
  'connection',
  'content-length',
  'keep-alive',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** Fields that stand once: a later one replaces what was there. */
const single: ReadonlySet<string> = new Set([
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-location',
  'content-range',
  'content-security-policy',
  'content-type',
  'date',
  'etag',
  'expires',
  'last-modified',
  'location',
  'referrer-policy',
  'retry-after',
  'server',
  'strict-transport-security',
  'x-content-type-options',
  'x-frame-options',
]);

const unsafe = /[\u0000-\u0008\u000a-\u001f\u007f]/;
const token = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

/** ASCII goes out as text, in one piece with the header. */
function contentOf(response: AppResponse): string | Buffer {
  const { text } = response;
  if (text === undefined) {
    const { body } = response;
    return Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  }
  return Buffer.byteLength(text) === text.length ? text : Buffer.from(text, 'latin1');
}

/** Puts an answer on the wire. `status`: another code than the answer's own, for error pages. */
export function sendResponse(visit: Visit, response: AppResponse, status?: number): void {
  const { ctx } = visit.request;
  const { res } = ctx;
  res.setHeader('Cache-Control', caching[visit.realm]);
  for (const [name, value] of response.fields) {
    const key = name.toLowerCase();
    if (reserved.has(key) || !token.test(name) || unsafe.test(value)) continue;
    if (single.has(key)) res.setHeader(name, value);
    else res.appendHeader(name, value);
  }
  if (response.contentType !== null && !unsafe.test(response.contentType)) {
    res.setHeader('Content-Type', response.contentType);
  }
  const isRedirection = response.status >= 300 && response.status < 400;
  ctx.status = status !== undefined && !isRedirection ? status : response.status;
  if (response.reason !== null && !unsafe.test(response.reason)) ctx.message = response.reason;
  const hasType = res.hasHeader('Content-Type');
  ctx.body = contentOf(response);
  // Koa names a type for bytes; an answer without one stays without one.
  if (!hasType) ctx.remove('Content-Type');
}
