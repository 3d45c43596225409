/** A real server on a base directory of its own, with the files of an example application in its skins. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SYSTEM } from '../../host/objects/api.js';
import { type RunningServer, startServer } from '../../host/server/start.js';
import { dictOf } from '../../stdlib/values/index.js';
import { readSkinFolder } from '../skins/load.js';
import { removeFolder } from '../tools/folders.js';

/** An account of the tests. */
export const USER = 'anna@example.test';
export const PASSWORD = 'Secret-pass-1';

/** What a test asks and sees. */
export interface Site {
  readonly url: string;
  readonly server: RunningServer;
  /** Asks without following redirections. */
  get(path: string, init?: RequestInit): Promise<Answer>;
  /** Sends a form. */
  post(path: string, form: Readonly<Record<string, string>> | FormData, init?: RequestInit): Promise<Answer>;
  /** Logs in: the path of the session, with a slash at its end. */
  login(): Promise<string>;
  stop(): Promise<void>;
}

export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
}

/** HTTP Basic credentials. */
export function basic(name: string, password: string): Record<string, string> {
  return { Authorization: `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}` };
}

async function ask(url: string, init: RequestInit): Promise<Answer> {
  const response = await fetch(url, { redirect: 'manual', ...init });
  return { status: response.status, text: await response.text(), headers: response.headers };
}

/** Starts a server and uploads the files of `test/examples/<name>` into its server-wide unnamed skin. */
export async function startSite(name: string): Promise<Site> {
  const base = mkdtempSync(join(tmpdir(), 'postern-example-'));
  const set = new Map([
    ['DomainName', 'example.test'],
    ['HTTPUPort', '0'],
    ['HTTPAPort', '0'],
    ['PWDPort', '-1'],
    ['XIMSSPort', '-1'],
  ]);
  const server = await startServer({
    base,
    set,
    logToConsole: process.env.LOG !== undefined,
    write: line => console.log(line),
  });
  const { objects } = server;
  await objects.accounts.create(SYSTEM, USER, {
    settings: dictOf([
      ['Password', PASSWORD],
      ['RealName', 'Anna Berg'],
    ]),
  });
  const folder = fileURLToPath(new URL(name, import.meta.url));
  for (const [file, bytes] of readSkinFolder(folder)) {
    await objects.skins.storeFile(SYSTEM, null, '', file, bytes);
  }
  const url = server.address('HTTPU').url.replace(/\/$/, '');
  const get: Site['get'] = (path, init = {}) => ask(url + path, init);
  const post: Site['post'] = (path, form, init = {}) =>
    ask(url + path, {
      method: 'POST',
      body: form instanceof FormData ? form : new URLSearchParams(form),
      ...init,
    });
  return {
    url,
    server,
    get,
    post,
    login: async () => {
      const answer = await post('/', { username: USER, password: PASSWORD });
      const session = /^(\/Session\/[^/]+\/)/.exec(answer.headers.get('location') ?? '')?.[1];
      if (session === undefined) throw new Error(`login failed: ${answer.status} ${answer.text}`);
      return session;
    },
    stop: async () => {
      await server.stop();
      removeFolder(base);
    },
  };
}
