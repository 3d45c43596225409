/** The language server over a stream of bytes: golden answers, broken input. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runAuthorCommand } from '../../playground/cli/commands.js';
import { FrameReader, frame } from '../../playground/lsp/framing.js';
import { removeFolder } from '../tools/folders.js';

type Answer = {
  id?: number;
  method?: string;
  result?: unknown;
  error?: { code: number; message: string };
  params?: unknown;
};

class Client {
  readonly input = new PassThrough();
  readonly output = new PassThrough();
  readonly received: Answer[] = [];
  readonly ended: Promise<number | null>;
  private waiting: (() => void)[] = [];
  private next = 1;

  constructor() {
    const reader = new FrameReader(message => {
      this.received.push(message as Answer);
      for (const wake of this.waiting.splice(0)) wake();
    });
    this.output.on('data', (chunk: Buffer) => reader.push(chunk));
    this.ended = runAuthorCommand('lsp', ['--stdio'], {
      out: () => undefined,
      err: () => undefined,
      color: false,
      cwd: '/',
      signal: new AbortController().signal,
      input: this.input,
      output: this.output,
    });
  }

  notify(method: string, params: object): void {
    this.input.write(frame({ jsonrpc: '2.0', method, params }));
  }

  async ask(method: string, params: object): Promise<Answer> {
    const id = this.next++;
    this.input.write(frame({ jsonrpc: '2.0', id, method, params }));
    return this.wait(message => message.id === id);
  }

  async wait(wanted: (message: Answer) => boolean): Promise<Answer> {
    for (;;) {
      const found = this.received.find(wanted);
      if (found !== undefined) return found;
      await new Promise<void>(wake => this.waiting.push(wake));
    }
  }
}

const MAIN = `function Twice(n) external;
entry Main is
  total = Twice(4);
  SetHTTPResponseData(String(total));
end entry;
`;
const TWICE = 'function Twice(n) is\n  return n * 2;\nend function;\n';

let folder = '';
let client: Client;
const uri = (name: string): string => pathToFileURL(join(folder, name)).href;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'postern-lsp-'));
  writeFileSync(join(folder, 'twice.wcgi'), TWICE);
  client = new Client();
});
afterEach(() => {
  client.input.end();
  removeFolder(folder);
});

async function start(): Promise<void> {
  const answer = await client.ask('initialize', { rootUri: pathToFileURL(folder).href, capabilities: {} });
  expect(answer.result).toMatchObject({
    serverInfo: { name: 'postern' },
    capabilities: { renameProvider: true },
  });
  client.notify('initialized', {});
  client.notify('textDocument/didOpen', {
    textDocument: { uri: uri('main.wcgp'), languageId: 'cgpl', version: 1, text: MAIN },
  });
}

const at = (line: number, character: number): object => ({
  textDocument: { uri: uri('main.wcgp') },
  position: { line, character },
});

describe('the language server', () => {
  it('tells problems and follows changes', async () => {
    await start();
    const first = await client.wait(m => m.method === 'textDocument/publishDiagnostics');
    expect(first.params).toEqual({ uri: uri('main.wcgp'), diagnostics: [] });
    client.notify('textDocument/didChange', {
      textDocument: { uri: uri('main.wcgp'), version: 2 },
      contentChanges: [
        { range: { start: { line: 2, character: 10 }, end: { line: 2, character: 15 } }, text: 'Thrice' },
      ],
    });
    const second = await client.wait(m => m.method === 'textDocument/publishDiagnostics' && m !== first);
    expect(second.params).toEqual({
      uri: uri('main.wcgp'),
      diagnostics: [
        {
          range: { start: { line: 2, character: 10 }, end: { line: 2, character: 16 } },
          severity: 1,
          code: 130,
          source: 'postern',
          message: 'there is no section and no built-in Thrice: did you mean Twice?',
        },
      ],
    });
  });

  it('answers the questions of an editor', async () => {
    await start();
    const result = async (method: string, params: object): Promise<unknown> =>
      (await client.ask(method, params)).result;
    expect(await result('textDocument/definition', at(2, 12))).toEqual([
      {
        uri: uri('twice.wcgi'),
        range: { start: { line: 0, character: 9 }, end: { line: 0, character: 14 } },
      },
    ]);
    expect(await result('textDocument/hover', at(3, 4))).toMatchObject({
      contents: { kind: 'markdown', value: expect.stringContaining('SetHTTPResponseData(x)') },
    });
    expect(await result('textDocument/references', at(2, 4))).toHaveLength(2);
    expect(await result('textDocument/documentSymbol', at(0, 0))).toMatchObject([
      { name: 'Twice' },
      { name: 'Main', kind: 24 },
    ]);
    expect(await result('textDocument/foldingRange', at(0, 0))).toEqual([
      { startLine: 1, endLine: 4, kind: 'region' },
    ]);
    expect(await result('textDocument/signatureHelp', at(2, 16))).toMatchObject({
      activeParameter: 0,
      signatures: [{ label: 'function Twice(n)' }],
    });
    expect(await result('textDocument/rename', { ...at(2, 4), newName: 'sum' })).toEqual({
      changes: {
        [uri('main.wcgp')]: [
          { range: { start: { line: 2, character: 2 }, end: { line: 2, character: 7 } }, newText: 'sum' },
          { range: { start: { line: 3, character: 29 }, end: { line: 3, character: 34 } }, newText: 'sum' },
        ],
      },
    });
    const list = (await result('textDocument/completion', at(3, 5))) as {
      items: { label: string; textEdit: object }[];
    };
    expect(list.items.find(({ label }) => label === 'SetHTTPResponseCode')?.textEdit).toEqual({
      range: { start: { line: 3, character: 2 }, end: { line: 3, character: 5 } },
      newText: 'SetHTTPResponseCode($0)',
    });
    const { data } = (await result('textDocument/semanticTokens/full', at(0, 0))) as { data: number[] };
    expect(data.slice(0, 10)).toEqual([0, 0, 8, 0, 0, 0, 9, 5, 1, 0]);
    expect(await result('textDocument/formatting', at(0, 0))).toEqual([]);
  });

  it('refuses in words', async () => {
    await start();
    const rename = await client.ask('textDocument/rename', { ...at(3, 4), newName: 'x' });
    expect(rename.error).toEqual({ code: -32803, message: 'A built-in cannot be renamed.' });
    expect((await client.ask('textDocument/nonsense', {})).error?.code).toBe(-32601);
  });

  it('wants to be initialized, and ends', async () => {
    expect((await client.ask('textDocument/hover', at(0, 0))).error?.code).toBe(-32002);
    await start();
    expect((await client.ask('shutdown', {})).result).toBeNull();
    client.notify('exit', {});
    expect(await client.ended).toBe(0);
  });

  it.each([
    'Content-Length: x\r\n\r\n{}',
    'Content-Length: 99999999999\r\n\r\n',
    'x'.repeat(5000),
    'Content-Length: 2\r\n\r\n{]',
  ])('ends when what comes is no protocol: %j', async bytes => {
    client.input.write(bytes);
    client.input.end();
    expect(await client.ended).toBe(2);
  });

  it('takes messages in pieces', () => {
    const got: unknown[] = [];
    const reader = new FrameReader(message => got.push(message));
    const bytes = Buffer.concat([frame({ a: 'é' }), frame([1])]);
    for (const byte of bytes) reader.push(Uint8Array.of(byte));
    expect(got).toEqual([{ a: 'é' }, [1]]);
  });
});

describe('problems', () => {
  it('name the definition that they are about, in whatever file it stands', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'postern-lsp-'));
    const client = new Client();
    writeFileSync(join(folder, 'rate.wcgi'), 'function Rate(a, b) is\n  return a + b;\nend function;\n');
    const text =
      'function Rate(a) external;\nfunction Own(a) is\n  return a;\nend function;\nentry Main is\n  SetHTTPResponseData(Own(1, 2));\n  SetHTTPResponseData(Rate(1));\nend entry;\n';
    const uri = pathToFileURL(join(folder, 'a.wcgp')).href;
    await client.ask('initialize', { rootUri: pathToFileURL(folder).href, capabilities: {} });
    client.notify('textDocument/didOpen', { textDocument: { uri, languageId: 'cgpl', version: 1, text } });
    await client.ask('textDocument/hover', { textDocument: { uri }, position: { line: 0, character: 0 } });
    const published = client.received.filter(({ method }) => method === 'textDocument/publishDiagnostics');
    const { diagnostics = [] } = (published.at(-1)?.params ?? {}) as {
      diagnostics?: { relatedInformation?: unknown[] }[];
    };
    const related = diagnostics.flatMap(({ relatedInformation }) => relatedInformation ?? []);
    expect(related).toContainEqual({
      location: { uri, range: { start: { line: 1, character: 9 }, end: { line: 1, character: 12 } } },
      message: 'it is defined here',
    });
    client.input.end();
    await client.ended;
    removeFolder(folder);
  });
});
