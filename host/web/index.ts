/** The web face: what host/server wires to the user listeners. */
import { PosternError } from '../errors/index.js';
import { createApp, type WebApp } from './app.js';
import type { WebRequest } from './request/webrequest.js';
import { sendErrorPage } from './respond/errorpage.js';
import { sendSmallPage } from './respond/refuse.js';
import type { Route } from './routes/router.js';
import { routeTable } from './routes/table.js';
import type { WebServices } from './services.js';
import { statelessVisit } from './skin/visit.js';

export type { WebApp } from './app.js';
export { requestOf } from './app.js';
export { defaultWebLimits, type WebLimits } from './request/limits.js';
export type { Route } from './routes/router.js';
export type * from './services.js';

/** Answers a request that no handler could answer (webapp.md B4). */
async function answerError(services: WebServices, request: WebRequest, error: Error): Promise<void> {
  const status = error instanceof PosternError ? error.status : 500;
  if (status < 500 && status !== 404) return sendSmallPage(request.ctx, status, error.message);
  const page = status === 404 ? 'notfound' : status === 501 ? 'error' : 'failure';
  return sendErrorPage(await statelessVisit(services, request), page);
}

/**
 * Makes the web face. A listener calls `handle` for each request and hands its server to `attach` once; the
 * server should be made with `requireHostHeader: false`, so that a request without Host gets our own page.
 * @param others routes of other faces on the same listeners; they win over those of the web face
 */
export function createWebFace(services: WebServices, others: readonly Route[] = []): WebApp {
  return createApp(routeTable(services, others), {
    limits: services.limits,
    trustedProxies: services.trustedProxies,
    failed: (request, error) => {
      const known = error instanceof PosternError && error.status < 500;
      const tag = services.connectionTag(request);
      if (known) services.log.low(tag, error.message);
      else services.log.failure(tag, `request failed: ${error.stack ?? error.message}`);
    },
    answerError: (request, error) => answerError(services, request, error),
  });
}
