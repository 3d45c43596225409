/** The route table of the user listeners (webapp.md B1): realms only; what they hold is in tables of their own. */
import type { Context } from 'koa';
import { requestOf } from '../app.js';
import { serveLists } from '../lists/serve.js';
import { serveAuth } from '../realms/auth.js';
import { serveSession } from '../realms/session.js';
import { serveSkinFiles } from '../realms/skinfiles.js';
import { serveStateless, serveSystem } from '../realms/stateless.js';
import type { WebRequest } from '../request/webrequest.js';
import type { WebServices } from '../services.js';
import { serveSkinPages } from '../skins/serve.js';
import type { Route } from './router.js';

/** Answers the requests of a realm. */
export type Serve = (services: WebServices, request: WebRequest) => Promise<void>;

/** Realms by the pattern of their paths; the first that fits answers. */
const realms: readonly (readonly [pattern: string, serve: Serve])[] = [
  ['/Session/*rest', serveSession],
  ['/SkinFiles/*rest', serveSkinFiles],
  ['/auth/*rest', serveAuth],
  ['/sys/*rest', serveSystem],
  ['/Admin/Skins{/*rest}', serveSkinPages],
  ['/List{/*rest}', serveLists],
  ['/{*rest}', serveStateless],
];

/** The table for a server. Routes of other faces come first: they are more special, such as `/Session/:id/sync`. */
export function routeTable(services: WebServices, others: readonly Route[] = []): Route[] {
  const routes = realms.map(([pattern, serve]) => ({
    pattern,
    handle: (ctx: Context) => serve(services, requestOf(ctx)),
  }));
  return [...others, ...routes];
}
