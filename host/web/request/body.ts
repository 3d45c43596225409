/** Reads request bodies into memory within two limits: one for a request, one for all requests together. */
import type { IncomingMessage } from 'node:http';
import type { WebLimits } from './limits.js';
import { Refusal } from './refusal.js';

/** Memory for the bodies of running requests. */
export class BodyBudget {
  private used = 0;

  /** @throws Refusal `busy` when there is no room */
  take(bytes: number, limit: number): void {
    if (this.used + bytes > limit) throw new Refusal('busy');
    this.used += bytes;
  }

  give(bytes: number): void {
    this.used -= bytes;
  }

  get inUse(): number {
    return this.used;
  }
}

/** True when the request has a body, or may have one. */
export function hasBody(request: IncomingMessage): boolean {
  const { headers } = request;
  if (headers['transfer-encoding'] !== undefined) return true;
  const length = headers['content-length'];
  return length !== undefined && length !== '0';
}

/** What a client may send beyond a refusal: it may not have seen the answer yet. */
const GRACE = 1024 * 1024;

/**
 * Throws the rest of a refused body away, so that the client gets to read the answer; one that goes on and on is
 * cut off.
 */
function drain(request: IncomingMessage, limit: number): void {
  let left = limit + GRACE;
  request.on('error', () => {});
  request.on('data', (chunk: Buffer) => {
    left -= chunk.length;
    if (left < 0) request.destroy();
  });
  request.resume();
}

/**
 * The whole body. What it took from the budget is given back when `release` is called.
 * @throws Refusal for too large, encoded and interrupted bodies
 */
export function readBody(
  request: IncomingMessage,
  budget: BodyBudget,
  limits: WebLimits,
): Promise<{ bytes: Buffer; release: () => void }> {
  const coding = request.headers['content-encoding'];
  if (coding !== undefined && coding !== '' && coding.toLowerCase() !== 'identity') {
    drain(request, limits.bodyBytes);
    throw new Refusal('media-type');
  }
  const announced = Number(request.headers['content-length'] ?? 0);
  if (announced > limits.bodyBytes) {
    drain(request, limits.bodyBytes);
    throw new Refusal('too-large');
  }
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    let taken = 0;
    const release = () => {
      budget.give(taken);
      taken = 0;
    };
    const stop = () => {
      request.off('data', onData);
      request.off('end', onEnd);
      request.off('close', onClose);
      request.off('error', onClose);
    };
    const fail = (error: unknown) => {
      stop();
      release();
      drain(request, limits.bodyBytes);
      reject(error);
    };
    const onData = (chunk: Buffer) => {
      size += chunk.length;
      if (size > limits.bodyBytes) return fail(new Refusal('too-large'));
      try {
        budget.take(chunk.length, limits.bodyMemory);
      } catch (error) {
        return fail(error);
      }
      taken += chunk.length;
      chunks.push(chunk);
    };
    const onEnd = () => {
      stop();
      resolve({ bytes: chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks), release });
    };
    const onClose = () => fail(new Refusal('incomplete'));
    request.on('data', onData);
    request.on('end', onEnd);
    request.on('close', onClose);
    request.on('error', onClose);
  });
}
