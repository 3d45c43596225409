/**
 * `/Admin/Skins/`: skins over HTTP for administrators (webapp.md A6): files with default marks, upload with the
 * error shown in place, download, delete; named skins created, renamed and removed.
 */
import { encodeUtf8 } from '../../../stdlib/values/index.js';
import { PosternError } from '../../errors/index.js';
import { authenticate } from '../realms/basic.js';
import type { WebRequest } from '../request/webrequest.js';
import { sendSmallPage } from '../respond/refuse.js';
import type { Identity, WebServices } from '../services.js';
import { actionText, doneMessages, skinActions } from './actions.js';
import { addressOf, placeOf, type SkinPlace, textOf, versionOf } from './place.js';
import { pagePolicy } from './style.js';
import { checkForm, formToken } from './token.js';
import { type SkinPage, skinPage } from './view.js';

/** Sets that somebody may change: the own domain, the one that the request names, the server-wide set. */
async function setsOf(
  services: WebServices,
  who: Identity,
  named: string | null,
): Promise<(string | null)[]> {
  const sets: (string | null)[] = [];
  for (const set of new Set([who.domain, named, null])) {
    if (await services.skins.mayModify(who.principal, set)) sets.push(set);
  }
  return sets;
}

/** Sends the page of a place. */
async function show(
  place: SkinPlace,
  sets: readonly (string | null)[],
  extra: Partial<Pick<SkinPage, 'message' | 'problem' | 'report' | 'versions'>>,
  status = 200,
): Promise<void> {
  const { services, request, who, domain, skin } = place;
  const named = await services.skins.own(who.principal, domain);
  const isThere =
    skin === '' ? named !== null : (named ?? []).some(name => name.toLowerCase() === skin.toLowerCase());
  if (!isThere && skin !== '') return sendSmallPage(request.ctx, 404, 'There is no such skin.');
  const page = skinPage({
    place,
    token: formToken(who.email),
    sets,
    named,
    files: isThere ? await services.skins.list(who.principal, domain, skin) : [],
    message: null,
    problem: null,
    report: null,
    versions: null,
    ...extra,
  });
  const { ctx } = request;
  ctx.res.setHeader('Content-Security-Policy', pagePolicy);
  ctx.res.setHeader('Cache-Control', 'private, no-store');
  ctx.res.setHeader('Content-Type', 'text/html; charset=utf-8');
  ctx.status = status;
  ctx.body = page;
}

/** The file, or the version of it that the request names. */
async function bytesOf(place: SkinPlace, file: string): Promise<Uint8Array | null> {
  const { services, request, who, domain, skin } = place;
  const number = versionOf(request);
  if (number === null) return (await services.skins.read({ domain, skin }, file))?.bytes ?? null;
  try {
    return await services.skins.readVersion(who.principal, domain, skin, file, number);
  } catch (error) {
    if (error instanceof PosternError && error.status < 500) return null;
    throw error;
  }
}

/** Sends one file, never as a page: it must not act with the administrator's credentials. */
async function download(place: SkinPlace, name: string): Promise<void> {
  const { request } = place;
  const bytes = await bytesOf(place, name.toLowerCase());
  if (bytes === null) return sendSmallPage(request.ctx, 404, 'There is no such file.');
  const { ctx } = request;
  ctx.res.setHeader('Cache-Control', 'private, no-store');
  ctx.res.setHeader('Content-Type', 'application/octet-stream');
  ctx.res.setHeader('Content-Security-Policy', "default-src 'none'; sandbox");
  const quoted = name.replace(/[^\w.-]/g, '_');
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    symbol => `%${symbol.charCodeAt(0).toString(16)}`,
  );
  ctx.res.setHeader('Content-Disposition', `attachment; filename="${quoted}"; filename*=UTF-8''${encoded}`);
  ctx.status = 200;
  ctx.body = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Runs the action of a form and shows what became of it. */
async function act(place: SkinPlace, sets: readonly (string | null)[]): Promise<void> {
  const { services, request, who } = place;
  checkForm(request, who.email);
  const name = textOf(request, 'action');
  const action = Object.hasOwn(skinActions, name) ? skinActions[name] : undefined;
  if (action === undefined) return show(place, sets, { problem: 'Unknown action.' }, 400);
  services.log.low(
    services.connectionTag(request.ctx.req),
    `${encodeUtf8(who.email)} ${actionText(name, place)}`,
  );
  try {
    const { skin, done, report } = await action(place);
    if (done === null) return await show(place, sets, { report }, 422);
    request.ctx.res.setHeader('Location', addressOf({ domain: place.domain, skin }, { done }));
    request.ctx.res.setHeader('Cache-Control', 'no-store');
    request.ctx.status = 303;
    request.ctx.body = '';
    request.ctx.remove('Content-Type');
  } catch (error) {
    if (!(error instanceof PosternError) || error.status >= 500) throw error;
    return show(place, sets, { problem: error.message }, error.status);
  }
}

/** Serves the skin pages. */
export async function serveSkinPages(services: WebServices, request: WebRequest): Promise<void> {
  request.loadURL();
  const who = await authenticate(services, request);
  if (who === null) return;
  await request.load();
  const place = await placeOf(services, request, who);
  const sets = await setsOf(services, who, place?.domain ?? null);
  if (place === null || !sets.includes(place.domain)) {
    return sendSmallPage(request.ctx, 403, 'You may not change these skins.');
  }
  if (request.method === 'POST') return act(place, sets);
  const file = textOf(request, 'file');
  if (file !== '') return download(place, file);
  const done = textOf(request, 'done');
  const message = Object.hasOwn(doneMessages, done) ? doneMessages[done as keyof typeof doneMessages] : null;
  const kept = textOf(request, 'versions').toLowerCase();
  if (kept === '') return show(place, sets, { message });
  const versions = await services.skins.versions(who.principal, place.domain, place.skin, kept);
  return show(place, sets, { message, versions: { file: kept, versions } });
}
