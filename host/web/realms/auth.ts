/** The `/auth/` realm: programs on behalf of the account that HTTP authentication names (webapp.md B1, E). */
import type { WebRequest } from '../request/webrequest.js';
import { sendErrorPage } from '../respond/errorpage.js';
import type { WebServices } from '../services.js';
import { statelessVisit } from '../skin/visit.js';
import { authenticate } from './basic.js';
import { isProgram, runProgram } from './programs.js';

/** `/auth/<name>.wcgp[/...]`: everything else there is 404, for those who may know. */
export async function serveAuth(services: WebServices, request: WebRequest): Promise<void> {
  const [, name = ''] = request.target.parts.filter(part => part !== '');
  const program = isProgram(name);
  // Nobody's body is read before it is known who sends it.
  request.loadURL();
  const who = await authenticate(services, request);
  if (who === null) return;
  await request.load(program);
  const visit = await statelessVisit(services, request, who);
  if (program) return runProgram(visit, name);
  return sendErrorPage(visit, 'notfound');
}
