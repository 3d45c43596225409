/** A real server on a temporary base directory, and clients for it. Needs the built package. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningServer, type StartOptions, startServer } from '../../../host/server/start.js';
import { removeFolder } from '../../tools/folders.js';

/** Main domain of test servers. */
export const MAIN = 'main.test';

/** A server for one test file. */
export interface TestServer {
  readonly server: RunningServer;
  readonly base: string;
  /** Answers of the user listener; the Host field is that of the main domain. */
  get(path: string, init?: RequestInit): Promise<{ status: number; body: string; headers: Headers }>;
  /** Stores files in a skin of the main domain; fails the test when one is refused. */
  put(files: Readonly<Record<string, string>>, skin?: string, domain?: string): Promise<void>;
  /** The administration listener, as postmaster. */
  admin(method: string, path: string, body?: string | Uint8Array): Promise<{ status: number; body: string }>;
  stop(): Promise<void>;
}

/** A temporary base directory. */
export function temporaryBase(): string {
  return mkdtempSync(join(tmpdir(), 'postern-server-'));
}

/** Starts a server on free ports of the loopback address. The base directory is removed at the end. */
export async function startTestServer(
  set: Readonly<Record<string, string>> = {},
  options: Partial<StartOptions> = {},
): Promise<TestServer> {
  const base = options.base ?? temporaryBase();
  const names = ['HTTPUPort', 'HTTPUTLSPort', 'HTTPAPort', 'HTTPATLSPort', 'PWDPort', 'XIMSSPort'];
  const ports = names.map(name => [name, '0'] as const);
  const settings = new Map<string, string>([
    ...ports,
    ['DomainName', MAIN],
    ['SandboxWorkers', '1'],
    ...Object.entries(set),
  ]);
  const server = await startServer({ ...options, base, set: settings });
  const user = server.address('HTTPU').url;
  const admin = async (method: string, path: string, body?: string | Uint8Array) => {
    const response = await fetch(new URL(path, server.address('HTTPA').url), {
      method,
      headers: { Authorization: `Bearer ${server.controlToken}`, Accept: 'application/json' },
      ...(body === undefined ? {} : { body: body as BodyInit }),
    });
    return { status: response.status, body: await response.text() };
  };
  return {
    server,
    base,
    get: async (path, init = {}) => {
      const response = await fetch(new URL(path, user), { redirect: 'manual', ...init });
      return { status: response.status, body: await response.text(), headers: response.headers };
    },
    put: async (files, skin = '', domain = MAIN) => {
      for (const [file, text] of Object.entries(files)) {
        const query = new URLSearchParams({ domain, skin, file });
        const answer = await admin('PUT', `/skins?${query}`, text);
        if (answer.status !== 200) throw new Error(`${file} was refused: ${answer.body}`);
      }
    },
    admin,
    stop: async () => {
      await server.stop();
      removeFolder(base);
    },
  };
}

/** HTTP Basic credentials. */
export function basic(name: string, password: string): Record<string, string> {
  return { Authorization: `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}` };
}
