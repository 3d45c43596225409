/**
 * `/playground/host/`: the built-ins of this server for programs that run in the page of the playground, with the
 * rights of whoever uses it. The page opens a run, sends what the program calls, and ends it (docs/playground.md).
 */
import { Encoder, encodePlain } from '../../../runtime/codec/index.js';
import { isString } from '../../../stdlib/values/index.js';
import { look } from '../../../stdlib/wssp/index.js';
import type { RequestContext } from '../../apps/types.js';
import { PosternError } from '../../errors/index.js';
import { isAdministrator } from '../admin/administrators.js';
import { authenticate } from '../realms/basic.js';
import type { WebRequest } from '../request/webrequest.js';
import type { Identity, WebServices } from '../services.js';
import { chooseTimeZone } from '../skin/choose.js';
import { checkOrigin, formToken } from '../skins/token.js';
import type { PlaygroundAccess } from './serve.js';

/** Runs of programs in browsers; host/builtins/remote. `owner` is the address of the account. */
export interface CallDesk {
  /** @param isTrusted for somebody who could store the program in a skin */
  open(owner: string, context: RequestContext, isTrusted: boolean): string;
  take(owner: string, id: string, message: Uint8Array): Promise<Uint8Array>;
  end(owner: string, id: string): void;
}

export interface CallOptions {
  readonly services: WebServices;
  readonly desk: CallDesk;
  readonly access: () => PlaygroundAccess;
  /** Setting PlaygroundHost. */
  readonly isOn: () => boolean;
}

/** Header fields that only our own page can send: they make a browser ask before a page of another site may. */
const TOKEN = 'postern-token';
const RUN = 'postern-run';
const ACTION = 'postern-action';

const encoder = new Encoder();
/** Preferences are the server's own. */
const ANY = { valueBytes: 2 ** 31, valueDepth: 1024 };

function send({ ctx }: WebRequest, status: number, type: string, body: string | Uint8Array): void {
  ctx.res.setHeader('Content-Security-Policy', "default-src 'none'");
  ctx.res.setHeader('Cache-Control', 'private, no-store');
  ctx.res.setHeader('Content-Type', type);
  ctx.status = status;
  ctx.body = typeof body === 'string' ? body : Buffer.from(body.buffer, body.byteOffset, body.byteLength);
}

const sendBytes = (request: WebRequest, bytes: Uint8Array): void =>
  send(request, 200, 'application/octet-stream', bytes);

const sendJSON = (request: WebRequest, status: number, value: object): void =>
  send(request, status, 'application/json; charset=utf-8', JSON.stringify(value));

/** The request that a program in a browser answers here: it stays in the browser. */
async function contextOf(services: WebServices, request: WebRequest, who: Identity): Promise<RequestContext> {
  const [preferences, accountSettings] = await Promise.all([
    services.accounts.preferences(who),
    services.accounts.settings(who),
  ]);
  const { secure, remoteAddress, remotePort, proxiedAddress, fields } = request;
  const language = look(preferences, 'Language');
  return {
    realm: 'auth',
    domain: who.domain,
    skin: { domain: who.domain, skin: '' },
    principal: who.principal,
    request: {
      method: 'GET',
      path: '/playground/',
      query: null,
      secure,
      // Nothing of the real request but its agent: the others hold credentials.
      fields: fields.filter(([name]) => name.toLowerCase() === 'user-agent'),
      remoteAddress,
      remotePort,
      proxiedAddress,
      body: null,
    },
    world: {
      settings: preferences,
      accountSettings,
      language: isString(language) && language !== '' ? language : null,
      timeZone: chooseTimeZone(preferences),
    },
    genericElements: () => {
      throw new PosternError('not-available', { args: ['ProcessWSSP'] });
    },
    tag: services.connectionTag(request.ctx.req),
  };
}

/** What the page is told before the first run. */
async function tell(
  options: CallOptions,
  request: WebRequest,
  who: Identity,
  isTrusted: boolean,
): Promise<void> {
  const { world, domain } = await contextOf(options.services, request, who);
  const { language, timeZone, settings, accountSettings } = world;
  const value = (dict: typeof settings): Uint8Array | null =>
    dict === undefined ? null : encoder.encode(dict, ANY);
  sendBytes(
    request,
    encodePlain({
      token: formToken(who.email),
      email: who.email,
      domain,
      language,
      timeZone,
      isTrusted,
      settings: value(settings),
      accountSettings: value(accountSettings),
    }),
  );
}

async function act(
  { services, desk }: CallOptions,
  request: WebRequest,
  who: Identity,
  isTrusted: boolean,
): Promise<void> {
  const run = request.field(RUN);
  switch (request.field(ACTION)) {
    case 'open': {
      const context = await contextOf(services, request, who);
      services.log.low(context.tag, `${who.email} runs a program in the playground`);
      return sendJSON(request, 200, { run: desk.open(who.email, context, isTrusted) });
    }
    case 'call':
      return sendBytes(request, await desk.take(who.email, run, request.body ?? new Uint8Array(0)));
    case 'end':
      desk.end(who.email, run);
      return sendJSON(request, 200, {});
    default:
      throw new PosternError('bad-request');
  }
}

/** Serves the calls. */
export async function serveCalls(options: CallOptions, request: WebRequest): Promise<void> {
  const { services } = options;
  request.loadURL();
  if (options.access() === 'off' || !options.isOn())
    return sendJSON(request, 404, { error: 'Built-ins of this server are not for the playground.' });
  const who = await authenticate(services, request);
  if (who === null) return;
  const isTrusted = await isAdministrator(services, who);
  if (options.access() === 'administrators' && !isTrusted)
    return sendJSON(request, 403, { error: 'The playground of this server is for administrators.' });
  try {
    if (request.method !== 'POST') return await tell(options, request, who, isTrusted);
    checkOrigin(request, who.email, request.field(TOKEN));
    await request.load();
    await act(options, request, who, isTrusted);
  } catch (error) {
    if (!(error instanceof PosternError) || error.status >= 500) throw error;
    sendJSON(request, error.status, { error: error.message });
  }
}
