/** File uploads (ximss.md 1.5.10): a form post, of which the first file is taken. */
import type { IncomingMessage } from 'node:http';
import { Busboy } from '@fastify/busboy';
import { encodeUtf8 } from '../../../../stdlib/values/utf8.js';
import { told } from '../../failure.js';
import type { XimssSession } from '../../session/session.js';
import type { Upload } from '../../session/uploads.js';
import type { XimssWorld } from '../../world.js';
import { HttpRefusal } from './reply.js';
import { decodePercent } from './resource.js';

/** Longest identifier. */
const LONGEST = 255;

/** Takes the first file of the form under the identifier that the URL names. */
export async function upload(
  world: XimssWorld,
  session: XimssSession,
  rest: readonly string[],
  request: IncomingMessage,
): Promise<void> {
  const id = decodePercent(rest.join('/'));
  if (id === '' || id.length > LONGEST) {
    throw new HttpRefusal(404, { text: 'upload is not found', number: 538 });
  }
  const file = await firstFile(request, world.settings().maxRequest);
  try {
    session.uploads.put(id, file);
  } catch (error) {
    throw new HttpRefusal(413, told(error) ?? { text: 'upload failed', number: 506 });
  }
}

function firstFile(request: IncomingMessage, limit: number): Promise<Upload> {
  const bad = (status: number, text: string): HttpRefusal => new HttpRefusal(status, { text, number: 507 });
  return new Promise((resolve, reject) => {
    let parser: InstanceType<typeof Busboy>;
    try {
      const type = request.headers['content-type'] ?? '';
      parser = new Busboy({
        headers: { ...request.headers, 'content-type': type },
        limits: { files: 1, fields: 100, parts: 101, fileSize: limit, fieldSize: 65_536, headerPairs: 100 },
      });
    } catch {
      reject(bad(400, 'a form with a file is expected'));
      return;
    }
    let found: Upload | null = null;
    parser.on('file', (_field, stream, fileName, _encoding, contentType) => {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('limit', () => reject(bad(413, 'message is too large')));
      stream.on('end', () => {
        found = { bytes: Buffer.concat(parts), fileName: encodeUtf8(fileName ?? ''), contentType };
      });
    });
    parser.on('error', () => reject(bad(400, 'the form cannot be read')));
    parser.on('finish', () => (found === null ? reject(bad(400, 'the form holds no file')) : resolve(found)));
    request.on('aborted', () => reject(bad(400, 'the request is not complete')));
    request.pipe(parser);
  });
}
