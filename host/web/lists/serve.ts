/**
 * Archives of mailing lists (webapp.md B1, C4 to C6): `/List/`, `/List/<list>/`, `/List/<list>/Message/<uid>.html`, and the
 * parts of messages behind those. Lists that may not be browsed are 404; lists for subscribers ask who it is.
 */
import { encodeUtf8 } from '../../../stdlib/values/index.js';
import { sendComponent } from '../components/run.js';
import { authenticate } from '../realms/basic.js';
import type { WebRequest } from '../request/webrequest.js';
import { sendErrorPage } from '../respond/errorpage.js';
import type { Identity, WebServices } from '../services.js';
import { domainOf, statelessVisit } from '../skin/visit.js';
import { listIndex } from './index.js';
import { listMailbox } from './mailbox.js';
import { listMessage } from './message.js';
import { sendListPart } from './part.js';
import type { ListVisit } from './types.js';

export async function serveLists(services: WebServices, request: WebRequest): Promise<void> {
  const [, name = '', ...rest] = request.target.parts.filter(part => part !== '');
  request.loadURL();
  const domain = await domainOf(services, request);
  if (domain === null) return notFound(services, request);
  if (name === '' || (rest.length === 0 && name.toLowerCase() === 'default.html')) {
    await request.load(false);
    const visit = await statelessVisit(services, request);
    return sendComponent(visit, await listIndex(visit, domain));
  }
  const list = services.lists.find(domain, encodeUtf8(name));
  if (list === null) return notFound(services, request);
  let who: Identity | null = null;
  if (list.browse === 'subscribers') {
    who = await authenticate(services, request);
    if (who === null) return;
    if (!services.lists.isSubscriber(domain, list.name, who))
      return sendErrorPage(await statelessVisit(services, request), 'denied', {
        errorCode: 'Not a Subscriber',
      });
  }
  await request.load(false);
  const visit = await statelessVisit(services, request, who ?? undefined);
  return serveList({ visit, domain, list, ref: `/List/${encodeURIComponent(list.name)}/` }, rest);
}

async function serveList(of: ListVisit, rest: readonly string[]): Promise<void> {
  const [first = '', second = '', part = '', file] = rest;
  if (rest.length === 0 || (rest.length === 1 && first.toLowerCase() === 'list.html'))
    return sendComponent(of.visit, await listMailbox(of));
  const uid = /^([1-9]\d{0,9})(\.html)?$/i.exec(second);
  if (first.toLowerCase() === 'message' && uid !== null) {
    const number = Number(uid[1]);
    if (rest.length === 2 && uid[2] !== undefined) {
      const result = await listMessage(of, number);
      if (result !== null) return sendComponent(of.visit, result);
    } else if (rest.length === 4 && file !== undefined && uid[2] === undefined) {
      if (await sendListPart(of, number, part)) return;
    }
  }
  return sendErrorPage(of.visit, 'notfound');
}

async function notFound(services: WebServices, request: WebRequest): Promise<void> {
  await request.load(false);
  return sendErrorPage(await statelessVisit(services, request), 'notfound');
}
