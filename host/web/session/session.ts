/** Sessions of the web face: how one starts, and what every request of it must pass (webapp.md B3). */
import { createHash, timingSafeEqual } from 'node:crypto';
import { dictSet, encodeUtf8, newDict } from '../../../stdlib/values/index.js';
import type { HeaderList } from '../../apps/types.js';
import type { WebRequest } from '../request/webrequest.js';
import type { Identity, WebServices, WebSession } from '../services.js';
import { chooseLanguage, chooseSkin, filesRefOf, textIn } from '../skin/choose.js';
import { deviceOf } from '../skin/device.js';
import type { Visit } from '../skin/visit.js';
import { COOKIE_NAME, cookieValue, setCookieField } from './cookie.js';

const digest = (text: string) => createHash('sha256').update(text).digest();
const sameText = (a: string, b: string) => timingSafeEqual(digest(a), digest(b));

/** Form of a session id (ximss.md 1.5.3). */
const idForm = /^\d{6,12}-[A-Za-z0-9]{20}$/;

/**
 * The live session of a request: it exists, the address is that of the login, the cookie is there. Null when any
 * check fails. Repeats the cookie until the browser has sent it back.
 */
export async function checkSession(
  services: WebServices,
  request: WebRequest,
  id: string,
): Promise<WebSession | null> {
  const session = idForm.test(id) ? await services.sessions.find(id) : null;
  if (session === null) return null;
  if (session.address !== null && session.address !== request.clientAddress) {
    services.log.problem(
      `WEBUSER-${id.slice(0, 6)}`,
      `request from another address [${request.clientAddress}]`,
    );
    return null;
  }
  if (session.cookie === null) return session;
  const sent = cookieValue(request.field('cookie'), COOKIE_NAME);
  if (sent !== null && sameText(sent, session.cookie)) {
    session.cookieSeen = true;
    return session;
  }
  if (session.cookieSeen) {
    services.log.problem(
      `WEBUSER-${id.slice(0, 6)}`,
      `request without the cookie from [${request.clientAddress}]`,
    );
    return null;
  }
  request.ctx.res.appendHeader('Set-Cookie', setCookieField(id, session.cookie, request.secure));
  return session;
}

const isYes = (text: string) => /^yes$/i.test(text);

/** Most bytes that a session keeps of the name of a browser. */
const LONGEST_CLIENT = 255;

/** Starts a session for somebody who logged in, and the header fields of the answer. */
export async function startSession(
  visit: Visit,
  who: Identity,
): Promise<{ session: WebSession; fields: HeaderList }> {
  const { services, request } = visit;
  const { parameters } = request;
  const preferences = await services.accounts.preferences(who);
  const wanted = parameters.text('SessionSkin');
  const device = deviceOf(request.field('accept'), request.field('user-agent'));
  const name = wanted !== null && wanted !== '*' ? wanted : textIn(preferences, device.preference);
  const skin = await chooseSkin(services, who.domain, name);
  const language = await chooseLanguage(services, skin, textIn(preferences, 'Language'));
  const data = newDict();
  dictSet(data, 'filesRef', filesRefOf(skin));
  if (skin.skin !== '') dictSet(data, 'skinName', encodeUtf8(skin.skin));
  if (language !== null) dictSet(data, 'language', language);
  const session = await services.sessions.open({
    who,
    address: request.clientAddress,
    secure: request.secure,
    fixedAddress: isYes(textIn(preferences, 'IPWatch')) && !parameters.has('DisableIPWatch'),
    useCookie: isYes(textIn(preferences, 'UseCookie')) && !parameters.has('DisableUseCookie'),
    skin: skin.skin,
    language,
    client: request.field('user-agent').slice(0, LONGEST_CLIENT) || null,
    data,
  });
  const fields: HeaderList =
    session.cookie === null
      ? []
      : [['Set-Cookie', setCookieField(session.id, session.cookie, request.secure)]];
  return { session, fields };
}

const pageName = /^[\w.~%-]+(\/[\w.~%-]+)*(\?[\w.~%&=+-]*)?$/;

/** `StartPage` of the texts of the session's skin: the page after the login. */
export async function startPage(visit: Visit): Promise<string> {
  const page = textIn(await visit.texts(), 'StartPage').trim();
  return pageName.test(page) ? page : 'hello.wssp';
}

/** The same for a session that has no visit yet. */
export async function startPageOf(services: WebServices, session: WebSession): Promise<string> {
  const skin = { domain: session.who.domain, skin: session.skin };
  const page = textIn(await services.apps.texts(skin, session.language), 'StartPage').trim();
  return pageName.test(page) ? page : 'hello.wssp';
}
