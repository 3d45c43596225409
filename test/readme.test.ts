/**
 * Does what the README says, in the order it says it: writes the blocks marked `file=NAME`, runs those marked `run`
 * in a shell and compares what they print with the block marked `output` behind them.
 */
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningServer, startServer } from '../host/server/start.js';
import { removeFolder } from './tools/folders.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const text = readFileSync(join(root, 'README.md'), 'utf8');

/** A fenced block. */
interface Block {
  readonly mark: string;
  readonly body: string;
}

const blocks: readonly Block[] = [...text.matchAll(/^```\w+ (\S.*)\n([\s\S]*?)^```$/gm)].map(match => ({
  mark: match[1] ?? '',
  body: match[2] ?? '',
}));

/** Commands with the files that must be there before, and what they print. */
interface Step {
  readonly files: ReadonlyMap<string, string>;
  readonly commands: string;
  readonly output: string;
}

function steps(): Step[] {
  const found: Step[] = [];
  let files = new Map<string, string>();
  blocks.forEach(({ mark, body }, at) => {
    const name = /^file=([\w.-]+)$/.exec(mark)?.[1];
    if (name !== undefined) files.set(name, body);
    if (mark !== 'run') return;
    const next = blocks[at + 1];
    if (next?.mark !== 'output') throw new Error(`no output behind: ${body}`);
    found.push({ files, commands: body, output: next.body });
    files = new Map();
  });
  return found;
}

describe('the README', () => {
  const folder = mkdtempSync(join(tmpdir(), 'postern-readme-'));
  const base = join(folder, 'base');
  let server: RunningServer;

  beforeAll(async () => {
    const set = new Map([
      ['HTTPUPort', '0'],
      ['HTTPAPort', '0'],
      ['PWDPort', '-1'],
      ['XIMSSPort', '-1'],
    ]);
    server = await startServer({ base, set });
    // `npx` looks for the package in the folder where it is called; the reader calls it in the clone.
    mkdirSync(join(folder, 'bin'));
    const shim = `#!/bin/sh\nshift\nexec "${process.execPath}" "${join(root, 'host/bin/postern.mjs')}" "$@"\n`;
    writeFileSync(join(folder, 'bin', 'npx'), shim, { mode: 0o755 });
  });

  afterAll(async () => {
    await server?.stop();
    removeFolder(folder);
  });

  /** What the commands print, errors included; their exit status is part of the story where it matters. */
  function run(commands: string): Promise<string> {
    const port = String(server.address('HTTPU').port);
    const env = {
      ...process.env,
      PATH: `${join(folder, 'bin')}${delimiter}${process.env.PATH ?? ''}`,
      POSTERN_BASE: base,
      PASSWORD: server.firstPassword ?? '',
    };
    const script = `exec 2>&1\n${commands.replaceAll(':8100/', `:${port}/`)}`.replaceAll(
      'curl "',
      'curl --silent "',
    );
    return new Promise(resolve => {
      execFile('sh', ['-c', script], { cwd: folder, env }, (_, stdout) => resolve(stdout));
    });
  }

  it.each(steps())('does what it says: $commands', async ({ files, commands, output }) => {
    for (const [name, body] of files) writeFileSync(join(folder, name), body);
    expect((await run(commands)).trimEnd()).toBe(output.trimEnd());
  });

  it('names only files that exist', () => {
    const paths = [...text.matchAll(/\]\(((?!https?:)[^)#]+)\)/g)].map(match => match[1] ?? '');
    expect(paths.length).toBeGreaterThan(5);
    expect(paths.filter(path => !existsSync(join(root, path)))).toEqual([]);
  });

  it('opens with what Postern is, a picture, and how to start it', () => {
    expect(text).toMatch(/^# Postern\n\nPostern is /);
    const picture = text.indexOf('![');
    const start = text.indexOf('npm start');
    expect([picture > 0, start > picture, text.indexOf('npm test') > start]).toEqual([true, true, true]);
  });
});
