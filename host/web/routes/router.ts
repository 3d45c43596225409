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

/** Paths whose route is remembered. */
const MOST = 1000;

/**
 * Middleware for a table of routes; the first one that fits answers. The path is taken from `newRouterPath` of the
 * context.
 */
export function routerOf(table: readonly Route[]): Middleware {
  // `exclusive` runs the last fitting route alone: the table is put in from its end.
  const router = new Router({ exclusive: true });
  // All routes take the same methods, so the path alone decides: the router is asked once for each.
  const known = new Map<string, Route['handle']>();
  for (const { pattern, handle } of [...table].reverse()) {
    const answer = (ctx: Context): Promise<void> => {
      if (known.size >= MOST) known.clear();
      known.set(pathOf(ctx), handle);
      return handle(ctx);
    };
    // The named parts are not read from the router, so it need not look for them either.
    router.register(pattern, METHODS, answer, { ignoreCaptures: true });
  }
  const ask = router.routes();
  return (ctx, next) => {
    const handle = METHODS.includes(ctx.method) ? known.get(pathOf(ctx)) : undefined;
    return handle === undefined ? ask.call(router, ctx, next) : handle(ctx);
  };
}

const METHODS: readonly string[] = ['HEAD', 'GET', 'POST'];

type Routed = Context & { newRouterPath: string };

const pathOf = (ctx: Context): string => (ctx as Routed).newRouterPath;

/** Tells the router the path of a request. */
export function setRoutePath(ctx: Context, path: string): void {
  (ctx as Routed).newRouterPath = path;
}
