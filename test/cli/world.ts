/** A fresh server of the object layer and the command line alone, on loopback ports. */
import { mkdtemp } from 'node:fs/promises';
import { createServer } from 'node:http';
import { type AddressInfo, createServer as createTCPServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SecureContext } from 'node:tls';
import { type Cli, createCli } from '../../host/cli/engine.js';
import { createCliHttp, isCliPath } from '../../host/cli/http/handler.js';
import { createPwd } from '../../host/cli/pwd/server.js';
import { defaultPwdSettings, type PwdSettings } from '../../host/cli/pwd/types.js';
import type { CliServices } from '../../host/cli/services.js';
import { createObjects, type Objects, type Principal, SYSTEM } from '../../host/objects/api.js';
import { openStore } from '../../host/storage/index.js';
import { encodeUtf8 } from '../../stdlib/values/utf8.js';
import { removeFolder } from '../tools/folders.js';

export interface CliWorld {
  readonly objects: Objects;
  readonly cli: Cli;
  readonly pwdPort: number;
  readonly httpPort: number;
  /** What was logged as a failure: nothing should be. */
  readonly failures: string[];
  login(name: string, password: string): Promise<{ principal: Principal }>;
  close(): Promise<void>;
}

export interface WorldOptions {
  readonly settings?: Partial<PwdSettings>;
  readonly tls?: () => SecureContext | null;
}

/** What the command line asks of the server around it. */
function servicesOf(failures: string[]): CliServices {
  const nothing = (): void => undefined;
  return {
    log: { failure: text => failures.push(text), problem: nothing, low: nothing, all: nothing },
    version: '0.0.0',
    systemInfo: name => (name.toLowerCase() === 'maindomainname' ? 'main.example' : null),
    shutdown: nothing,
    setLogAll: nothing,
    setTrace: nothing,
    writeLog: nothing,
    dumpObjects: nothing,
    clearSkinCache: nothing,
    refreshOSData: nothing,
    allowPlainPasswordRead: () => false,
  };
}

/** Opens a server with the main domain `main.example` and this password of postmaster. */
export async function openCliWorld(password: string, options: WorldOptions = {}): Promise<CliWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'postern-cli-'));
  const failures: string[] = [];
  const nothing = (): void => undefined;
  const log = {
    failure: (text: string) => failures.push(text),
    problem: nothing,
    low: nothing,
    all: nothing,
  };
  const store = await openStore({ folder });
  const objects = await createObjects({
    store,
    mainDomain: 'main.example',
    hostName: 'main.example',
    baseFolder: folder,
    log,
  });
  await objects.passwords.set(SYSTEM, 'postmaster', encodeUtf8(password), {});
  const cli = createCli(objects, servicesOf(failures));
  const pwd = createPwd({
    objects,
    cli,
    settings: () => ({ ...defaultPwdSettings, loginDelay: 0, ...options.settings }),
    version: '0.0.0',
    tls: options.tls ?? (() => null),
  });
  objects.core.owned.register({
    name: 'PWD connections',
    close: async accountId => {
      pwd.endAccount(accountId);
      return true;
    },
  });
  const tcp = createTCPServer({ allowHalfOpen: true }, socket => pwd.serve(socket, log));
  await new Promise<void>(resolve => tcp.listen(0, '127.0.0.1', resolve));
  const handle = createCliHttp({ cli, objects, maxBody: () => 16 * 1024 * 1024 });
  const http = createServer((request, response) => {
    if (!isCliPath((request.url ?? '').replace(/\?.*$/s, ''))) return response.writeHead(404).end();
    return handle(request, response, {
      domain: null,
      address: request.socket.remoteAddress ?? '',
      secure: false,
    });
  });
  await new Promise<void>(resolve => http.listen(0, '127.0.0.1', resolve));
  return {
    objects,
    cli,
    pwdPort: (tcp.address() as AddressInfo).port,
    httpPort: (http.address() as AddressInfo).port,
    failures,
    login: (name, password) =>
      objects.passwords.login({
        name: encodeUtf8(name),
        password: encodeUtf8(password),
        domain: null,
        address: '127.0.0.1',
        service: 'HTTP',
        secure: false,
      }),
    async close() {
      tcp.close();
      await pwd.close();
      http.closeAllConnections();
      await new Promise(resolve => http.close(resolve));
      await objects.close();
      await store.close();
      removeFolder(folder);
    },
  };
}
