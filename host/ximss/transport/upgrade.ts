/** WebSocket upgrades: new connections at `/ximss`, and `ws` below a session (ximss.md 1.6). */
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { XimssSession } from '../session/session.js';
import type { XimssWorld } from '../world.js';
import { cookieOf } from './http/cookie.js';
import type { HttpFacts } from './http/handler.js';
import { readResource } from './http/resource.js';
import { refuseUpgrade, Upgrader } from './websocket.js';

/** Takes an upgrade when it belongs to the protocol. */
export function upgrade(
  world: XimssWorld,
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  facts: () => HttpFacts,
): boolean {
  const url = request.url ?? '';
  const isNew = /^\/ximss\/?(?:\?|$)/i.test(url);
  const resource = isNew ? null : readResource(url);
  if (!isNew && resource?.kind !== 'ws') return false;
  const { webSocket, webSocketOrigins } = world.settings();
  const refused = webSocket ? Upgrader.check(request, webSocketOrigins) : 404;
  if (refused !== null) {
    refuseUpgrade(socket, refused, refused === 400 ? 'subprotocol ximss is needed' : 'not available');
    return true;
  }
  const { address, secure } = facts();
  let session: XimssSession | null = null;
  if (resource?.kind === 'ws') {
    session = world.module.sessions.find(resource.session);
    const cookie = cookieOf(request.headers.cookie);
    if (
      session === null ||
      session.ending !== null ||
      !world.module.sessions.admits(session, address, cookie)
    ) {
      refuseUpgrade(socket, 550, 'you have been disconnected');
      return true;
    }
  }
  if (!world.module.hasRoom) {
    refuseUpgrade(socket, 503, 'too many channels');
    return true;
  }
  const number = (name: string): number | null => {
    const text = resource?.query.get(name) ?? '';
    return /^[0-9]{1,15}$/.test(text) ? Number(text) : null;
  };
  world.module.upgrader.accept(request, socket, head, opened => {
    const connection = world.module.takeWebSocket(opened, socket as Socket, address, secure);
    if (session !== null) connection.join(session, number('ackseq'), number('received'));
  });
  return true;
}
