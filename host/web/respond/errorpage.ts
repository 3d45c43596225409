/** Error pages (webapp.md B4): a page of the skin, plain text when the skin has none or it fails. */
import { type Bytes, dictSet, newDict } from '../../../stdlib/values/index.js';
import type { AppResponse } from '../../apps/types.js';
import type { Visit } from '../skin/visit.js';
import { sendResponse } from './response.js';

/** Every error page: its code and the text without a skin. */
export const errorPages = {
  moved: { status: 301, text: 'The resource has moved.' },
  notfound: { status: 404, text: 'There is no such resource.' },
  unauthorized: { status: 401, text: 'Authentication is needed.' },
  denied: { status: 401, text: 'The name or the password is wrong.' },
  failure: { status: 500, text: 'The server failed to answer this request.' },
  error: { status: 501, text: 'The server cannot answer this request.' },
  disconnected: { status: 200, text: 'The session does not exist any more. Log in again.' },
} as const;

export type ErrorPage = keyof typeof errorPages;

/** What an error page may be told. */
export interface ErrorDetails {
  readonly errorCode?: Bytes;
  /** Further elements of the dataset. */
  readonly dataset?: ReturnType<typeof newDict>;
}

/** Renders the page of an error; null when the skin has none or it fails itself. */
async function render(visit: Visit, page: ErrorPage, details: ErrorDetails): Promise<AppResponse | null> {
  try {
    const dataset = details.dataset ?? newDict();
    if (details.errorCode !== undefined) dictSet(dataset, 'errorCode', details.errorCode);
    const host = visit.request.field('host');
    if (host !== '') dictSet(dataset, 'hostName', host);
    await visit.addGeneric(dataset);
    const outcome = await visit.services.apps.render({ context: visit, file: `${page}.wssp`, dataset });
    return outcome.kind === 'response' ? outcome.response : null;
  } catch (error) {
    visit.services.log.problem(
      visit.tag,
      `error page ${page}: ${error instanceof Error ? error.message : ''}`,
    );
    return null;
  }
}

/** Sends an error page. */
export async function sendErrorPage(
  visit: Visit,
  page: ErrorPage,
  details: ErrorDetails = {},
): Promise<void> {
  const { status, text } = errorPages[page];
  const { res } = visit.request.ctx;
  const response = await render(visit, page, details);
  if (status === 401) res.setHeader('WWW-Authenticate', challenge(visit));
  if (response !== null) {
    sendResponse(visit, response, status);
    return;
  }
  res.setHeader('Cache-Control', 'no-store');
  res.setHeader('Content-Type', 'text/plain; charset=utf-8');
  visit.request.ctx.status = status;
  visit.request.ctx.body = `${status} ${text}\n`;
}

/** Challenge of the `/auth/` realm. */
function challenge(visit: Visit): string {
  const realm = (visit.domain ?? visit.services.domains.main()).replace(/[^a-z0-9.-]/gi, '');
  return `Basic realm="${realm}", charset="UTF-8"`;
}

/** Sends 301 to another address of this server with the page `moved.wssp`. */
export async function sendMoved(visit: Visit, location: string): Promise<void> {
  await sendErrorPage(visit, 'moved');
  visit.request.ctx.res.setHeader('Location', location);
  visit.request.ctx.status = 301;
}
