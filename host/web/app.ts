/** The Koa application of the user listeners: two functions, one that guards every request and one that routes it. */
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import Koa, { type Context } from 'koa';
import { BodyBudget } from './request/body.js';
import type { WebLimits } from './request/limits.js';
import { ProxyList } from './request/proxy.js';
import { Refusal } from './request/refusal.js';
import { type RequestWorld, WebRequest } from './request/webrequest.js';
import { refuseSocket, sendRefusal, sendSmallPage } from './respond/refuse.js';
import { type Route, routerOf, setRoutePath } from './routes/router.js';

/** What the application needs besides its routes. */
export interface AppOptions {
  readonly limits: () => WebLimits;
  /** Setting `TrustedProxies`. */
  readonly trustedProxies: () => string;
  /** Told of errors that no handler answered. */
  readonly failed: (request: IncomingMessage, error: Error) => void;
  /** Answers after such an error; rejects when it cannot. */
  readonly answerError?: (request: WebRequest, error: Error) => Promise<void>;
}

/** The face as listeners see it. */
export interface WebApp {
  handle(request: IncomingMessage, response: ServerResponse): void;
  /** Takes over what Node's server does not report as a request: broken HTTP, `Expect: 100-continue`. */
  attach(server: Server): void;
}

/** Put on every answer; programs and pages may replace them. */
const securityFields: readonly (readonly [string, string])[] = [
  ['X-Content-Type-Options', 'nosniff'],
  ['X-Frame-Options', 'SAMEORIGIN'],
  // Addresses hold session ids: they are not told to other sites.
  ['Referrer-Policy', 'same-origin'],
];

/** Where a context keeps its request. A property: a WeakMap of all contexts costs more than the request itself. */
const REQUEST = Symbol('request');

type Holder = Context & { [REQUEST]?: WebRequest };

/** The request of a context. */
export function requestOf(ctx: Context): WebRequest {
  const request = (ctx as Holder)[REQUEST];
  if (request === undefined) throw new Error('no request');
  return request;
}

/** What is left of clients that go away before the whole answer is sent: no news. */
const goneAway: ReadonlySet<string | undefined> = new Set([
  'ECONNRESET',
  'EPIPE',
  'ERR_STREAM_PREMATURE_CLOSE',
]);

/** Makes the application. */
export function createApp(table: readonly Route[], options: AppOptions): WebApp {
  const app = new Koa();
  app.silent = true;
  const waiting = new WeakSet<IncomingMessage>();
  let proxies = new ProxyList('');
  const world: RequestWorld = {
    limits: options.limits,
    budget: new BodyBudget(),
    waiting,
    proxies: () => {
      const text = options.trustedProxies();
      if (text !== proxies.text) proxies = new ProxyList(text);
      return proxies;
    },
  };

  const answerError = async (ctx: Context, request: WebRequest | null, error: Error) => {
    options.failed(ctx.req, error);
    try {
      if (request !== null && options.answerError) return await options.answerError(request, error);
    } catch (another) {
      options.failed(ctx.req, another instanceof Error ? another : new Error(String(another)));
    }
    sendSmallPage(ctx, 500, 'The server could not answer this request.');
  };

  app.use(async (ctx, next) => {
    for (const [name, value] of securityFields) ctx.res.setHeader(name, value);
    let request: WebRequest | null = null;
    try {
      request = new WebRequest(ctx, world);
      (ctx as Holder)[REQUEST] = request;
      setRoutePath(ctx, request.target.route);
      await next();
    } catch (error) {
      if (error instanceof Refusal) return sendRefusal(ctx, error);
      await answerError(ctx, request, error instanceof Error ? error : new Error(String(error)));
    } finally {
      request?.release();
      // A client that was never told to go on may send its body or another request next: nobody can tell.
      if (waiting.has(ctx.req) && !ctx.res.headersSent) ctx.res.setHeader('Connection', 'close');
    }
  });
  app.use(routerOf(table));
  app.on('error', (error: Error & { code?: string }, ctx?: Context) => {
    if (ctx && !goneAway.has(error.code)) options.failed(ctx.req, error);
  });

  const callback = app.callback();
  return {
    handle: (request, response) => void callback(request, response),
    attach: server => {
      server.on('clientError', (error: Error, socket: Duplex) => refuseSocket(error, socket));
      server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
        waiting.add(request);
        server.emit('request', request, response);
      });
      server.on('checkExpectation', (_request: IncomingMessage, response: ServerResponse) => {
        response.writeHead(417, { 'Content-Type': 'text/plain; charset=utf-8', Connection: 'close' });
        response.end(new Refusal('bad-continue').message);
      });
    },
  };
}
