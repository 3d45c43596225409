/** Reads request bodies of the administration face, whole or as the files of a form. */
import type { IncomingMessage } from 'node:http';
import { Busboy } from '@fastify/busboy';
import { PosternError } from '../../errors/index.js';

/** An uploaded file. */
export interface Upload {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** The whole body. Rejects with `too-large`. */
export async function readBody(request: IncomingMessage, limit: number): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) throw new PosternError('too-large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The fields and files of a multipart form. Rejects with `too-large` or `bad-request`. */
export function readForm(
  request: IncomingMessage,
  limit: number,
): Promise<{ fields: Map<string, string>; files: Upload[] }> {
  return new Promise((resolve, reject) => {
    const fields = new Map<string, string>();
    const files: Upload[] = [];
    let size = 0;
    let failed = false;
    const fail = (error: PosternError) => {
      failed = true;
      request.unpipe(busboy);
      request.resume();
      reject(error);
    };
    const busboy = new Busboy({
      headers: { ...request.headers, 'content-type': request.headers['content-type'] ?? '' },
      limits: { fields: 20, fieldSize: 4096, files: 200, headerPairs: 100 },
    });
    busboy.on('field', (name, value) => fields.set(name, value));
    busboy.on('file', (_field, stream, name) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > limit && !failed) fail(new PosternError('too-large'));
        else if (!failed) chunks.push(chunk);
      });
      stream.on('end', () => {
        if (name) files.push({ name, bytes: Buffer.concat(chunks) });
      });
    });
    busboy.on('finish', () => resolve({ fields, files }));
    busboy.on('error', () => fail(new PosternError('bad-request')));
    request.on('aborted', () => fail(new PosternError('bad-request')));
    request.pipe(busboy);
  });
}
