/** Messages and parts as files, and as pages (ximss.md 1.5.10). */
import type { ServerResponse } from 'node:http';
import type { XimssSession } from '../../session/session.js';
import type { XimssWorld } from '../../world.js';
import { type Cookie, notFound } from './reply.js';

export async function mime(
  _world: XimssWorld,
  _session: XimssSession,
  _rest: readonly string[],
  _response: ServerResponse,
  _cookie: Cookie,
): Promise<void> {
  throw notFound('unknown message');
}

export const format = mime;
