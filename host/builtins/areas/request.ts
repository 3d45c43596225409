/** The request built-ins that may wait (cgpl.md 14.23, 14.24): the body, `100 Continue`, pages. */
import { parseXml } from '../../../stdlib/data/index.js';
import { firstBadByte } from '../../../stdlib/values/index.js';
import { type Bytes, Kind, type Value } from '../../../stdlib/values/types.js';
import type { BuiltinTable, RunScope } from '../scope.js';
import { bytesOf } from '../worker/form.js';
import { toUtf8 } from '../worker/request.js';

/** The body of the request that a run answers, null when there is none (yet). */
function bodyOf(scope: RunScope): Uint8Array | null {
  return scope.lateBody ?? scope.context.request.body;
}

/** Content type of the body. */
function typeOf(scope: RunScope): { type: string; subtype: string; charset: string | null } {
  const field =
    scope.context.request.fields.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? '';
  const [, type = '', subtype = ''] = /^\s*([^\s/;]+)\/([^\s;]+)/.exec(field) ?? [];
  const charset = /;\s*charset\s*=\s*"?([\w.:-]{1,40})/i.exec(field)?.[1] ?? null;
  return { type: type.toLowerCase(), subtype: subtype.toLowerCase(), charset };
}

/** What the XML declaration of a text names as its charset; a byte order mark of UTF-16 tells, too. */
function declaredCharset(xml: Bytes): string | null {
  const mark = /^(?:\xfe\xff|\xff\xfe)/.test(xml) ? 'utf-16' : null;
  return (
    mark ??
    /^(?:\xef\xbb\xbf)?<\?xml[^>]{1,200}?\sencoding\s*=\s*["']([\w.:-]{1,40})["']/.exec(xml)?.[1] ??
    null
  );
}

/** `GetHTTPData`: XML object, text or datablock by the content type. */
function dataOf(scope: RunScope): Value {
  const body = bodyOf(scope);
  if (body === null) return null;
  const { type, subtype, charset } = typeOf(scope);
  const bytes = bytesOf(body);
  if (subtype === 'xml' || subtype.endsWith('+xml')) {
    const text = toUtf8(bytes, charset ?? declaredCharset(bytes));
    const parsed = text === null ? null : parseXml(text);
    return parsed?.ok ? parsed.value : null;
  }
  if (type !== 'text') return { kind: Kind.Data, bytes };
  const text = toUtf8(bytes, charset);
  return text !== null && firstBadByte(text) < 0 ? text.replaceAll('\0', '') : null;
}

export const request: BuiltinTable = {
  gethttpdata: dataOf,
  sendhttpcontinue: async scope => {
    if (scope.continueBody === null) return null;
    const body = await scope.continueBody();
    scope.lateBody = body;
    scope.run.update({ body });
    return null;
  },
  /** The elements that the server adds to the dataset of a page (webapp.md B2, B3). */
  processwssp: ({ context }) => context.genericElements(),
};
