/** The debug adapter over a stream of bytes, and the extension for editors. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { inflateRawSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runAuthorCommand } from '../../playground/cli/commands.js';
import { buildExtension } from '../../playground/vscode/build.mjs';
import { removeFolder } from '../tools/folders.js';
import { Client } from './dapclient.js';

const SOURCE = `function Twice(n) is
  m = n * 2;
  return m;
end function;
entry Main is
  list = NewArray();
  for i = 0 while i < 3 by i += 1 loop
    list.AddElement(Twice(i));
  end loop;
  SysLog("ready");
  SetHTTPResponseData(String(Length(list)));
end entry;
`;

let folder = '';
let client: Client;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'postern-dap-'));
  client = new Client();
});
afterEach(() => {
  client.input.end();
  removeFolder(folder);
});

const path = (name: string): string => join(folder, name);

async function launch(source: string, breakpoints: object[], more: object = {}): Promise<void> {
  writeFileSync(path('a.wcgp'), source);
  expect((await client.ask('initialize', { adapterID: 'postern' })).body).toMatchObject({
    supportsStepBack: true,
  });
  await client.event('initialized');
  expect((await client.ask('launch', { program: path('a.wcgp'), ...more })).success).toBe(true);
  await client.ask('setBreakpoints', { source: { path: path('a.wcgp') }, breakpoints });
  await client.ask('configurationDone');
}

async function stack(): Promise<string[]> {
  const { body } = await client.ask('stackTrace', { threadId: 1 });
  return ((body?.stackFrames ?? []) as { name: string; line: number }[]).map(
    ({ name, line }) => `${name}:${line}`,
  );
}

async function variables(reference: number): Promise<Record<string, string>> {
  const { body } = await client.ask('variables', { variablesReference: reference });
  return Object.fromEntries(
    ((body?.variables ?? []) as { name: string; value: string }[]).map(({ name, value }) => [name, value]),
  );
}

describe('the debug adapter', () => {
  it('stops, steps in both directions, and shows values', async () => {
    await launch(SOURCE, [{ line: 3, condition: 'n == 2' }]);
    expect((await client.event('stopped')).body).toMatchObject({ reason: 'breakpoint', threadId: 1 });
    expect(await stack()).toEqual(['Twice:3', 'Main:8']);
    expect(await variables(1)).toEqual({ n: '2', m: '4' });
    expect(await variables(2)).toEqual({ list: '2 elements', i: '2' });
    const { body } = await client.ask('evaluate', { expression: 'list', frameId: 1 });
    expect(body).toMatchObject({ result: '2 elements', type: 'array' });
    expect(await variables(Number(body?.variablesReference))).toEqual({ 0: '0', 1: '2' });
    await client.ask('stepBack', { threadId: 1 });
    await client.event('stopped');
    expect(await stack()).toEqual(['Twice:2', 'Main:8']);
    await client.ask('stepOut', { threadId: 1 });
    await client.event('stopped');
    expect(await stack()).toEqual(['Main:7']);
    await client.ask('reverseContinue', { threadId: 1 });
    expect((await client.event('stopped')).body).toMatchObject({ reason: 'breakpoint' });
    expect((await client.ask('disconnect')).success).toBe(true);
    expect(await client.ended).toBe(0);
  });

  it('stops where a program fails', async () => {
    await launch('entry Main is\n  a = NewArray();\n  a[2] = 1;\nend entry;\n', []);
    expect((await client.event('stopped')).body).toMatchObject({ reason: 'exception' });
    expect(await stack()).toEqual(['Main:3']);
  });

  it('gives log and response, and ends without breakpoints', async () => {
    await launch(SOURCE, []);
    expect((await client.event('output')).body).toMatchObject({ category: 'stdout', output: 'ready\n' });
    expect((await client.event('output')).body).toMatchObject({ output: '200\n3\n' });
    await client.event('terminated');
  });

  it('stops at the entry when told to, and tells what does not compile', async () => {
    await launch(SOURCE, [], { stopOnEntry: true });
    expect((await client.event('stopped')).body).toMatchObject({ reason: 'entry' });
    const other = new Client();
    writeFileSync(path('b.wcgp'), 'entry Main is x = ; end entry;');
    await other.ask('initialize');
    await other.ask('launch', { program: path('b.wcgp') });
    await other.ask('configurationDone');
    expect((await other.event('output')).body).toMatchObject({
      category: 'stderr',
      output: expect.stringContaining('b.wcgp:1'),
    });
    await other.event('terminated');
    other.input.end();
  });

  it('walks through recordings', async () => {
    writeFileSync(path('a.wcgp'), SOURCE);
    const io = {
      out: () => undefined,
      err: () => undefined,
      color: false,
      cwd: folder,
      signal: new AbortController().signal,
    };
    await runAuthorCommand('run', ['a.wcgp', '--record', 'run.prec'], {
      ...io,
      input: new PassThrough(),
      output: new PassThrough(),
    });
    await client.ask('initialize');
    await client.ask('launch', { recording: path('run.prec'), folder });
    await client.ask('setBreakpoints', { source: { path: path('a.wcgp') }, breakpoints: [{ line: 10 }] });
    await client.ask('configurationDone');
    await client.event('stopped');
    expect(await stack()).toEqual(['Main:10']);
  });

  it('refuses in words', async () => {
    await client.ask('initialize');
    expect(await client.ask('launch', {})).toMatchObject({
      success: false,
      message: '"program", "recording" or "host" is missing',
    });
    expect(await client.ask('nonsense')).toMatchObject({
      success: false,
      message: 'the adapter has no nonsense',
    });
    const { body } = await client.ask('setBreakpoints', {
      source: { path: '/a.wcgp' },
      breakpoints: [{ line: 1, condition: 'x ==' }],
    });
    expect(body?.breakpoints).toMatchObject([{ verified: false }]);
    expect((await client.ask('evaluate', { expression: 'x', frameId: 0 })).success).toBe(false);
  });
});

describe('the extension', () => {
  it('is a package with everything that it names', async () => {
    const bytes = Buffer.from(await buildExtension());
    const files = new Map<string, Buffer>();
    for (let at = 0; bytes.readUInt32LE(at) === 0x04034b50; ) {
      const [packed, length] = [bytes.readUInt32LE(at + 18), bytes.readUInt16LE(at + 26)];
      const name = bytes.toString('utf8', at + 30, at + 30 + length);
      const start = at + 30 + length;
      files.set(name, inflateRawSync(bytes.subarray(start, start + packed)));
      at = start + packed;
    }
    const about = JSON.parse(String(files.get('extension/package.json'))) as {
      main: string;
      contributes: { grammars: { path: string }[]; languages: { configuration: string }[] };
    };
    const named = [
      about.main,
      ...about.contributes.grammars.map(g => g.path),
      ...about.contributes.languages.map(l => l.configuration),
    ];
    for (const name of named) {
      const content = files.get(`extension/${name.replace('./', '')}`);
      expect([name, content === undefined]).toEqual([name, false]);
      if (name.endsWith('.json')) JSON.parse(String(content));
    }
    expect(String(files.get('extension.vsixmanifest'))).toContain('Id="postern"');
    expect([...files.keys()]).toContain('[Content_Types].xml');
  });
});
