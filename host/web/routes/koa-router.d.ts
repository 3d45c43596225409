/** The part of koa-router 14 that is used; the package brings no types of its own. */
declare module 'koa-router' {
  import type { Context, Middleware } from 'koa';

  interface RouterOptions {
    /** Only the last matching route runs. */
    exclusive?: boolean;
    sensitive?: boolean;
    strict?: boolean;
    methods?: readonly string[];
  }

  export default class Router {
    constructor(options?: RouterOptions);
    register(
      path: string,
      methods: readonly string[],
      handler: (ctx: Context) => Promise<void> | void,
      options: { ignoreCaptures?: boolean },
    ): unknown;
    routes(): Middleware;
  }
}
