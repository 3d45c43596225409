/** Bodies of requests, whatever their method and type say (ximss.md 1.5.1, C-06, C-07). */
import type { IncomingMessage } from 'node:http';
import type { Bytes } from '../../../../stdlib/values/types.js';
import { HttpRefusal } from './reply.js';

const tooLarge = (): HttpRefusal =>
  new HttpRefusal(413, { text: 'message is too large', number: 506 }, { Connection: 'close' });

/** Reads the whole body, `''` when there is none. */
export function readBody(request: IncomingMessage, limit: number): Promise<Buffer> | Buffer {
  const { headers } = request;
  const length = headers['content-length'];
  if ((length === undefined || length === '0') && headers['transfer-encoding'] === undefined) return EMPTY;
  if (Number(length) > limit) throw tooLarge();
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let size = 0;
    request.on('data', (part: Buffer) => {
      size += part.length;
      if (size <= limit) parts.push(part);
      else {
        parts.length = 0;
        request.pause();
        reject(tooLarge());
      }
    });
    request.on('end', () => resolve(parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts)));
    request.on('error', reject);
    request.on('aborted', () =>
      reject(new HttpRefusal(400, { text: 'the request is not complete', number: 507 })),
    );
  });
}

const EMPTY = Buffer.alloc(0);

/** True when the first byte that is not white space is `<`. */
export function isXml(text: Bytes): boolean {
  return /^(?:\xef\xbb\xbf)?[ \t\r\n]*</.test(text);
}
