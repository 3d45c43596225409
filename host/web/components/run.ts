/** Renders what a component made and sends it. */

import { sendErrorPage } from '../respond/errorpage.js';
import { sendFailure } from '../respond/failure.js';
import { sendResponse } from '../respond/response.js';
import type { Visit } from '../skin/visit.js';
import type { ComponentResult } from './types.js';

/** Sends the result of a stateless component, or the page of a session component with its dataset complete. */
export async function sendComponent(visit: Visit, result: ComponentResult): Promise<void> {
  const { ctx } = visit.request;
  for (const [name, value] of result.fields ?? []) ctx.res.appendHeader(name, value);
  if ('redirect' in result) {
    ctx.res.setHeader('Cache-Control', 'no-store');
    ctx.res.setHeader('Location', result.redirect);
    ctx.status = 302;
    ctx.body = '';
    ctx.remove('Content-Type');
    return;
  }
  await visit.addGeneric(result.dataset);
  const outcome = await visit.services.apps.render({
    context: visit,
    file: result.page,
    dataset: result.dataset,
  });
  if (outcome.kind === 'response') return sendResponse(visit, outcome.response);
  if (outcome.kind === 'failed') return sendFailure(visit, outcome.failure);
  return sendErrorPage(visit, 'notfound');
}
