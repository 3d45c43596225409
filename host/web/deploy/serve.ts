/**
 * `/Admin/Deploy/`: how the playground puts a workspace into a skin. GET tells where one may deploy; POST with `action`
 * `check` compiles and gives what is there now, `deploy` stores everything or nothing, `rollback` goes back.
 */
import { decodeUtf8 } from '../../../stdlib/values/index.js';
import type { SkinChoice } from '../../apps/types.js';
import { PosternError } from '../../errors/index.js';
import { authenticate } from '../realms/basic.js';
import type { Upload } from '../request/parameters.js';
import type { WebRequest } from '../request/webrequest.js';
import { sendSmallPage } from '../respond/refuse.js';
import type { Identity, WebServices } from '../services.js';
import { checkForm, formToken } from '../skins/token.js';
import type { CheckedFile, SkinHistory, WayBack } from './types.js';

export interface DeployOptions {
  readonly services: WebServices;
  readonly history: SkinHistory;
}

/** One request of somebody about a skin. */
interface Deployment extends DeployOptions {
  readonly who: Identity;
  readonly skin: SkinChoice;
  readonly files: readonly Upload[];
}

/** Files of one deployment. */
const MOST_FILES = 500;

function sendJSON({ ctx }: WebRequest, status: number, value: object): void {
  ctx.res.setHeader('Content-Security-Policy', "default-src 'none'");
  ctx.res.setHeader('Cache-Control', 'private, no-store');
  ctx.res.setHeader('Content-Type', 'application/json; charset=utf-8');
  ctx.status = status;
  ctx.body = JSON.stringify(value);
}

const textOf = (bytes: Uint8Array): string | null => {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return text.includes('\0') ? null : text;
  } catch {
    return null;
  }
};

async function checkAll({ services, skin, files }: Deployment): Promise<CheckedFile[]> {
  const checked: CheckedFile[] = [];
  for (const { name, bytes } of files) {
    const file = name.toLowerCase();
    const check = await services.apps.checkSkinFile(file, bytes);
    const present = await services.skins.read(skin, file);
    checked.push({
      name: file,
      errors: check.ok ? [] : check.errors.map(({ line, column, message }) => ({ line, column, message })),
      before: present === null ? null : textOf(present.bytes),
      isThere: present !== null,
      isSame: present !== null && Buffer.compare(present.bytes, bytes) === 0,
    });
  }
  return checked;
}

/** Puts files back, the last one first. */
async function goBack({ services, history, who, skin }: Deployment, ways: readonly WayBack[]): Promise<void> {
  const { principal } = who;
  for (const { name, version } of [...ways].reverse()) {
    if (version === null) await services.skins.removeFile(principal, skin.domain, skin.skin, name);
    else {
      const bytes = await history.read(principal, skin.domain, skin.skin, name, version);
      await services.skins.store(principal, skin, name, bytes);
    }
  }
}

/** Makes the skin that does not exist yet; it stays when the deployment is taken back. */
async function ensure({ services, who, skin }: Deployment): Promise<void> {
  const { skins } = services;
  const own = await skins.own(who.principal, skin.domain);
  if (own === null) await skins.create(who.principal, skin.domain, '');
  const isThere = (own ?? []).some(name => name.toLowerCase() === skin.skin.toLowerCase());
  if (skin.skin !== '' && !isThere) await skins.create(who.principal, skin.domain, skin.skin);
}

/** Stores what differs; when one file is refused, those before it are put back. */
async function storeAll(deployment: Deployment, checked: readonly CheckedFile[]): Promise<WayBack[]> {
  const { services, history, who, skin, files } = deployment;
  const ways: WayBack[] = [];
  await ensure(deployment);
  for (const [at, { name, isSame }] of checked.entries()) {
    const bytes = files[at]?.bytes;
    if (isSame || bytes === undefined) continue;
    const version = await history.present(who.principal, skin.domain, skin.skin, name);
    try {
      await services.skins.store(who.principal, skin, name, bytes);
    } catch (error) {
      await goBack(deployment, ways);
      throw error;
    }
    ways.push({ name, version });
  }
  return ways;
}

/** The list of a request to go back. @throws PosternError */
function readWays(text: string): WayBack[] {
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch {
    throw new PosternError('bad-request');
  }
  if (!Array.isArray(list) || list.length > MOST_FILES) throw new PosternError('bad-request');
  return list.map((item: unknown) => {
    const { name, version } = (item ?? {}) as { name?: unknown; version?: unknown };
    const isSound = typeof name === 'string' && (version === null || Number.isSafeInteger(version));
    if (!isSound) throw new PosternError('bad-request');
    return { name, version: version as number | null };
  });
}

async function act(request: WebRequest, deployment: Deployment): Promise<void> {
  const { parameters } = request;
  const { services, who, skin } = deployment;
  const action = parameters.textOr('action');
  if (deployment.files.length > MOST_FILES) throw new PosternError('too-large');
  if (action === 'check') return sendJSON(request, 200, { files: await checkAll(deployment) });
  services.log.low(
    services.connectionTag(request.ctx.req),
    `${who.email} ${action} to ${skin.domain ?? '*'}/${skin.skin}`,
  );
  if (action === 'rollback') {
    await goBack(deployment, readWays(decodeUtf8(parameters.textOr('back'))));
    return sendJSON(request, 200, { back: true });
  }
  if (action !== 'deploy') throw new PosternError('bad-request');
  const files = await checkAll(deployment);
  if (files.some(({ errors }) => errors.length > 0)) return sendJSON(request, 422, { files });
  sendJSON(request, 200, { back: await storeAll(deployment, files) });
}

/** The sets that somebody may change, with their skins. */
async function places({ skins }: WebServices, { principal, domain }: Identity) {
  const found: { readonly domain: string | null; readonly skins: readonly string[] }[] = [];
  for (const set of [domain, null]) {
    if (!(await skins.mayModify(principal, set))) continue;
    found.push({ domain: set, skins: ['', ...((await skins.own(principal, set)) ?? [])] });
  }
  return found;
}

/** Serves deployments. */
export async function serveDeploy(options: DeployOptions, request: WebRequest): Promise<void> {
  const { services } = options;
  request.loadURL();
  const who = await authenticate(services, request);
  if (who === null) return;
  await request.load();
  const { parameters, ctx } = request;
  try {
    if (request.method !== 'POST') {
      const sets = await places(services, who);
      if (sets.length === 0) return sendSmallPage(ctx, 403, 'You may not change skins.');
      return sendJSON(request, 200, { token: formToken(who.email), places: sets });
    }
    checkForm(request, who.email);
    const named = decodeUtf8(parameters.textOr('domain'));
    const domain = named === '*' ? null : await services.domains.find(named.toLowerCase());
    if (domain === null && named !== '*') throw new PosternError('domain-unknown');
    if (!(await services.skins.mayModify(who.principal, domain)))
      return sendSmallPage(ctx, 403, 'You may not change these skins.');
    const skin = { domain, skin: decodeUtf8(parameters.textOr('skin')) };
    await act(request, { ...options, who, skin, files: parameters.files('file') });
  } catch (error) {
    if (!(error instanceof PosternError) || error.status >= 500) throw error;
    sendJSON(request, error.status, { error: error.message });
  }
}
