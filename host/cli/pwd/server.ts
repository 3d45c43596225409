/** The PWD module: listeners, limits on connections, an orderly end (cli.md 2.1). */
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { encodeUtf8 } from '../../../stdlib/values/utf8.js';
import { statusLine } from '../output.js';
import { newChallenge } from './challenge.js';
import { PwdConnection } from './connection.js';
import type { PwdOptions, PwdState } from './types.js';

/** Where a listener is to be opened. */
export interface PwdListen {
  readonly port: number;
  /** Address to bind, undefined for all. */
  readonly address?: string | undefined;
  /** TLS from the first byte on. */
  readonly secure?: boolean;
}

/** The running module. */
export interface PwdServer {
  /** Opens a listener; rejects with the system's error, for example EADDRINUSE. */
  listen(where: PwdListen): Promise<{ readonly address: string; readonly port: number }>;
  connections(): number;
  /** Closes the listeners; connections end as soon as their commands have answered. */
  close(): Promise<void>;
}

/** The address of a peer: IPv4 in its own form also over a socket of both families. */
function peerOf(socket: Socket): string {
  return (socket.remoteAddress ?? '').replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/, '');
}

/** Makes the module. */
export function createPwdServer(options: PwdOptions): PwdServer {
  const servers = new Set<Server>();
  const open = new Map<PwdConnection, string>();
  let numbers = 0;

  const refusalOf = (address: string): string | null => {
    const { channels, channelsPerAddress } = options.settings();
    if (options.admits?.(address) === false) return 'connections from your address are not accepted';
    let same = 0;
    for (const peer of open.values()) if (peer === address) same++;
    return open.size >= channels || same >= channelsPerAddress ? 'too many connections' : null;
  };

  const greeting = (state: PwdState): string => {
    const main = options.objects.domains.main();
    const text = options.text?.('PWDPrompt', [options.version, main]);
    const greet = text ?? `${main} Postern PWD Server ${options.version} ready`;
    return statusLine(200, encodeUtf8(state.challenge === null ? greet : `${greet} ${state.challenge}`));
  };

  const accept = (plain: Socket, secure: boolean): void => {
    const address = peerOf(plain);
    plain.on('error', () => undefined);
    const secureContext = secure ? options.tls() : null;
    const refusal = secure && secureContext === null ? 'no certificate is set' : refusalOf(address);
    if (refusal !== null) {
      options.log.problem(`connection from [${address}] refused: ${refusal}`);
      plain.end(statusLine(501, refusal));
      plain.setTimeout(2000, () => plain.destroy());
      plain.resume();
      return;
    }
    const settings = options.settings();
    const log = options.log.numbered(++numbers);
    const state: PwdState = {
      options,
      settings,
      log,
      address,
      secure,
      challenge: settings.advertiseApop ? newChallenge(options.objects.domains.main()) : null,
      who: null,
      user: null,
      inline: false,
      failures: 0,
      step: null,
    };
    const socket = secureContext === null ? plain : new TLSSocket(plain, { isServer: true, secureContext });
    const connection = new PwdConnection(socket, state, () => {
      open.delete(connection);
      log.all('closed');
    });
    open.set(connection, address);
    log.all(`connected from [${address}]:${plain.remotePort ?? 0}`);
    connection.greet(greeting(state));
  };

  return {
    listen: ({ port, address, secure = false }) =>
      new Promise((resolve, reject) => {
        const server = createServer({ allowHalfOpen: true }, socket => accept(socket, secure));
        server.once('error', reject);
        server.listen({ port, host: address, backlog: 511 }, () => {
          server.off('error', reject);
          server.on('error', error => options.log.failure(`listener error: ${error.message}`));
          servers.add(server);
          const bound = server.address() as AddressInfo;
          resolve({ address: bound.address, port: bound.port });
        });
      }),
    connections: () => open.size,
    close: async () => {
      const closed = [...servers].map(server => new Promise<void>(resolve => server.close(() => resolve())));
      servers.clear();
      for (const connection of [...open.keys()]) connection.end();
      await Promise.all(closed);
    },
  };
}
