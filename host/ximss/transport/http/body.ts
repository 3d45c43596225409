/** Bodies of requests, whatever their method and type say (ximss.md 1.5.1, C-06, C-07). */
import type { IncomingMessage } from 'node:http';
import type { Bytes } from '../../../../stdlib/values/types.js';
import type { XimssSession } from '../../session/session.js';
import { HttpRefusal } from './reply.js';

const tooLarge = (): HttpRefusal =>
  new HttpRefusal(413, { text: 'message is too large', number: 506 }, { Connection: 'close' });

const tooMany = (): HttpRefusal =>
  new HttpRefusal(503, { text: 'too many requests are waiting', number: 503 }, { Connection: 'close' });

/** What the requests of one session hold in memory until they are answered. */
export class Budget {
  private bytes = 0;

  constructor(private readonly session: XimssSession) {}

  /** False when the session holds too much. */
  take(bytes: number): boolean {
    this.bytes += bytes;
    return this.session.holds(bytes);
  }

  end(): void {
    this.session.letsGo(this.bytes);
    this.bytes = 0;
  }
}

/** Reads the whole body, `''` when there is none. */
export function readBody(
  request: IncomingMessage,
  limit: number,
  budget: Budget | null = null,
): Promise<Buffer> | Buffer {
  const { headers } = request;
  const length = headers['content-length'];
  if ((length === undefined || length === '0') && headers['transfer-encoding'] === undefined) return EMPTY;
  if (Number(length) > limit) throw tooLarge();
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let size = 0;
    request.on('data', (part: Buffer) => {
      size += part.length;
      const fits = budget?.take(part.length) ?? true;
      if (size <= limit && fits) parts.push(part);
      else {
        parts.length = 0;
        request.pause();
        reject(fits ? tooLarge() : tooMany());
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
