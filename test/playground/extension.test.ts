/**
 * The packed extension in an editor of wax: its main file is loaded as the editor does, with a `vscode` module that knows
 * every name, and it has to start the language server and to say how the debugger is started.
 */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire, Module } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inflateRawSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { buildExtension } from '../../playground/vscode/build.mjs';
import { removeFolder } from '../tools/folders.js';
import { PATIENCE } from '../tools/patience.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

interface Adapter {
  readonly command: string;
  readonly args: readonly string[];
}

interface Factory {
  createDebugAdapterDescriptor(): Adapter;
}

interface About {
  readonly main: string;
  readonly engines: { readonly vscode: string };
  readonly contributes: { readonly debuggers: readonly { readonly type: string }[] };
}

interface Extension {
  activate(context: { subscriptions: unknown[] }): Promise<void>;
  deactivate(): Promise<void>;
}

/** Something that can be called, made, and asked for anything; nothing comes of it. */
function wax(): unknown {
  const made = new Map<PropertyKey, unknown>();
  const body = class {};
  const figure: unknown = new Proxy(body, {
    get(target, name) {
      // classes are extended: what they inherit has to be there
      if (name === 'prototype') return target.prototype;
      if (name === 'then' || typeof name === 'symbol') return undefined;
      if (!made.has(name)) made.set(name, wax());
      return made.get(name);
    },
    apply: () => wax(),
    // a class that extends it keeps its own methods
    construct: (_target, _given, asked) =>
      asked === figure ? (wax() as object) : (Reflect.construct(Object, [], asked) as object),
  });
  return figure;
}

/** Some parts of the editor, the rest of wax. */
function over(parts: Readonly<Record<string, unknown>>): unknown {
  const rest = wax() as Record<PropertyKey, unknown>;
  return new Proxy(rest, {
    get: (target, name) => (name in parts ? parts[String(name)] : target[name]),
  });
}

/** The files of a .vsix. */
function unpacked(bytes: Buffer): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  for (let at = 0; bytes.readUInt32LE(at) === 0x04034b50; ) {
    const [packed, length] = [bytes.readUInt32LE(at + 18), bytes.readUInt16LE(at + 26)];
    const start = at + 30 + length;
    files.set(bytes.toString('utf8', at + 30, start), inflateRawSync(bytes.subarray(start, start + packed)));
    at = start + packed;
  }
  return files;
}

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'postern-extension-'));
});
afterEach(() => removeFolder(folder));

/** Stands between the editor and the command line, and keeps what the editor says in a file. */
const BETWEEN = `
import { spawn } from 'node:child_process';
import { appendFileSync, writeFileSync } from 'node:fs';
const [asked, ...rest] = process.argv.slice(2);
writeFileSync(asked + '.pid', String(process.pid));
const child = spawn(process.execPath, rest, { stdio: ['pipe', 'inherit', 'inherit'] });
process.stdin.on('data', piece => {
  appendFileSync(asked, piece);
  child.stdin.write(piece);
});
process.stdin.on('end', () => child.stdin.end());
child.on('exit', status => process.exit(status ?? 1));
`;

/** An editor that starts the command line of Postern with a command. */
function editor(version: string, command: readonly string[], factories: Map<string, Factory>): unknown {
  return over({
    version,
    workspace: over({
      getConfiguration: () => ({ get: () => command }),
      workspaceFolders: [{ uri: { fsPath: folder } }],
      textDocuments: [],
      notebookDocuments: [],
    }),
    window: over({
      visibleTextEditors: [],
      activeTextEditor: undefined,
    }),
    debug: over({
      registerDebugAdapterDescriptorFactory: (type: string, factory: Factory) => {
        factories.set(type, factory);
        return { dispose: () => factories.delete(type) };
      },
    }),
    DebugAdapterExecutable: class {
      constructor(
        readonly command: string,
        readonly args: readonly string[],
      ) {}
    },
  });
}

/** Loads the main file where `vscode` is an editor of ours. */
async function inEditor(vscode: unknown, main: string, act: (extension: Extension) => Promise<void>) {
  const loader = Module as unknown as { _load(name: string, ...rest: unknown[]): unknown };
  const load = loader._load;
  // bundlers make a copy of a module, which has what the module inherits
  const module = Object.create(vscode as object) as unknown;
  loader._load = (name, ...rest) => (name === 'vscode' ? module : load.call(Module, name, ...rest));
  try {
    await act(createRequire(import.meta.url)(main) as Extension);
  } finally {
    loader._load = load;
  }
}

describe('the extension in an editor', () => {
  const files = buildExtension().then(bytes => unpacked(Buffer.from(bytes)));

  const open = async () => {
    const about = JSON.parse(String((await files).get('extension/package.json'))) as About;
    const main = join(folder, 'extension.cjs');
    writeFileSync(main, (await files).get(join('extension', about.main)) ?? '');
    return { about, main, oldest: about.engines.vscode.replace('^', '') };
  };

  it('starts the language server, says how the debugger is started, and ends', async () => {
    const { about, main, oldest } = await open();
    const factories = new Map<string, Factory>();
    const [asked, between] = [join(folder, 'asked'), join(folder, 'between.mjs')];
    writeFileSync(between, BETWEEN);
    const command = [process.execPath, between, asked, join(root, 'host/bin/postern.mjs')];
    await inEditor(editor(oldest, command, factories), main, async extension => {
      const subscriptions: unknown[] = [];
      await extension.activate({ subscriptions });
      expect([...factories.keys()]).toEqual(about.contributes.debuggers.map(({ type }) => type));
      expect(factories.get('postern')?.createDebugAdapterDescriptor()).toMatchObject({
        command: process.execPath,
        args: [...command.slice(1), 'dap'],
      });
      expect(subscriptions).toHaveLength(1);
      await extension.deactivate();
      // the second is said only to a server that has answered the first
      for (const method of ['initialize', 'initialized', 'shutdown'])
        expect(readFileSync(asked, 'utf8')).toContain(`"method":"${method}"`);
      const pid = Number(readFileSync(`${asked}.pid`, 'utf8'));
      await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow('ESRCH'), { timeout: PATIENCE });
    });
  });
});
