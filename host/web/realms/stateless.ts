/** Requests of nobody: login and the other stateless pages, programs, files of the selected skin (webapp.md B1). */

import { sendComponent } from '../components/run.js';
import { statelessComponents } from '../components/table.js';
import type { WebRequest } from '../request/webrequest.js';
import { sendErrorPage } from '../respond/errorpage.js';
import type { WebServices } from '../services.js';
import { statelessVisit, systemVisit, Visit } from '../skin/visit.js';
import { sendSkinFile } from './files.js';
import { servePersonalSite } from './personal.js';
import { isProgram, runProgram } from './programs.js';

/** `/`, `/<page>.wssp`, `/<name>.wcgp/...`, `/<file>`, `/~<account>/...`. */
export async function serveStateless(services: WebServices, request: WebRequest): Promise<void> {
  const { parts } = request.target;
  const named = parts.length > 1 ? parts.filter(part => part !== '') : parts;
  const first = named[0] ?? '';
  const program = isProgram(first);
  const body = request.loadHead(program);
  if (body !== null) await request.loadBody(body);
  const soon = statelessVisit(services, request);
  const visit = soon instanceof Visit ? soon : await soon;
  if (program) return runProgram(visit, first);
  const rest = named.slice(1);
  const key = rest.length === 0 ? first.toLowerCase() : null;
  const component =
    key !== null && Object.hasOwn(statelessComponents, key) ? statelessComponents[key] : undefined;
  if (component) return sendComponent(visit, await component(visit));
  if (await servePersonalSite(visit, first, rest)) return;
  if (rest.length > 0) return sendErrorPage(visit, 'notfound');
  return sendSkinFile(visit, first, 'no-cache');
}

/** `/sys/<name>.wcgp[/...]`: everything else there is 404. */
export async function serveSystem(services: WebServices, request: WebRequest): Promise<void> {
  const [, name = ''] = request.target.parts.filter(part => part !== '');
  const program = isProgram(name);
  await request.load(program);
  if (program) return runProgram(await systemVisit(services, request), name);
  return sendErrorPage(await statelessVisit(services, request), 'notfound');
}
