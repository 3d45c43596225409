/** The parameter `command` of a request: of the query, of a urlencoded or of a multipart form (cli.md 2.2). */
import type { IncomingMessage } from 'node:http';
import { Busboy } from '@fastify/busboy';
import type { Bytes } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';

/** The name of the parameter. */
const NAME = 'command';

/** Undoes `%hh` and `+`; broken escapes stay as they are. */
function decode(text: Bytes): Bytes {
  return text
    .replaceAll('+', ' ')
    .replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/** The first value of the parameter in `a=b&c=d`, null if it is not there. */
export function fromPairs(text: Bytes): Bytes | null {
  for (const pair of text.split('&')) {
    const equal = pair.indexOf('=');
    if (equal >= 0 && decode(pair.slice(0, equal)) === NAME) return decode(pair.slice(equal + 1));
  }
  return null;
}

/** Reads a body into memory; `too-large` above the limit. */
async function readBody(request: IncomingMessage, limit: number): Promise<Bytes> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) throw new PosternError('too-large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size).toString('latin1');
}

function newParser(contentType: string, limit: number, bad: (cause: unknown) => void) {
  try {
    return new Busboy({
      headers: { 'content-type': contentType },
      defCharset: 'latin1',
      limits: { fieldSize: limit, fields: 100, files: 10, parts: 110, headerPairs: 20 },
    });
  } catch (error) {
    bad(error);
    return null;
  }
}

/** The parameter as a field of a multipart form. */
function fromMultipart(request: IncomingMessage, contentType: string, limit: number): Promise<Bytes | null> {
  return new Promise((resolve, reject) => {
    const bad = (cause?: unknown): void => reject(new PosternError('bad-request', { cause }));
    let command: Bytes | null = null;
    const parser = newParser(contentType, limit, bad);
    if (parser === null) return;
    parser.on('field', (name: string, value: string, _nameCut: boolean, cut: boolean) => {
      if (cut) reject(new PosternError('too-large'));
      else if (name === NAME) command ??= value;
    });
    parser.on('file', (_name, file) => file.resume());
    parser.on('error', bad);
    parser.on('finish', () => resolve(command));
    request.on('error', bad);
    request.on('aborted', bad);
    request.pipe(parser);
  });
}

/**
 * The command of a request, as bytes; null if there is none.
 * @param limit largest body in bytes
 */
export async function commandOf(request: IncomingMessage, limit: number): Promise<Bytes | null> {
  const target = Buffer.from(request.url ?? '', 'utf8').toString('latin1');
  const mark = target.indexOf('?');
  const query = mark < 0 ? null : fromPairs(target.slice(mark + 1));
  if (request.method !== 'POST') return query;
  const contentType = request.headers['content-type'] ?? '';
  if (/^multipart\/form-data\b/i.test(contentType)) {
    return (await fromMultipart(request, contentType, limit)) ?? query;
  }
  if (!/^application\/x-www-form-urlencoded\b/i.test(contentType) && contentType !== '') return query;
  return fromPairs(await readBody(request, limit)) ?? query;
}
