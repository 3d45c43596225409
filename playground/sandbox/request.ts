/** The request that a program answers in the playground and on the command line. */
import { byteArray, latin1, toUtf8 } from '../language/text.js';

/** As it is written in the request editor. All texts are Unicode. */
export interface RequestSpec {
  readonly method: string;
  /** Path of the URL, beginning with a slash. */
  readonly path: string;
  /** Parameters of the URL. */
  readonly query: readonly (readonly [name: string, value: string])[];
  readonly fields: readonly (readonly [name: string, value: string])[];
  readonly secure: boolean;
  /** What is sent: nothing, a text, a form, bytes. */
  readonly body:
    | { readonly kind: 'none' }
    | { readonly kind: 'text'; readonly type: string; readonly text: string }
    | { readonly kind: 'form'; readonly values: readonly (readonly [name: string, value: string])[] }
    | { readonly kind: 'upload'; readonly name: string; readonly file: string; readonly bytes: Uint8Array };
  /** Logged in: the program has an account and session data. */
  readonly session: boolean;
  /** Preferred language of the session, null for none. */
  readonly language: string | null;
  readonly timeZone: string | null;
}

export const EMPTY_REQUEST: RequestSpec = {
  method: 'GET',
  path: '/',
  query: [],
  fields: [],
  secure: true,
  body: { kind: 'none' },
  session: true,
  language: null,
  timeZone: null,
};

/** The request as built-ins read it: byte strings. */
export interface ReadRequest {
  readonly method: string;
  readonly path: string;
  readonly query: string | null;
  readonly fields: readonly (readonly [name: string, value: string])[];
  readonly secure: boolean;
  readonly contentType: string | null;
  readonly body: string | null;
  readonly parameters: readonly (readonly [name: string, value: string])[];
}

const BOUNDARY = '----PosternPlayground';

function encode(values: readonly (readonly [string, string])[]): string {
  const part = (text: string): string => encodeURIComponent(text).replace(/%20/g, '+');
  return values.map(([name, value]) => `${part(name)}=${part(value)}`).join('&');
}

/** Turns what was written into what a program can ask for. */
export function readRequest(spec: RequestSpec): ReadRequest {
  const { method, path, query, secure, body } = spec;
  const pairs = (list: readonly (readonly [string, string])[]): [string, string][] =>
    list.map(([name, value]) => [toUtf8(name), toUtf8(value)]);
  const parameters = pairs(query);
  let contentType: string | null = null;
  let bytes: string | null = null;
  if (body.kind === 'text') [contentType, bytes] = [body.type, toUtf8(body.text)];
  if (body.kind === 'form') {
    [contentType, bytes] = ['application/x-www-form-urlencoded', encode(body.values)];
    parameters.push(...pairs(body.values));
  }
  if (body.kind === 'upload') {
    const content = latin1(body.bytes);
    const head = `Content-Disposition: form-data; name="${toUtf8(body.name)}"; filename="${toUtf8(body.file)}"`;
    contentType = `multipart/form-data; boundary=${BOUNDARY}`;
    bytes = `--${BOUNDARY}\r\n${head}\r\n\r\n${content}\r\n--${BOUNDARY}--\r\n`;
    parameters.push([toUtf8(body.name), content]);
  }
  const fields = pairs(spec.fields);
  const given = fields.find(([name]) => name.toLowerCase() === 'content-type')?.[1];
  if (given !== undefined) contentType = given;
  else if (contentType !== null) fields.push(['Content-Type', contentType]);
  if (!fields.some(([name]) => name.toLowerCase() === 'host')) fields.push(['Host', 'playground.example']);
  return {
    method: method.toUpperCase(),
    path: toUtf8(path),
    query: query.length === 0 ? null : encode(query),
    fields,
    secure,
    contentType,
    body: bytes,
    parameters,
  };
}

/** Bytes of a body, for the outside. */
export function bodyBytes(request: ReadRequest): Uint8Array | null {
  return request.body === null ? null : byteArray(request.body);
}
