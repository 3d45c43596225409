/** `/Admin/Recordings/`: recordings of failed requests for those who may change the skins that failed. */
import { decodeUtf8 } from '../../../stdlib/values/index.js';
import type { RecordingInfo, RecordingShelf } from '../../apps/recordings/shelf.js';
import { authenticate } from '../realms/basic.js';
import type { WebRequest } from '../request/webrequest.js';
import { sendSmallPage } from '../respond/refuse.js';
import type { Identity, WebServices } from '../services.js';
import { pagePolicy } from '../skins/style.js';
import { checkForm, formToken } from '../skins/token.js';
import { RECORDINGS, recordingsPage } from './view.js';

export interface RecordingsOptions {
  readonly services: WebServices;
  readonly recordings: RecordingShelf;
  /** Setting Recordings. */
  readonly isOn: () => boolean;
  readonly hasPlayground: () => boolean;
  /** Of this server. */
  readonly version: string;
}

/** Tells whose recordings somebody may see; the answer for each domain is asked for once. */
function judge({ skins }: WebServices, { principal }: Identity): (domain: string | null) => Promise<boolean> {
  const known = new Map<string | null, Promise<boolean>>();
  const ask = async (domain: string | null): Promise<boolean> => skins.mayModify(principal, domain);
  return domain => {
    const answer = known.get(domain) ?? ask(domain);
    known.set(domain, answer);
    return answer;
  };
}

async function show(
  { recordings, isOn, hasPlayground, version }: RecordingsOptions,
  { ctx }: WebRequest,
  who: Identity,
  maySee: (domain: string | null) => Promise<boolean>,
  message: string | null,
): Promise<void> {
  const seen: RecordingInfo[] = [];
  for (const info of await recordings.list()) if (await maySee(info.domain)) seen.push(info);
  ctx.res.setHeader('Content-Security-Policy', pagePolicy);
  ctx.res.setHeader('Cache-Control', 'private, no-store');
  ctx.res.setHeader('Content-Type', 'text/html; charset=utf-8');
  ctx.status = 200;
  ctx.body = recordingsPage({
    recordings: seen,
    token: formToken(who.email),
    isOn: isOn(),
    hasPlayground: hasPlayground(),
    version,
    message,
  });
}

async function download(
  { recordings }: RecordingsOptions,
  { ctx }: WebRequest,
  info: RecordingInfo | null,
): Promise<void> {
  const bytes = info === null ? null : await recordings.read(info.id);
  if (info === null || bytes === null) return sendSmallPage(ctx, 404, 'There is no such recording.');
  const name = `${info.file.replace(/[^\w.-]/g, '_')}-${info.id}.prec`;
  ctx.res.setHeader('Cache-Control', 'private, no-store');
  ctx.res.setHeader('Content-Type', 'application/octet-stream');
  ctx.res.setHeader('Content-Security-Policy', "default-src 'none'; sandbox");
  ctx.res.setHeader('Content-Disposition', `attachment; filename="${name}"`);
  ctx.status = 200;
  ctx.body = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Serves the page, the files, and the form that deletes. */
export async function serveRecordings(options: RecordingsOptions, request: WebRequest): Promise<void> {
  const { services, recordings } = options;
  request.loadURL();
  const who = await authenticate(services, request);
  if (who === null) return;
  await request.load();
  const { ctx, parameters } = request;
  const maySee = judge(services, who);
  if (!(await maySee(who.domain)) && !(await maySee(null)))
    return sendSmallPage(ctx, 403, 'Recordings are for administrators.');
  const find = async (id: string): Promise<RecordingInfo | null> => {
    const info = await recordings.info(id);
    return info !== null && (await maySee(info.domain)) ? info : null;
  };
  if (request.method === 'POST') {
    checkForm(request, who.email);
    for (const id of parameters.texts('id')) {
      const info = await find(decodeUtf8(id));
      if (info !== null) await recordings.remove(info.id);
    }
    ctx.res.setHeader('Location', `${RECORDINGS}?done=deleted`);
    ctx.res.setHeader('Cache-Control', 'no-store');
    ctx.status = 303;
    return;
  }
  const id = decodeUtf8(parameters.textOr('id'));
  if (id !== '') return download(options, request, await find(id));
  const message = parameters.textOr('done') === 'deleted' ? 'The marked recordings are deleted.' : null;
  return show(options, request, who, maySee, message);
}
