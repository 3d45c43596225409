/** The session realm: `/Session/<id>/<request>` (webapp.md B3). */
import { dictGet, dictSet, newDict } from '../../../stdlib/values/index.js';
import { alerts } from '../components/alerts.js';
import { sendComponent } from '../components/run.js';
import { sessionComponents } from '../components/table.js';
import type { SessionVisit } from '../components/types.js';
import { encodeURL } from '../request/percent.js';
import type { WebRequest } from '../request/webrequest.js';
import { sendErrorPage } from '../respond/errorpage.js';
import type { WebServices } from '../services.js';
import { addRestoreElements, interruptedRequest } from '../session/restore.js';
import { checkSession, startPage } from '../session/session.js';
import { sessionVisit, statelessVisit } from '../skin/visit.js';
import { sendSkinFile } from './files.js';
import { serveWebFile } from './personal.js';
import { isProgram, runProgram } from './programs.js';

/** Answers a session request whose path goes on behind its first part. */
type SessionHandler = (visit: SessionVisit, rest: readonly string[]) => Promise<void>;

/** Session requests by the first part of the path in small letters; the others are pages, programs and files. */
const handlers: Readonly<Record<string, SessionHandler>> = {
  webfile: serveWebFile,
};

/** Serves the session realm. */
export async function serveSession(services: WebServices, request: WebRequest): Promise<void> {
  const [, id = '', ...rest] = request.target.parts.filter(part => part !== '');
  const [first = '', ...more] = rest;
  const program = isProgram(first);
  const session = await checkSession(services, request, id);
  await request.load(program && session !== null);
  if (session === null) return sendDisconnected(services, request);
  services.sessions.touch(session);
  const visit = (await sessionVisit(services, request, session)) as SessionVisit;
  if (program) return runProgram(visit, first);
  const key = first.toLowerCase();
  const handler = Object.hasOwn(handlers, key) ? handlers[key] : undefined;
  if (handler) return handler(visit, more);
  if (first === '') {
    return sendComponent(visit, { redirect: `/Session/${session.id}/${await startPage(visit)}` });
  }
  if (more.length > 0) return sendErrorPage(visit, 'notfound');
  if (key.endsWith('.wssp')) return sendPage(visit, key);
  return sendSkinFile(visit, first, 'private, no-store');
}

/** A page: its component, the generic elements, alerts, the template (webapp.md B3, order of a `.wssp` request). */
async function sendPage(visit: SessionVisit, page: string): Promise<void> {
  const name = page.slice(0, -'.wssp'.length);
  const component = Object.hasOwn(sessionComponents, name) ? sessionComponents[name] : undefined;
  const dataset = newDict();
  if (component) await component(visit, dataset);
  const blocked = component === alerts || dictGet(dataset, 'blockAlerts') !== null;
  if (!blocked && (await visit.services.accounts.pendingAlerts(visit.webSession.who)).length > 0) {
    return sendAlerts(visit, page);
  }
  return sendComponent(visit, { page, dataset });
}

/** The alerts in place of the page that was asked for, with the way back to it. */
async function sendAlerts(visit: SessionVisit, page: string): Promise<void> {
  const dataset = newDict();
  await alerts(visit, dataset);
  const { query } = visit.request;
  dictSet(dataset, 'returnURL', encodeURL(query === null ? page : `${page}?${query}`));
  return sendComponent(visit, { page: 'alerts.wssp', dataset });
}

/** `disconnected.wssp` with what is needed to go on after a new login (webapp.md C1). */
async function sendDisconnected(services: WebServices, request: WebRequest): Promise<void> {
  const visit = await statelessVisit(services, request);
  const dataset = newDict();
  const path = /^\/+[^/]+\/+[^/]+\/+(.*)$/.exec(request.path)?.[1] ?? '';
  addRestoreElements(
    dataset,
    path === '' ? null : interruptedRequest(path, request.parameters, services.limits().restoreBytes),
  );
  await sendErrorPage(visit, 'disconnected', { dataset });
  // What was to be sent to the session stands in the page.
  request.ctx.res.setHeader('Cache-Control', 'private, no-store');
}
