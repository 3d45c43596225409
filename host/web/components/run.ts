/** Renders what a component made and sends it. */

import { sendErrorPage } from '../respond/errorpage.js';
import { sendFailure } from '../respond/failure.js';
import { sendResponse } from '../respond/response.js';
import type { Visit } from '../skin/visit.js';
import type { ComponentResult } from './types.js';

/** Sends the result of a stateless component, or the page of a session component with its dataset complete. */
export async function sendComponent(visit: Visit, result: ComponentResult): Promise<void> {
  const { ctx } = visit.request;
  if ('redirect' in result) {
    putFields(visit, result);
    ctx.res.setHeader('Cache-Control', 'no-store');
    ctx.res.setHeader('Location', result.redirect);
    ctx.status = 302;
    ctx.body = '';
    ctx.remove('Content-Type');
    return;
  }
  await sendPage(visit, result);
  putFields(visit, result);
}

/** Fields of the component: cookies are added, others replace what the answer has. */
function putFields({ request }: Visit, { fields = [] }: ComponentResult): void {
  const { res } = request.ctx;
  for (const [name, value] of fields) {
    if (name === 'Set-Cookie') res.appendHeader(name, value);
    else res.setHeader(name, value);
  }
}

async function sendPage(visit: Visit, result: Extract<ComponentResult, { page: string }>): Promise<void> {
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
