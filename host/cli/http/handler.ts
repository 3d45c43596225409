/**
 * The HTTP binding (cli.md 2.2): path `/CLI/` of both listeners. It needs nothing of the web face: whoever has the
 * request and knows its domain may call it.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { Bytes } from '../../../stdlib/values/types.js';
import { encodeUtf8 } from '../../../stdlib/values/utf8.js';
import { PosternError } from '../../errors/index.js';
import type { Objects, Principal } from '../../objects/api.js';
import type { Cli } from '../engine.js';
import { outputText } from '../output.js';
import { commandOf } from './command.js';

/** Where a request came from. */
export interface CliHttpOrigin {
  /** Domain of the Host field: that of names without `@`; null for the main domain. */
  readonly domain: string | null;
  readonly address: string;
  readonly secure: boolean;
}

export interface CliHttpOptions {
  readonly cli: Cli;
  readonly objects: Objects;
  /** Largest body in bytes. */
  readonly maxBody: () => number;
}

/** Answers one request. Never rejects. */
export type CliHttpHandler = (
  request: IncomingMessage,
  response: ServerResponse,
  origin: CliHttpOrigin,
) => Promise<void>;

/** True for the path of the binding: any letter case, with or without the last slash. */
export function isCliPath(path: string): boolean {
  return /^\/cli\/?$/i.test(path);
}

/** True when an address begins with this very host. */
function isAtHost(address: string, host: string): boolean {
  const match = /^https?:\/\/([^/?#]*)/i.exec(address);
  return match !== null && match[1]?.toLowerCase() === host.toLowerCase();
}

/**
 * A request that another site made the browser send: credentials travel with it. Neighbours under the same registered
 * domain are others, too; browsers that do not say where a request comes from may still name the page.
 */
function isForeign(request: IncomingMessage): boolean {
  const { origin, host = '', 'sec-fetch-site': site, referer } = request.headers;
  if (site === 'cross-site' || site === 'same-site') return true;
  if (origin !== undefined) return !isAtHost(origin, host);
  return site === undefined && referer !== undefined && !isAtHost(referer, host);
}

const HEADERS = {
  'Content-Type': 'text/plain; charset=utf-8',
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
};

function send(
  response: ServerResponse,
  status: number,
  body: Bytes,
  headers: Record<string, string> = {},
): void {
  if (response.headersSent || response.destroyed) return;
  const bytes = Buffer.from(body, 'latin1');
  response.writeHead(status, {
    ...HEADERS,
    'Content-Length': String(bytes.length),
    ...headers,
  });
  response.end(response.req.method === 'HEAD' ? undefined : bytes);
}

/** Sends a text while it is read. A failure in its middle breaks the answer off: it has no other way to tell. */
function stream(response: ServerResponse, text: AsyncIterable<Bytes>): Promise<void> {
  response.writeHead(200, HEADERS);
  const bytes = async function* (): AsyncGenerator<Buffer> {
    for await (const piece of text) yield Buffer.from(piece, 'latin1');
  };
  return pipeline(bytes, response);
}

function askLogin(response: ServerResponse, text: Bytes): void {
  send(response, 401, text, { 'WWW-Authenticate': 'Basic realm="CLI", charset="UTF-8"' });
}

/** Name and password of Basic authentication, null without. */
export function credentialsOf(request: IncomingMessage): { name: Bytes; password: Bytes } | null {
  const match = /^basic +([A-Za-z0-9+/=]+) *$/i.exec(request.headers.authorization ?? '');
  if (match === null) return null;
  const text = Buffer.from(match[1] ?? '', 'base64').toString('latin1');
  const colon = text.indexOf(':');
  return colon < 1 ? null : { name: text.slice(0, colon), password: text.slice(colon + 1) };
}

async function answer(
  options: CliHttpOptions,
  request: IncomingMessage,
  response: ServerResponse,
  origin: CliHttpOrigin,
): Promise<void> {
  const { method = '' } = request;
  if (!['GET', 'HEAD', 'POST'].includes(method)) {
    return send(response, 405, 'the method is not allowed', { Allow: 'GET, HEAD, POST' });
  }
  if (isForeign(request)) return send(response, 403, 'requests of other sites are refused');
  const credentials = credentialsOf(request);
  if (credentials === null) return askLogin(response, 'please authenticate first');
  let who: Principal;
  try {
    const login = await options.objects.passwords.login({ ...credentials, ...origin, service: 'HTTP' });
    who = login.principal;
  } catch (error) {
    if (error instanceof PosternError) return askLogin(response, encodeUtf8(error.message));
    throw error;
  }
  const command = await commandOf(request, options.maxBody());
  if (command === null) return send(response, 400, 'the parameter "command" is missing');
  const result = await options.cli.run(who, command);
  if ('listing' in result) return stream(response, result.listing.text());
  if (result.code !== 200) return send(response, result.code, result.text);
  send(response, 200, result.output === undefined ? '' : outputText(result.output));
}

/** Makes the handler. */
export function createCliHttp(options: CliHttpOptions): CliHttpHandler {
  return async (request, response, origin) => {
    try {
      await answer(options, request, response, origin);
    } catch (error) {
      const known = error instanceof PosternError ? error : new PosternError('internal', { cause: error });
      send(response, known.status, encodeUtf8(known.message), { Connection: 'close' });
    } finally {
      // a body that nobody read must not wait on the connection
      if (!request.complete) request.resume();
    }
  };
}
