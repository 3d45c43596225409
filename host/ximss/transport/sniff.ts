/**
 * XIMSS on an HTTP port (ximss.md 1.3): the first byte of a connection decides. Node's server begins to read at once
 * when it gets a connection, so its own listener is taken off and called once the byte is known.
 */
import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { Server as TlsServer } from 'node:tls';

const OPENING = 0x3c;

type Listener = (this: Server, socket: Socket) => void;

/** Takes a connection over, with the bytes that came already. */
export type TakeOver = (socket: Socket, first: Buffer) => void;

/**
 * Makes an HTTP or HTTPS server look at the first byte of each connection. Call it once, before other listeners of
 * the connection event are added.
 * @param timeout milliseconds in which the first byte must come
 */
export function sniff(server: Server, take: TakeOver, timeout: () => number): void {
  const event = server instanceof TlsServer ? 'secureConnection' : 'connection';
  const [own] = server.listeners(event) as Listener[];
  if (own === undefined) throw new Error('the server takes no connections');
  server.removeListener(event, own);
  server.on(event, (socket: Socket) => {
    if (socket.destroyed) return;
    const give = (): void => void socket.destroy();
    const onReadable = (): void => {
      const first: Buffer | null = socket.read();
      if (first === null) return;
      socket.removeListener('readable', onReadable);
      for (const end of ['error', 'timeout', 'end']) socket.removeListener(end, give);
      socket.setTimeout(0);
      if (first[0] === OPENING) {
        take(socket, first);
        return;
      }
      socket.unshift(first);
      own.call(server, socket);
    };
    for (const end of ['error', 'timeout', 'end']) socket.on(end, give);
    socket.setTimeout(timeout());
    socket.on('readable', onReadable);
  });
}
