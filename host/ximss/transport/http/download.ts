/** Files of the storage (ximss.md 10) as they are: what programs that show folders of files offer to save. */
import type { ServerResponse } from 'node:http';
import { PosternError } from '../../../errors/index.js';
import type { Slice } from '../../../objects/files/types.js';
import { typeOfName } from '../../present/mediatypes.js';
import type { XimssSession } from '../../session/session.js';
import type { XimssWorld } from '../../world.js';
import { sendPieces } from './files.js';
import { type Cookie, HttpRefusal, notFound } from './reply.js';
import { decodePercent } from './resource.js';

/** Bytes that are read at once. */
const PIECE = 1 << 20;

/**
 * A file of the account, or of another one that lets this one read it (`~account/path`).
 * @param rest the path, still percent-encoded, in parts between slashes
 */
export async function download(
  world: XimssWorld,
  session: XimssSession,
  rest: readonly string[],
  response: ServerResponse,
  cookie: Cookie,
): Promise<void> {
  const { files } = world.objects;
  const path = rest.map(decodePercent).join('/');
  const read = (position: number): Promise<Slice> =>
    files.read(session.principal, '*', path, { position, limit: PIECE });
  const first = await read(0).catch(refused);
  const name = (rest.at(-1) ?? '')
    .replace(/%(?![0-9a-f]{2})/gi, '%25')
    .replace(/[^!#$&+\-.^_`|~0-9A-Za-z%]/g, '_');
  await sendPieces(response, pieces(first, read), first.size, typeOf(first, path), cookie, {
    'Content-Disposition': `attachment; filename*=UTF-8''${name}`,
  });
}

/** The rest of a file that changes meanwhile is not sent: the answer is broken off. */
async function* pieces(first: Slice, read: (position: number) => Promise<Slice>): AsyncGenerator<Uint8Array> {
  let at = 0;
  for (let slice = first; ; slice = await read(at)) {
    if (slice.version !== first.version) throw new Error('the file has changed');
    if (slice.bytes.length === 0) return;
    yield slice.bytes;
    at += slice.bytes.length;
    if (at >= first.size) return;
  }
}

function typeOf(file: Slice, path: string): string {
  if (file.type !== null && /^[\w.+-]{1,60}\/[\w.+-]{1,80}$/.test(file.type)) return file.type;
  const [type, subtype] = typeOfName(path);
  return `${type}/${subtype}`;
}

function refused(error: unknown): never {
  if (!(error instanceof PosternError)) throw error;
  if (error.code === 'file-unknown') throw notFound(error.message, error.number);
  throw new HttpRefusal(403, { text: error.message, number: error.number });
}
