/** `/Admin/Monitor/`: the connections and sessions of XIMSS for administrators with Monitor (ximss.md 1.9). */
import { decodeUtf8 } from '../../../stdlib/values/index.js';
import type { Principal } from '../../objects/api.js';
import { authenticate } from '../realms/basic.js';
import type { WebRequest } from '../request/webrequest.js';
import { sendSmallPage } from '../respond/refuse.js';
import type { WebServices } from '../services.js';
import { pagePolicy } from '../skins/style.js';
import { checkForm, formToken } from '../skins/token.js';
import { MONITOR, type MonitorLine, monitorPage } from './view.js';

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
  ctx.res.setHeader('Content-Security-Policy', pagePolicy);
  ctx.res.setHeader('Cache-Control', 'private, no-store');
  ctx.res.setHeader('Content-Type', 'text/html; charset=utf-8');
  ctx.status = 200;
  ctx.body = monitorPage({
    lines: all.filter(passes).slice(0, MOST),
    total: all.length,
    filter,
    token: formToken(who.email),
    mayEnd,
    message: parameters.textOr('done') === 'ended' ? 'The marked connections are ended.' : null,
  });
}
