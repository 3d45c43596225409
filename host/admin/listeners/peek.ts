/**
 * Two protocols on one port: the first byte of a connection decides whether HTTP gets it. Nothing is taken from the
 * connection; whoever gets it reads it from its first byte.
 */
import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/** Takes a connection that is not HTTP; false: it does not want it. */
export type HandOver = (socket: Socket) => boolean;

/** Byte that begins a connection which is handed over: `<`, the beginning of XML. */
const XML = 0x3c;

/** Calls back with the first byte; null when the connection ends, fails, or says nothing for so long. */
function firstByte(socket: Socket, patience: number, found: (byte: number | null) => void): void {
  const end = (byte: number | null): void => {
    clearTimeout(timer);
    socket.off('readable', look);
    socket.off('end', fail);
    socket.off('close', fail);
    socket.off('error', fail);
    found(byte);
  };
  const fail = (): void => end(null);
  const look = (): void => {
    const chunk = socket.read() as Buffer | null;
    if (chunk === null) return;
    socket.unshift(chunk);
    end(chunk[0] ?? null);
  };
  const timer = setTimeout(fail, patience);
  socket.on('readable', look);
  socket.on('end', fail);
  socket.on('close', fail);
  socket.on('error', fail);
}

/**
 * Lets a server of HTTP look at the first byte of every connection. To be called before anybody else listens to
 * its connections.
 * @param patience milliseconds that a connection may say nothing
 */
export function handOverXML(server: Server, secure: boolean, patience: number, handOver: HandOver): void {
  // The server's own parser is attached by its listener of this event: it gets what is HTTP.
  const event = secure ? 'secureConnection' : 'connection';
  const listeners = server.listeners(event) as ((socket: Socket) => void)[];
  server.removeAllListeners(event);
  server.on(event, (socket: Socket) =>
    firstByte(socket, patience, byte => {
      if (byte === null) socket.destroy();
      else if (byte !== XML || !handOver(socket))
        for (const listener of listeners) listener.call(server, socket);
    }),
  );
}
