/** A whole server as a process of its own, to be killed. */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { packageRoot } from '../../host/apps/distfile.js';

const main = pathToFileURL(join(packageRoot, 'dist/run/host/bin/main.js')).href;

/** A running server process. */
export interface Running {
  readonly process: ChildProcess;
  readonly user: string;
  readonly admin: string;
  /** Port of PWD, 0 when it is switched off. */
  readonly pwd: number;
  readonly token: string;
  /** Milliseconds from the start of the process to its first answer. */
  readonly took: number;
}

/** Starts a server on a base directory, with settings `name=value` over those of a test. */
export async function start(base: string, settings: readonly string[] = []): Promise<Running> {
  const options = [
    ...[
      'HTTPUPort=0',
      'HTTPAPort=0',
      'PWDPort=-1',
      'XIMSSPort=-1',
      'DomainName=main.test',
      'SandboxWorkers=1',
    ],
    ...settings,
  ].flatMap(setting => ['--set', setting]);
  const begun = performance.now();
  const script = `const { main } = await import(${JSON.stringify(main)}); await main(['serve', '--Base', ${JSON.stringify(base)}, ...${JSON.stringify(options)}]);`;
  const file = join(base, 'run.mjs');
  writeFileSync(file, script);
  const child = spawn(process.execPath, [file], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  const user = await new Promise<string>((resolve, reject) => {
    const read = (chunk: Buffer): void => {
      text += chunk.toString();
      const found = /HTTPU\s+(\S+)\n[\s\S]*HTTPA\s+(\S+)\n/.exec(text);
      if (found?.[1]) resolve(found[1]);
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('exit', code => reject(new Error(`the server ended with ${code}: ${text}`)));
  });
  await fetch(new URL('/robots.txt', user));
  const took = performance.now() - begun;
  const control = JSON.parse(readFileSync(join(base, 'Settings/control.json'), 'utf8')) as Record<
    string,
    string
  >;
  const pwd = Number(/PWD\s+\S*:(\d+)\n/.exec(text)?.[1] ?? 0);
  return { process: child, user, admin: control.url ?? '', pwd, token: control.token ?? '', took };
}

/** Kills it, and waits until it is gone. */
export async function kill({ process: child }: Running): Promise<void> {
  const gone = new Promise(resolve => child.once('exit', resolve));
  child.removeAllListeners('exit');
  child.once('exit', () => undefined);
  const ended = new Promise(resolve => child.once('close', resolve));
  child.kill('SIGKILL');
  await Promise.race([gone, ended]);
}

/** Stores a file of the main domain's unnamed skin. */
export const put = (server: Running, file: string, text: string): Promise<Response> =>
  fetch(new URL(`/skins?domain=&skin=&file=${file}`, server.admin), {
    method: 'PUT',
    headers: { Authorization: `Bearer ${server.token}` },
    body: text,
  });
