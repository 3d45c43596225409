/** A fresh server with the objects of a fixture, the protocol and the command line, on loopback ports. */
import { existsSync } from 'node:fs';
import { mkdtemp, readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo, Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSecureContext } from 'node:tls';
import { readDictionary } from '../../../host/apps/readdictionary.js';
import { Texts } from '../../../host/apps/texts.js';
import { Meetings } from '../../../host/builtins/registry/meetings.js';
import { createCli } from '../../../host/cli/engine.js';
import type { CliServices } from '../../../host/cli/services.js';
import { createObjects, type Objects } from '../../../host/objects/api.js';
import { PUBLIC_INFO } from '../../../host/objects/settings/builtin.js';
import { SessionNumbers, sessionTasks } from '../../../host/server/bind/sessiontasks.js';
import { skinSource } from '../../../host/server/bind/skins.js';
import { stockFolder } from '../../../host/server/folders.js';
import { openStore } from '../../../host/storage/index.js';
import {
  createXimss,
  defaultXimssSettings,
  type HttpFacts,
  type XimssFace,
  type XimssOptions,
  type XimssSettings,
} from '../../../host/ximss/index.js';
import { certificate } from '../../cli/certificate.js';
import { renderPage } from '../../compiler/wssp/support/render.js';
import { removeFolder } from '../../tools/folders.js';
import { type Fixture, fill } from './fixture.js';

export interface XimssWorld {
  readonly objects: Objects;
  readonly face: XimssFace;
  readonly port: number;
  readonly httpPort: number;
  /** What was logged as a failure: nothing should be. */
  readonly failures: string[];
  /** Requests over HTTP that have arrived so far. */
  requests(): number;
  /** Connections to the HTTP port at the moment. */
  connections(): Promise<number>;
  close(): Promise<void>;
}

const nothing = (): void => undefined;

/** What the command line asks of the server around it. */
function cliServices(failures: string[]): CliServices {
  return {
    log: { failure: text => failures.push(text), problem: nothing, low: nothing, all: nothing },
    version: '0.0.0',
    systemInfo: () => null,
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

async function listen(server: Server): Promise<number> {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

/** Opens a server as a fixture describes it. */
export async function openXimssWorld(
  fixture: Fixture,
  settings: Partial<XimssSettings> = {},
  options: Partial<XimssOptions> = {},
): Promise<XimssWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'postern-ximss-'));
  const failures: string[] = [];
  const failure = (text: string): void => void failures.push(text);
  const store = await openStore({ folder });
  const objects = await createObjects({
    store,
    mainDomain: fixture.server.mainDomain,
    hostName: fixture.server.mainDomain,
    baseFolder: folder,
    stockFolder: stockFolder(null),
    log: { failure, problem: nothing, low: nothing },
  });
  await fill(objects, fixture);
  const numbers = new SessionNumbers();
  const source = skinSource(objects);
  const texts = new Texts({
    skins: source,
    readDictionary,
    cacheSize: () => 100,
    cacheEnabled: () => true,
    log: { failure },
  });
  const cli = createCli(objects, cliServices(failures));
  const current: XimssSettings = {
    ...defaultXimssSettings,
    protocolVersion: fixture.server.protocolVersion,
    ...settings,
  };
  const face = createXimss({
    objects,
    execute: (who, command) => cli.execute(who, command),
    settings: () => current,
    hostName: fixture.server.mainDomain,
    publicInfoNames: () => PUBLIC_INFO,
    skins: domain => objects.skins.names(domain),
    texts: (skin, language) => texts.get(skin, language),
    page: async (_session, skin, file, dataset) => {
      for (const folder of skin === '' ? ['stock'] : [skin, 'stock']) {
        const path = join(stockFolder(null), folder, file);
        if (existsSync(path)) return renderPage(file, { [file]: await readFile(path, 'utf8') }, dataset, {});
      }
      return null;
    },
    tasks: sessionTasks(
      numbers,
      new Meetings(
        task => numbers.isAlive(task),
        () => 1000,
      ),
      null,
    ),
    log: {
      failure: (tag, text) => failure(`${tag} ${text}`),
      problem: nothing,
      low: nothing,
      all: nothing,
      tells: false,
    },
    tls: {
      standard: () => certificate,
      ofName: () => createSecureContext(certificate),
    },
    ...options,
  });
  const tcp = face.listener(false);
  const http = createServer();
  face.sniff(http, () => 10_000);
  const facts = (request: IncomingMessage) => (): HttpFacts => ({
    address: request.socket.remoteAddress ?? '',
    secure: false,
    domain: objects.domains.find((request.headers.host ?? '').replace(/:\d+$/, '')),
  });
  let requests = 0;
  http.on('request', (request, response) => {
    requests++;
    if (!face.handle(request, response, facts(request))) response.writeHead(404).end();
  });
  http.on('upgrade', (request, socket, head) => {
    if (!face.upgrade(request, socket, head, facts(request))) socket.destroy();
  });
  return {
    objects,
    face,
    port: await listen(tcp),
    httpPort: await listen(http),
    failures,
    requests: () => requests,
    connections: () => new Promise(resolve => http.getConnections((_, count) => resolve(count))),
    async close() {
      face.stop();
      tcp.close();
      http.closeAllConnections();
      await new Promise(resolve => http.close(resolve));
      await objects.close();
      await store.close();
      removeFolder(folder);
    },
  };
}
