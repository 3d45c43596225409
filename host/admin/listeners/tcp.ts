/** One listener of a protocol that is not HTTP: socket limits, connection numbers for the log, an orderly end. */
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTLSServer, type SecureContextOptions, type TLSSocket } from 'node:tls';
import type { Logger } from '../log/log.js';
import { type CertificateOfName, sniCallback } from './certificate.js';

/** What is needed to open a listener. */
export interface TCPListenerOptions {
  /** Log tag: PWD or XIMSSI. */
  readonly tag: string;
  readonly port: number;
  /** Address to bind, undefined for all. */
  readonly address: string | undefined;
  readonly tls: SecureContextOptions | null;
  readonly ofName: CertificateOfName;
  /** Open connections, of all and of one client address; asked at each connection. */
  readonly limits: () => { readonly channels: number; readonly channelsPerAddress: number };
  readonly log: Logger;
  readonly nextNumber: () => number;
  /** Takes a connection, with the logger that has its number. */
  readonly accept: (socket: Socket | TLSSocket, log: Logger) => void;
}

/** An open listener. */
export interface TCPListener {
  readonly tag: string;
  readonly secure: boolean;
  readonly address: string;
  readonly port: number;
  connections(): number;
  /** Stops accepting; connections that are open are ended. */
  close(): Promise<void>;
  renew(tls: SecureContextOptions): void;
}

/** Milliseconds that connections have to end by themselves. */
const FAREWELL = 1000;

/** Opens a listener. Rejects with the system's error, for example EADDRINUSE. */
export async function openTCPListener(options: TCPListenerOptions): Promise<TCPListener> {
  const { tls, log } = options;
  const open = new Set<Socket>();
  const perAddress = new Map<string, number>();

  const take = (socket: Socket): void => {
    const peer = socket.remoteAddress ?? '';
    const { channels, channelsPerAddress } = options.limits();
    const mine = perAddress.get(peer) ?? 0;
    if (open.size >= channels || mine >= channelsPerAddress) {
      log.problem(`connection from [${peer}] refused: too many channels`);
      socket.destroy();
      return;
    }
    const own = log.numbered(options.nextNumber());
    open.add(socket);
    perAddress.set(peer, mine + 1);
    own.all(`connected from [${peer}]:${socket.remotePort ?? 0}`);
    socket.once('close', () => {
      open.delete(socket);
      const left = (perAddress.get(peer) ?? 1) - 1;
      if (left > 0) perAddress.set(peer, left);
      else perAddress.delete(peer);
      own.all('closed');
    });
    // Clients that go away are no news; whoever serves the connection learns of it by its end.
    socket.on('error', () => undefined);
    options.accept(socket, own);
  };

  const server: Server = tls
    ? createTLSServer({ ...tls, minVersion: 'TLSv1.2', SNICallback: sniCallback(options.ofName) }, take)
    : createServer({ noDelay: true }, take);
  if (tls) {
    server.on('tlsClientError', (error: Error) => log.low(`TLS handshake failed: ${error.message}`));
  }
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port: options.port, host: options.address, backlog: 511 }, () => {
      server.off('error', reject);
      resolve();
    });
  });
  server.on('error', error => log.failure(`listener error: ${error.message}`));
  const bound = server.address() as AddressInfo;
  return {
    tag: options.tag,
    secure: tls !== null,
    address: bound.address,
    port: bound.port,
    connections: () => open.size,
    close: () =>
      new Promise(resolve => {
        const timer = setTimeout(() => {
          for (const socket of open) socket.destroy();
        }, FAREWELL);
        server.close(() => {
          clearTimeout(timer);
          resolve();
        });
        for (const socket of open) socket.end();
      }),
    renew: context => {
      if ('setSecureContext' in server) (server as import('node:tls').Server).setSecureContext(context);
    },
  };
}
