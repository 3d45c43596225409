/** The administration face: health, metrics and skin files. A table of routes; everything else is 404. */
import Koa, { type Context } from 'koa';
import { PosternError } from '../../errors/index.js';
import type { Principal } from '../../objects/api.js';
import type { RequestHandler } from '../listeners/listener.js';
import { isForeign, needPrincipal } from './auth.js';
import { readBody } from './body.js';
import { deleteSkin, getSkin, postSkin, putSkin, rollbackSkin } from './skins.js';
import type { AdminServices } from './types.js';
import { getLog, getUsage } from './watch.js';

type OpenRoute = (ctx: Context, services: AdminServices) => Promise<void> | void;
type Route = (ctx: Context, services: AdminServices, principal: Principal) => Promise<void> | void;

/** True for a client on this host, unless a proxy stands between. */
function isLoopback(ctx: Context): boolean {
  if (ctx.get('x-forwarded-for') !== '' || ctx.get('forwarded') !== '') return false;
  // A page that had its own name resolved to this host asks under that name.
  if (!/^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/i.test(ctx.get('host'))) return false;
  return /^(::1|(::ffff:)?127\.\d+\.\d+\.\d+)$/.test(ctx.req.socket.remoteAddress ?? '');
}

/** The object that a request holds as JSON. The text is in no message: it may hold a password. */
async function readObject(ctx: Context): Promise<Readonly<Record<string, unknown>>> {
  const text = Buffer.from(await readBody(ctx.req, 4096)).toString('utf8');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = null;
  }
  if (typeof value !== 'object' || value === null) throw new PosternError('bad-request');
  return value as Readonly<Record<string, unknown>>;
}

/** For everybody who reaches the listener. */
const openRoutes: Readonly<Record<string, OpenRoute>> = {
  'GET /': ctx => ctx.redirect('/skins'),
  'GET /health': (ctx, services) => {
    const ready = services.isReady();
    ctx.status = ready ? 200 : 503;
    ctx.body = { status: ready ? 'ok' : 'closing', version: services.version };
  },
};

/** For authenticated principals; the operations check their rights. */
const routes: Readonly<Record<string, Route>> = {
  'GET /metrics': async (ctx, services) => {
    await services.beforeScrape();
    ctx.type = services.metrics.contentType;
    ctx.body = await services.metrics.text();
  },
  'GET /usage': getUsage,
  'GET /log': getLog,
  'GET /skins': getSkin,
  'PUT /skins': putSkin,
  'POST /skins': postSkin,
  'DELETE /skins': deleteSkin,
  'POST /skins/rollback': rollbackSkin,
  'POST /password': async (ctx, services, principal) => {
    const { account, password } = await readObject(ctx);
    if (typeof account !== 'string' || typeof password !== 'string') throw new PosternError('bad-request');
    await services.setPassword(principal, account, password);
    ctx.status = 204;
  },
};

/** Routes that show what others do. */
const MONITORS: ReadonlySet<string> = new Set(['GET /metrics', 'GET /usage', 'GET /log']);

/** Runs the route of a request. */
async function answer(ctx: Context, services: AdminServices): Promise<void> {
  const key = `${ctx.method === 'HEAD' ? 'GET' : ctx.method} ${ctx.path.replace(/\/+$/, '') || '/'}`;
  const open = Object.hasOwn(openRoutes, key) ? openRoutes[key] : undefined;
  if (open) return open(ctx, services);
  const route = Object.hasOwn(routes, key) ? routes[key] : undefined;
  if (!route) return ctx.throw(404);
  // A scraper on this host needs no password for the metrics.
  if (key === 'GET /metrics' && isLoopback(ctx)) return route(ctx, services, services.postmaster);
  if (ctx.method !== 'GET' && ctx.method !== 'HEAD' && isForeign(ctx)) return ctx.throw(403);
  const principal = await needPrincipal(ctx, services);
  if (principal === null) return;
  if (MONITORS.has(key) && !(await services.mayMonitor(principal))) return ctx.throw(403);
  return route(ctx, services, principal);
}

/** Makes the request handler of the administration listeners. */
export function adminFace(services: AdminServices): RequestHandler {
  const app = new Koa();
  app.silent = true;
  app.use(async ctx => {
    ctx.set('X-Content-Type-Options', 'nosniff');
    ctx.set(
      'Content-Security-Policy',
      "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'",
    );
    ctx.set('Cache-Control', 'no-store');
    try {
      await answer(ctx, services);
    } catch (error) {
      if (!(error instanceof PosternError)) throw error;
      ctx.status = error.status;
      ctx.body = { error: error.code, number: error.number, text: error.message };
    }
  });
  app.on('error', (error: Error & { expose?: boolean }) => {
    if (!error.expose) services.log.failure(`administration request failed: ${error.message}`);
  });
  const handle = app.callback();
  return (request, response) => void handle(request, response);
}
