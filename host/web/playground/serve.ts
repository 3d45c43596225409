/**
 * `/playground/`: the playground of the package, for administrators or for everybody. It is made of files alone; what
 * it may ask of this server are its own files and the administration pages, with the rights of the one who uses it.
 */
import { isAdministrator } from '../admin/administrators.js';
import { authenticate } from '../realms/basic.js';
import type { WebRequest } from '../request/webrequest.js';
import { sendFile } from '../respond/file.js';
import { sendSmallPage } from '../respond/refuse.js';
import type { WebServices } from '../services.js';
import { accepts } from './accept.js';
import type { Site } from './site.js';

/** Who may use the playground: setting PlaygroundAccess. */
export type PlaygroundAccess = 'administrators' | 'everybody' | 'off';

export interface PlaygroundOptions {
  readonly services: WebServices;
  readonly site: Site;
  readonly access: () => PlaygroundAccess;
}

/** The frame of the preview has no origin, so browsers may ask for its files without credentials. They hold no secrets. */
const OPEN = new Set(['preview.html', 'preview.js']);

/** True when the answer has been sent: a challenge or a refusal. */
async function isRefused(services: WebServices, request: WebRequest): Promise<boolean> {
  const who = await authenticate(services, request);
  if (who === null) return true;
  if (await isAdministrator(services, who)) return false;
  sendSmallPage(request.ctx, 403, 'The playground of this server is for administrators.');
  return true;
}

/** Serves the playground. */
export async function servePlayground(options: PlaygroundOptions, request: WebRequest): Promise<void> {
  const { services, site } = options;
  const { ctx, target } = request;
  const access = options.access();
  const [, name = '', ...further] = target.parts;
  request.loadURL();
  if (access === 'off') return sendSmallPage(ctx, 404, 'This server has no playground.');
  if (access === 'administrators' && !OPEN.has(name) && (await isRefused(services, request))) return;
  if (target.parts.length < 2) {
    // Names in the page are relative to the folder.
    ctx.res.setHeader('Location', '/playground/');
    ctx.status = 301;
    return;
  }
  const file = further.length > 0 ? null : site.file(name);
  if (file === null) {
    const text = site.isThere ? 'The playground has no such file.' : 'The playground has not been built.';
    return sendSmallPage(ctx, 404, text);
  }
  const coded = file.brotli !== null && accepts(request.field('accept-encoding'), 'br');
  const scope = access === 'everybody' ? 'public' : 'private';
  sendFile(ctx, {
    bytes: coded && file.brotli !== null ? file.brotli : file.bytes,
    type: file.type,
    modified: null,
    cacheControl: `${scope}, ${file.isFinal ? 'max-age=31536000, immutable' : 'no-cache'}`,
    fields: {
      // scripts that others load are bound by the policy of who loads them
      ...(file.isFinal ? {} : { 'Content-Security-Policy': file.policy }),
      Vary: 'Accept-Encoding',
      ...(coded ? { 'Content-Encoding': 'br' } : {}),
    },
  });
}
