/** `/Admin/Monitor/`: the connections and sessions of XIMSS for administrators with Monitor (ximss.md 1.9). */
import { decodeUtf8 } from '../../../stdlib/values/index.js';
import type { Principal } from '../../objects/api.js';
import { authenticate } from '../realms/basic.js';
import type { WebRequest } from '../request/webrequest.js';
import { sendOutcome } from '../respond/outcome.js';
import { sendSmallPage } from '../respond/refuse.js';
import type { WebServices } from '../services.js';
import { statelessVisit } from '../skin/visit.js';
import { checkForm, formToken } from '../skins/token.js';
import { MONITOR, type MonitorLine, monitorDataset } from './view.js';

/** What the page of a skin may do here. */
const POLICY =
  "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** Most lines of one page. */
const MOST = 1000;

export interface MonitorOptions {
  readonly services: WebServices;
  /** True for those who may look. */
  readonly maySee: (principal: Principal) => boolean;
  /** True for those who may end connections. */
  readonly mayEnd: (principal: Principal) => boolean;
  readonly lines: () => readonly MonitorLine[];
  /** Ends a connection or session by its number. */
  readonly end: (number: number) => boolean;
}

/** Serves the page, and the form that ends what is marked. */
export async function serveMonitor(options: MonitorOptions, request: WebRequest): Promise<void> {
  request.loadURL();
  const who = await authenticate(options.services, request);
  if (who === null) return;
  await request.load();
  const { ctx, parameters } = request;
  if (!options.maySee(who.principal)) {
    sendSmallPage(ctx, 403, 'The monitor is for administrators.');
    return;
  }
  const mayEnd = options.mayEnd(who.principal);
  if (request.method === 'POST') {
    checkForm(request, who.email);
    if (!mayEnd) return sendSmallPage(ctx, 403, 'Connections are ended by administrators.');
    for (const id of parameters.texts('id')) options.end(Number(decodeUtf8(id)));
    ctx.res.setHeader('Location', `${MONITOR}?done=ended`);
    ctx.res.setHeader('Cache-Control', 'no-store');
    ctx.status = 303;
    return;
  }
  const filter = decodeUtf8(parameters.textOr('filter')).trim().slice(0, 255);
  const all = options.lines();
  const wanted = filter.toLowerCase();
  const passes = ({ account, address }: MonitorLine) =>
    `${account}\n${address}`.toLowerCase().includes(wanted);
  const found = all.filter(passes);
  const visit = await statelessVisit(options.services, request, who);
  const dataset = monitorDataset({
    lines: found.slice(0, MOST),
    selected: found.length,
    total: all.length,
    filter,
    token: formToken(who.email),
    mayEnd,
    ended: parameters.textOr('done') === 'ended',
  });
  await visit.addGeneric(dataset);
  ctx.res.setHeader('Content-Security-Policy', POLICY);
  await sendOutcome(
    visit,
    await options.services.apps.render({ context: visit, file: 'monitor.wssp', dataset }),
  );
}
