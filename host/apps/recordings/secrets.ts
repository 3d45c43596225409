/**
 * What must not get into a recording, found by rule: values of parameters, header fields and dictionary keys whose
 * names say so, and the session id. All as byte strings.
 */

import { decode } from '../../../runtime/codec/index.js';
import { dictKeys, isArray, isDict } from '../../../stdlib/values/index.js';
import type { Value } from '../../../stdlib/values/types.js';
import { look } from '../../../stdlib/wssp/index.js';
import type { RequestContext, RequestData } from '../types.js';

/** Names of what is secret: the words of the log, and others that forms and datasets use. */
const NAME =
  /passw(?:or)?[dt]|passphrase|passcode|\bpwd|pwd\b|secret|token|credential|(?:api|private|access)[-_ ]?key|(?:^|[-_])(?:pin|otp|cvc|cvv|jwt)(?:$|[-_])/i;
const FIELD = /^(?:(?:proxy-)?authorization|cookie)$/i;

/** Depth of values that is looked into. */
const DEPTH = 64;
const ANY = { valueBytes: 2 ** 31, valueDepth: 2 ** 16 };

type Found = Set<string>;

function put(found: Found, value: string): void {
  if (value !== '') found.add(value);
}

/** A part of a form as bytes; what cannot be decoded stays as it is. */
function plainText(text: string): string {
  return text
    .replaceAll('+', ' ')
    .replace(/%([0-9a-f]{2})/gi, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)));
}

/** Pairs of a query or of a form. A value is secret in both of its forms. */
function ofPairs(text: string, found: Found): void {
  for (const pair of text.split('&')) {
    const at = pair.indexOf('=');
    if (at < 0 || !NAME.test(plainText(pair.slice(0, at)))) continue;
    put(found, pair.slice(at + 1));
    put(found, plainText(pair.slice(at + 1)));
  }
}

/** Bodies of any kind: pairs, parts of a form, members of JSON. */
function ofBody(body: Uint8Array, found: Found): void {
  const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('latin1');
  const isForm = !/[\r\n{<]/.test(text.slice(0, 200));
  if (isForm) ofPairs(text, found);
  for (const [, name = '', value = ''] of text.matchAll(
    /"([^"\\]{1,100})"\s{0,10}:\s{0,10}"((?:[^"\\]|\\.){1,4096})"/g,
  ))
    if (NAME.test(name)) put(found, value);
  for (const [, name = '', value = ''] of text.matchAll(
    /\bname="([^"\r\n]{1,200})"\r\n\r\n([^\r\n]{1,4096})\r\n--/g,
  ))
    if (NAME.test(name)) put(found, value);
}

function ofRequest({ path, query, fields, body }: RequestData, found: Found): void {
  put(found, /^\/+session\/+([^/]+)/i.exec(path)?.[1] ?? '');
  if (query !== null) ofPairs(query, found);
  for (const [name, value] of fields) if (FIELD.test(name) || NAME.test(name)) put(found, value);
  for (const [name, value] of fields) {
    if (!/authorization$/i.test(name)) continue;
    const credentials = value.slice(value.indexOf(' ') + 1);
    const text = Buffer.from(credentials, 'base64').toString('latin1');
    put(found, credentials);
    if (/^basic /i.test(value)) put(found, text.slice(text.indexOf(':') + 1));
  }
  if (body !== null) ofBody(body, found);
}

/** Every text in a value. */
function texts(value: Value, found: Found, depth: number): void {
  if (typeof value === 'string') put(found, value);
  else if (depth < DEPTH && isArray(value)) for (const item of value) texts(item, found, depth + 1);
  else if (depth < DEPTH && isDict(value))
    for (const key of dictKeys(value)) texts(look(value, key), found, depth + 1);
}

function ofValue(value: Value, found: Found, depth: number): void {
  if (depth >= DEPTH) return;
  if (isArray(value)) for (const item of value) ofValue(item, found, depth + 1);
  if (!isDict(value)) return;
  for (const key of dictKeys(value)) {
    if (NAME.test(key)) texts(look(value, key), found, depth + 1);
    else ofValue(look(value, key), found, depth + 1);
  }
}

/** Secrets of a request. */
export function secretsOf({ request, session }: Pick<RequestContext, 'request' | 'session'>): Found {
  const found: Found = new Set();
  ofRequest(request, found);
  if (session !== undefined) put(found, session.id);
  return found;
}

/** Adds the secrets of an encoded value. */
export function addSecretsOf(encoded: Uint8Array, found: Found): void {
  let value: Value;
  try {
    value = decode(encoded, ANY);
  } catch {
    return;
  }
  ofValue(value, found, 0);
}
