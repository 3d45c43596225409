/**
 * The only user of koa-router. Routes are matched without regard to letter case on the path that request/target.ts
 * made; what a handler needs of the path it takes from there, too, since the router turns `+` into a blank.
 */
import type { Context, Middleware } from 'koa';
import Router from 'koa-router';

/** A route: a pattern with named wildcards, and who answers. */
export interface Route {
  readonly pattern: string;
  readonly handle: (ctx: Context) => Promise<void>;
}

/**
 * Middleware for a table of routes; the first one that fits answers. The path is taken from `newRouterPath` of the
 * context.
 */
export function routerOf(table: readonly Route[]): Middleware {
  // `exclusive` runs the last fitting route alone: the table is put in from its end.
  const router = new Router({ exclusive: true });
  for (const { pattern, handle } of [...table].reverse()) {
    // The named parts are not read from the router, so it need not look for them either.
    router.register(pattern, ['HEAD', 'GET', 'POST'], handle, { ignoreCaptures: true });
  }
  return router.routes();
}

/** Tells the router the path of a request. */
export function setRoutePath(ctx: Context, path: string): void {
  (ctx as Context & { newRouterPath: string }).newRouterPath = path;
}
