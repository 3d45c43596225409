/** `HTTPCall` (cgpl.md 14.19): from the request dictionary to the result dictionary. docs/cgpl.md lists the keys. */
import { parseXml, printCompact, printXml } from '../../../stdlib/data/index.js';
import {
  dictKeys,
  dictOf,
  dictSet,
  encodeUtf8,
  firstBadByte,
  isArray,
  isData,
  isDict,
  isTime,
  isXml,
  makeData,
  makeTime,
  newDict,
} from '../../../stdlib/values/index.js';
import type { Bytes, Dict, Value } from '../../../stdlib/values/types.js';
import { look } from '../../../stdlib/wssp/index.js';
import { PosternError } from '../../errors/index.js';
import { CallError, type HttpAnswer, type HttpCall } from '../network/http.js';
import type { BuiltinTable, RunScope } from '../scope.js';
import { readText } from '../worker/request.js';

/** Milliseconds that a call may take (cgpl.md 14.19). */
const LONGEST = 30_000;

const token = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$/;
const unsafe = /[\u0000-\u0008\u000a-\u001f\u007f]/;

/** Fields that belong to the connection: programs cannot set them. */
const reserved: ReadonlySet<string> = new Set([
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

const text = (value: Value): Bytes | null => (typeof value === 'string' ? value : null);

function bad(what: string): never {
  throw new PosternError('illegal-value', { args: [what] });
}

/** `a=1&b=2` of a dictionary; arrays repeat their key. */
function urlEncoded(params: Dict): string {
  const pairs: string[] = [];
  const encode = (bytes: Bytes): string =>
    bytes.replace(
      /[^A-Za-z0-9._~-]/g,
      c => `%${c.charCodeAt(0).toString(16).padStart(2, '0').toUpperCase()}`,
    );
  for (const key of dictKeys(params)) {
    const value = look(params, key);
    for (const item of isArray(value) ? value : [value]) {
      if (item === null) continue;
      pairs.push(`${encode(key)}=${encode(typeof item === 'string' ? item : printCompact(item))}`);
    }
  }
  return pairs.join('&');
}

/** Body and its usual content type. */
function bodyOf(params: Dict): { body: Buffer; type: string } | null {
  const form = look(params, 'formParams');
  if (isDict(form))
    return { body: Buffer.from(urlEncoded(form), 'latin1'), type: 'application/x-www-form-urlencoded' };
  const body = look(params, 'body');
  if (body === null) return null;
  if (typeof body === 'string')
    return { body: Buffer.from(body, 'latin1'), type: 'text/plain; charset=utf-8' };
  if (isData(body)) return { body: Buffer.from(body.bytes, 'latin1'), type: 'application/octet-stream' };
  if (isXml(body)) return { body: Buffer.from(printXml(body), 'latin1'), type: 'text/xml; charset=utf-8' };
  return { body: Buffer.from(printCompact(body), 'latin1'), type: 'text/plain; charset=utf-8' };
}

/** Content type that the dictionary names; null when it names none. */
function typeOf(params: Dict): string | null {
  const type = text(look(params, 'Content-Type'));
  if (type === null) return null;
  const subtype = text(look(params, 'Content-Subtype'));
  const whole = type.includes('/') || subtype === null ? type : `${type}/${subtype}`;
  const charset = text(look(params, 'charset'));
  return charset === null ? whole : `${whole}; charset=${charset}`;
}

/** Header fields of the dictionary that are sent as they are. */
const plainFields = [
  'Accept',
  'Accept-Language',
  'Cookie',
  'Referer',
  'User-Agent',
  'If-None-Match',
] as const;

function fieldsOf(params: Dict, type: string | null, agent: string): [string, string][] {
  const fields: [string, string][] = [['User-Agent', agent]];
  const set = (name: string, value: string): void => {
    if (!token.test(name) || unsafe.test(value) || reserved.has(name.toLowerCase())) bad(`field ${name}`);
    const old = fields.findIndex(([known]) => known.toLowerCase() === name.toLowerCase());
    if (old >= 0) fields.splice(old, 1);
    fields.push([name, value]);
  };
  for (const name of plainFields) {
    const value = text(look(params, name));
    if (value !== null) set(name, value);
  }
  const since = look(params, 'If-Modified-Since');
  if (isTime(since) && Number.isFinite(since.at))
    set('If-Modified-Since', new Date(since.at * 1000).toUTCString());
  const name = text(look(params, 'authName'));
  if (name !== null) {
    const password = text(look(params, 'authPassword')) ?? '';
    set('Authorization', `Basic ${Buffer.from(`${name}:${password}`, 'latin1').toString('base64')}`);
  }
  if (type !== null) set('Content-Type', type);
  const more = look(params, 'supplFields');
  if (isDict(more)) {
    for (const key of dictKeys(more)) {
      const value = look(more, key);
      for (const item of isArray(value) ? value : [value]) if (typeof item === 'string') set(key, item);
    }
  }
  return fields;
}

function callOf(scope: RunScope, address: Bytes, params: Dict): HttpCall {
  let url: URL;
  try {
    url = new URL(Buffer.from(address, 'latin1').toString('utf8'));
  } catch {
    return bad('URL');
  }
  const query = look(params, 'urlParams');
  if (isDict(query)) {
    const more = urlEncoded(query);
    url.search = url.search === '' ? more : `${url.search}&${more}`;
  }
  const body = bodyOf(params);
  const method = (text(look(params, 'method')) ?? (body ? 'POST' : 'GET')).toUpperCase();
  if (!/^(GET|HEAD|POST|PUT|DELETE|PATCH|OPTIONS|PROPFIND|REPORT)$/.test(method)) bad('method');
  const seconds = look(params, 'timeout');
  const version = text(look(scope.services.system(), 'serverVersion')) ?? '';
  return {
    url,
    method,
    fields: fieldsOf(params, typeOf(params) ?? body?.type ?? null, `Postern/${version}`),
    body: body?.body ?? null,
    timeout: typeof seconds === 'number' && seconds > 0 ? Math.min(seconds * 1000, LONGEST) : LONGEST,
    signal: scope.run.signal,
  };
}

/** Fields of the answer that are timestamps. */
const times = ['Date', 'Last-Modified', 'Expires'];
/** Fields of the answer with a key of their own. */
const named = ['Location', 'Server', 'ETag', 'WWW-Authenticate', 'Content-Language', 'Cache-Control'];

/** The body by its type, as GetHTTPData gives that of a request. */
function contentOf(bytes: Bytes, type: string, subtype: string, charset: string | null): Value {
  if (subtype === 'xml' || subtype.endsWith('+xml')) {
    const parsed = parseXml(bytes);
    if (parsed.ok) return parsed.value;
  }
  if (type === 'text' || subtype === 'json' || subtype.endsWith('+json') || subtype === 'xml') {
    const decoded = readText(bytes, charset);
    if (firstBadByte(decoded) < 0) return decoded;
  }
  return makeData(bytes);
}

function resultOf(answer: HttpAnswer): Value {
  const first = (name: string): string | null =>
    answer.fields.find(([known]) => known.toLowerCase() === name.toLowerCase())?.[1] ?? null;
  const contentType = first('Content-Type') ?? '';
  const [, type = '', subtype = ''] = /^\s*([^\s/;]+)\/([^\s;]+)/.exec(contentType) ?? [];
  const charset = /;\s*charset\s*=\s*"?([\w.:-]{1,40})/i.exec(contentType)?.[1] ?? null;
  const bytes = answer.body.toString('latin1');
  const result = dictOf([
    ['responseCode', answer.status],
    ['responseText', encodeUtf8(answer.reason)],
    ['body', bytes === '' ? null : contentOf(bytes, type.toLowerCase(), subtype.toLowerCase(), charset)],
    ['Content-Type', type === '' ? null : type.toLowerCase()],
    ['Content-Subtype', subtype === '' ? null : subtype.toLowerCase()],
    ['charset', charset],
  ]);
  for (const name of named) dictSet(result, name, first(name));
  for (const name of times) {
    const at = Date.parse(first(name) ?? '');
    if (Number.isFinite(at)) dictSet(result, name, makeTime(Math.floor(at / 1000)));
  }
  const cookies = answer.fields.filter(([name]) => /^set-cookie$/i.test(name)).map(([, value]) => value);
  if (cookies.length > 0) dictSet(result, 'Set-Cookie', cookies);
  const others = newDict();
  const known = new Set([...named, ...times, 'Content-Type', 'Set-Cookie'].map(name => name.toLowerCase()));
  for (const [name, value] of answer.fields) if (!known.has(name.toLowerCase())) dictSet(others, name, value);
  dictSet(result, 'supplFields', others);
  return result;
}

export const httpCall: BuiltinTable = {
  httpcall: async (scope, url, params = null) => {
    if (typeof url !== 'string') bad('URL');
    scope.services.needService(scope.identity.principal, 'HTTP');
    const call = callOf(scope, url, isDict(params) ? params : newDict());
    try {
      return resultOf(await scope.services.http.call(call));
    } catch (error) {
      if (error instanceof CallError) return encodeUtf8(error.message);
      throw error;
    }
  },
};
