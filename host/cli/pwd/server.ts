/** The PWD module: serves the connections that listeners give it, and ends them in order (cli.md 2.1). */
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { encodeUtf8 } from '../../../stdlib/values/utf8.js';
import type { Objects, Principal } from '../../objects/api.js';
import { statusLine } from '../output.js';
import type { CliLog } from '../services.js';
import { newChallenge } from './challenge.js';
import { PwdConnection } from './connection.js';
import type { PwdOptions, PwdState } from './types.js';

/** The running module. */
export interface PwdModule {
  /** Serves a connection; listeners have counted it already. A TLS socket is secure from the beginning. */
  serve(socket: Socket | TLSSocket, log: CliLog): void;
  connections(): number;
  /** Ends the connections of an account as soon as their commands have answered. */
  endAccount(accountId: number): void;
  /** Ends every connection as soon as its command has answered. */
  close(): Promise<void>;
}

/** The address of a peer: IPv4 in its own form also over a socket of both families. */
function peerOf(socket: Socket): string {
  return (socket.remoteAddress ?? '').replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/, '');
}

/** The permanent number of who is logged in, null before the login. */
function accountIdOf({ accounts }: Objects, who: Principal | null): number | null {
  if (who?.kind !== 'account') return null;
  return accounts.record({ account: who.account, domain: who.domain })?.id ?? null;
}

/** Makes the module. */
export function createPwd(options: PwdOptions): PwdModule {
  const open = new Map<PwdConnection, () => void>();

  const greeting = (state: PwdState): string => {
    const main = options.objects.domains.main();
    const text = options.text?.('PWDPrompt', [options.version, main]);
    const greet = text ?? `${main} Postern PWD Server ${options.version} ready`;
    return statusLine(200, encodeUtf8(state.challenge === null ? greet : `${greet} ${state.challenge}`));
  };

  return {
    serve: (socket, log) => {
      const settings = options.settings();
      const address = peerOf(socket);
      if (options.objects.networks.refuses(address)) {
        log.problem(`connection from [${address}] refused`);
        socket.on('error', () => undefined);
        socket.end(statusLine(501, 'connections from your address are not accepted'));
        return;
      }
      const offersApop = settings.advertiseApop && options.objects.passwords.offers(null, 'APOP');
      const state: PwdState = {
        options,
        settings,
        log,
        address,
        secure: socket instanceof TLSSocket,
        challenge: offersApop ? newChallenge(options.objects.domains.main()) : null,
        who: null,
        user: null,
        inline: false,
        failures: 0,
        step: null,
      };
      const connection = new PwdConnection(socket, state, () => {
        open.get(connection)?.();
        open.delete(connection);
      });
      open.set(connection, () => undefined);
      connection.greet(greeting(state));
    },
    connections: () => open.size,
    endAccount: accountId => {
      for (const connection of [...open.keys()]) {
        if (accountIdOf(options.objects, connection.who) === accountId) connection.end();
      }
    },
    close: async () => {
      const ended = [...open.keys()].map(
        connection =>
          new Promise<void>(resolve => {
            open.set(connection, resolve);
            connection.end();
          }),
      );
      await Promise.all(ended);
    },
  };
}
