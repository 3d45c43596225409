/**
 * Interrupted requests (webapp.md C1): a session request that finds no session survives the new login. Its page and
 * parameters travel through the hidden fields of `disconnected.wssp` and `login.wssp` to `resume.wssp`.
 */
import { decode } from '../../../stdlib/charsets/index.js';
import { type Bytes, type Dict, dictOf, dictSet, type Value } from '../../../stdlib/values/index.js';
import { isKnownCharset } from '../request/contenttype.js';
import type { Parameters } from '../request/parameters.js';
import { encodeURL } from '../request/percent.js';

/** Prefix of the hidden field of a parameter. */
const PREFIX = 'restore-';

/** An interrupted request. Values are URL-encoded bytes in the charset of the request. */
export interface Interrupted {
  /** Path below `/Session/<id>/`, percent-encoded as it came. */
  readonly page: string;
  readonly charset: string;
  /** Original names, raw; encoded values. */
  readonly parameters: readonly (readonly [name: Bytes, encoded: string])[];
}

const pagePattern = /^[A-Za-z0-9._~%+@$!'(),:;=&-]+(\/[A-Za-z0-9._~%+@$!'(),:;=&-]*)*$/;

/** True for a path that stays inside the session. */
function isSessionPage(page: string): boolean {
  return (
    page.length <= 1024 &&
    pagePattern.test(page) &&
    !page.includes('//') &&
    !/^[a-z][a-z0-9+.-]*:/i.test(page) &&
    page.split('/').every(part => !/^(\.|%2e){1,2}$/i.test(part))
  );
}

/** True for the address of a session page with parameters: what a page may use as a link back. */
export function isReturnURL(url: string): boolean {
  const mark = url.indexOf('?');
  const query = mark < 0 ? '' : url.slice(mark + 1);
  return (
    isSessionPage(mark < 0 ? url : url.slice(0, mark)) && /^[\w.~%&=+!*'();:@,/?$-]{0,8192}$/.test(query)
  );
}

/** Names that are never carried: own fields, secrets. */
function isCarried(name: Bytes): boolean {
  return !/^restore/i.test(name) && !/password/i.test(name);
}

/**
 * What of a session request is worth carrying over; null for a path that no session page has.
 * @param limit bytes of all names and values; a larger request is resumed without its parameters
 */
export function interruptedRequest(path: string, parameters: Parameters, limit: number): Interrupted | null {
  if (!isSessionPage(path)) return null;
  const carried: [Bytes, string][] = [];
  let size = 0;
  for (const { name, value, data, fileName } of parameters.list) {
    if (fileName !== null || !isCarried(name)) continue;
    size += name.length + (value ?? data ?? '').length;
    if (size > limit) return { page: path, charset: parameters.charset ?? 'utf-8', parameters: [] };
    carried.push([name, encodeURL(value ?? data?.toString('latin1') ?? '')]);
  }
  return { page: path, charset: parameters.charset ?? 'utf-8', parameters: carried };
}

/** Reads the hidden fields back. Null when the form has none, or what it has was tampered with. */
export function readInterrupted(parameters: Parameters, limit: number): Interrupted | null {
  const page = parameters.raw('restoreSessionPage');
  if (page === null || !isSessionPage(page)) return null;
  const named = (parameters.raw('restoreCharset') ?? '').toLowerCase();
  const charset = isKnownCharset(named) ? named : 'utf-8';
  const carried: [Bytes, string][] = [];
  let size = 0;
  for (const { name, value, data } of parameters.list) {
    if (!name.toLowerCase().startsWith(PREFIX)) continue;
    const own = name.slice(PREFIX.length);
    const encoded = value ?? data?.toString('latin1') ?? '';
    size += own.length + encoded.length;
    if (size > limit * 3) return { page, charset, parameters: [] };
    if (own === '' || !isCarried(own) || !/^([\w.~-]|%[0-9a-f]{2})*$/i.test(encoded)) continue;
    carried.push([own, encoded]);
  }
  return { page, charset, parameters: carried };
}

/** The elements `restoreSessionPage`, `restoreCharset`, `restoreParameters` of `disconnected.wssp` and `login.wssp`. */
export function addRestoreElements(dataset: Dict, interrupted: Interrupted | null): void {
  if (interrupted === null) return;
  dictSet(dataset, 'restoreSessionPage', interrupted.page);
  dictSet(dataset, 'restoreCharset', interrupted.charset);
  const fields: Value[] = interrupted.parameters.map(([name, value]) =>
    dictOf([
      ['name', PREFIX + name],
      ['value', value],
    ]),
  );
  if (fields.length > 0) dictSet(dataset, 'restoreParameters', fields);
}

/** Text of an encoded value as UTF-8 bytes. */
function decodeValue(encoded: string, charset: string): Bytes {
  const bytes = encoded.replace(/%([0-9a-f]{2})/gi, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  );
  const text = decode(Buffer.from(bytes, 'latin1'), charset).replaceAll('\0', '');
  return Buffer.from(text, 'utf8').toString('latin1');
}

/** `<page>?<encoded parameters>`: where to go on after the login. */
export function jumpPage(interrupted: Interrupted): string {
  const query = interrupted.parameters.map(([name, value]) => `${encodeURL(name)}=${value}`).join('&');
  return query === '' ? interrupted.page : `${interrupted.page}?${query}`;
}

/** The elements of `resume.wssp`. `resumePage` is the page alone, for a form that has the parameters as hidden fields. */
export function resumeElements(interrupted: Interrupted, sessionID: string): Dict {
  const parameters: Value[] = interrupted.parameters.map(([name, value]) =>
    dictOf([
      ['name', name],
      ['value', decodeValue(value, interrupted.charset)],
    ]),
  );
  return dictOf([
    ['restoreParameters', parameters],
    ['sessionID', sessionID],
    ['jumpPage', jumpPage(interrupted)],
    ['resumePage', interrupted.page],
  ]);
}
