/**
 * Files of accounts: `WebFile/<path>` in a session, `/~<account>/<path>` for everybody. Whoever uploaded them must
 * not act with the rights of whoever looks at them, so they get an origin of their own.
 */
import { type Bytes, encodeUtf8 } from '../../../stdlib/values/index.js';
import { PosternError } from '../../errors/index.js';
import type { SessionVisit } from '../components/types.js';
import { typeOf } from '../respond/contenttypes.js';
import { sendErrorPage, sendMoved } from '../respond/errorpage.js';
import { sendFile } from '../respond/file.js';
import type { Identity, StorageFile } from '../services.js';
import type { Visit } from '../skin/visit.js';

/** A private file: shown, but without scripts, forms and access to the session. */
const privatePolicy = 'sandbox';
/** A personal site: may run its scripts, but as a stranger to this server. */
const sitePolicy = 'sandbox allow-downloads allow-forms allow-modals allow-popups allow-scripts';

const mediaType = /^[\w!#$&^.+-]{1,60}\/[\w!#$&^.+-]{1,60}([ \t]*;[ \t]*charset=[\w-]{1,40})?$/;

/** A path of the storage from the parts of a URL; null for parts that no storage name has. */
function storagePath(parts: readonly string[]): Bytes | null {
  if (parts.some(part => part === '.' || part === '..')) return null;
  return parts.map(encodeUtf8).join('/');
}

function send(visit: Visit, name: string, file: StorageFile, policy: string, cacheControl: string): void {
  const named = file.type !== null && mediaType.test(file.type) ? file.type : null;
  sendFile(visit.request.ctx, {
    bytes: file.bytes,
    type: named ?? typeOf(name),
    modified: file.modified * 1000,
    cacheControl,
    version: file.version ?? null,
    fields: { 'Content-Security-Policy': policy },
  });
}

/** `WebFile/<path>` of the session realm. */
export async function serveWebFile(visit: SessionVisit, parts: readonly string[]): Promise<void> {
  const path = storagePath(parts);
  const { files } = visit.services;
  const file = path === null || path === '' ? null : await missing(files.read(visit.webSession.who, path));
  if (file === null) return sendErrorPage(visit, 'notfound');
  send(visit, parts.at(-1) ?? '', file, privatePolicy, 'private, no-store');
}

/** The page of a folder. */
const indexFile = 'default.html';

/**
 * `protected/<folder>/pwd/<key>/<path>` of a personal site: a file of the owner's `private/` for whom has the key, which
 * may be that of the file or of any folder above it. Null for other paths, and for wrong keys.
 */
async function protectedFile(
  visit: Visit,
  owner: Identity,
  parts: readonly string[],
): Promise<StorageFile | null> {
  if (parts[0]?.toLowerCase() !== 'protected') return null;
  for (const [at, part] of parts.entries()) {
    const [key, ...rest] = parts.slice(at + 1);
    if (part.toLowerCase() !== 'pwd' || !key || rest.length === 0) continue;
    const path = storagePath(['private', ...parts.slice(1, at), ...rest]);
    if (path === null) continue;
    const file = await missing(visit.services.files.readWithKey(owner, path, encodeUtf8(key)));
    if (file !== null) return file;
  }
  return null;
}

/** `/~<account>/<path>`: false when the path does not start with the prefix of personal sites. */
export async function servePersonalSite(
  visit: Visit,
  first: string,
  rest: readonly string[],
): Promise<boolean> {
  const { services, domain, request } = visit;
  if (domain === null || first === '') return false;
  const { sitePrefix } = await services.domains.facts(domain);
  if (sitePrefix === '' || !first.startsWith(sitePrefix) || first.length === sitePrefix.length) return false;
  const owner = await services.accounts.siteOwner(domain, first.slice(sitePrefix.length));
  const path = storagePath(rest);
  if (owner === null || path === null) {
    await sendErrorPage(visit, 'notfound');
    return true;
  }
  const shared = await protectedFile(visit, owner, rest);
  if (shared !== null) {
    send(visit, path, shared, sitePolicy, 'private, no-store');
    return true;
  }
  const isFolder = request.path.endsWith('/');
  const wanted = isFolder ? (path === '' ? indexFile : `${path}/${indexFile}`) : path;
  const found =
    wanted === '' ? 'folder' : await missing(services.files.readPublic(owner, wanted, visit.principal));
  if (found === 'folder') {
    const query = request.query === null ? '' : `?${request.query}`;
    await sendMoved(visit, `${request.path.replace(/^\/+/, '/')}/${query}`);
  } else if (found === null) await sendErrorPage(visit, 'notfound');
  else send(visit, wanted, found, sitePolicy, 'no-cache');
  return true;
}

/** Null for what the visitor may not see: nobody learns which private files exist. */
async function missing<T>(reading: Promise<T>): Promise<T | null> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof PosternError && error.status < 500) return null;
    throw error;
  }
}
