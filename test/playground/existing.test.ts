/** The author's commands on what exists: tests of the example applications, reports on skins with planted incompatibilities. */
import { cpSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, describe, expect, it } from 'vitest';
import { runAuthorCommand } from '../../playground/cli/commands.js';
import { removeFolder } from '../tools/folders.js';

const root = join(import.meta.dirname, '../..');
const examples = join(root, 'test/examples');
const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) removeFolder(folder);
});

async function postern(
  name: string,
  args: readonly string[],
): Promise<{ status: number | null; out: string }> {
  let out = '';
  const status = await runAuthorCommand(name, args, {
    out: text => {
      out += text;
    },
    err: text => {
      out += text;
    },
    color: false,
    cwd: root,
    signal: new AbortController().signal,
    input: new PassThrough(),
    output: new PassThrough(),
  });
  return { status, out };
}

describe('postern test', () => {
  it('runs the tests of every example application', async () => {
    const { status, out } = await postern('test', ['test/examples', '-f', 'json']);
    const { tests, broken } = JSON.parse(out) as {
      tests: { file: string; name: string; passed: boolean; failures: string[] }[];
      broken: unknown[];
    };
    expect(tests.filter(({ passed }) => !passed)).toEqual([]);
    expect([broken, status]).toEqual([[], 0]);
    const apps = readdirSync(examples, { withFileTypes: true }).filter(entry => entry.isDirectory());
    const tested = new Set(tests.map(({ file }) => file.split('/')[0]));
    expect([...tested].sort()).toEqual(apps.map(({ name }) => name).sort());
    expect(tested.size).toBe(10);
  });
});

/** What is planted: text at the end of a file, or a file; and what the report must say of it. */
interface Planted {
  readonly file: string;
  readonly text: string;
  readonly found: readonly string[];
}

const skins: Readonly<Record<string, { readonly from: string; readonly planted: readonly Planted[] }>> = {
  'the stock skin with elements of another server': {
    from: 'skins/stock',
    planted: [
      {
        file: 'login.wssp',
        text: '<!--%%GADGET x-->',
        found: ['unknown: there is no structural element GADGET'],
      },
      { file: 'bye.wssp', text: '%%SPARKLE:name%%', found: ['unknown: there is no prefix SPARKLE'] },
      { file: 'alerts.wssp', text: '%%GLITTER(name)%%', found: ['unknown: there is no function GLITTER'] },
      {
        file: 'denied.wssp',
        text: '<!--%%INCLUDE "vanished.wssi"-->',
        found: ['missing file: there is no file vanished.wssi here'],
      },
      {
        file: 'error.wssp',
        text: '<!--%%ENDIF-->',
        found: ['does not compile: ENDIF does not belong to an IF'],
      },
    ],
  },
  'a skin with telephone programs': {
    from: 'test/examples/api',
    planted: [
      {
        file: 'answer.sppr',
        text: 'entry Main is stop; end entry;',
        found: ['stops the program: a program of telephone calls: this server has none'],
      },
      {
        file: 'api.wcgp',
        text: 'procedure Ring() is Void(StartBridge(null)); end procedure;',
        found: ['stops the program: StartBridge needs a telephone call'],
      },
    ],
  },
  'a skin of programs that lean on what is not described': {
    from: 'test/examples/guestbook',
    planted: [
      {
        file: 'guestbook.wcgp',
        text: 'function Odd(x) is return Gleam(x); end function;',
        found: ['unknown: there is no section and no built-in Gleam'],
      },
      {
        file: 'more.wcgp',
        text: 'procedure Lost::Do() external;\nentry Main is\n  Lost::Do();\n  Void(1 / 0);\n  Void(1 or 2 xor 3);\nend entry;\n',
        found: [
          'missing file: the file lost.wcgi with the external Do is not there',
          'uncertain: division by zero is not described; here it gives null',
          'uncertain: the priority of "or" and "xor" among each other is not described: write parentheses',
        ],
      },
    ],
  },
};

interface Report {
  readonly file: string;
  readonly findings: readonly { readonly kind: string; readonly line: number; readonly message: string }[];
}

const titles: Readonly<Record<string, string>> = {
  broken: 'does not compile',
  unknown: 'unknown',
  missing: 'missing file',
  unavailable: 'stops the program',
  uncertain: 'uncertain',
};

async function reported(folder: string): Promise<string[]> {
  const { out } = await postern('report', [folder, '-f', 'json']);
  return (JSON.parse(out) as Report[]).flatMap(({ file, findings }) =>
    findings.map(({ kind, line, message }) => `${file}:${line} ${titles[kind]}: ${message}`),
  );
}

describe('postern report', () => {
  it.each(Object.keys(skins))('names what is planted and nothing else: %s', async name => {
    const { from = '', planted = [] } = skins[name] ?? {};
    const folder = mkdtempSync(join(tmpdir(), 'postern-planted-'));
    folders.push(folder);
    cpSync(join(root, from), folder, { recursive: true });
    const before = await reported(folder);
    const expected: string[] = [];
    const files = new Set(readdirSync(folder));
    for (const { file, text, found } of planted) {
      const old = files.has(file) ? readFileSync(join(folder, file), 'utf8') : '';
      const whole = old === '' || old.endsWith('\n') ? old + text : `${old}\n${text}`;
      writeFileSync(join(folder, file), whole);
      expected.push(...found.map(message => `${file} ${message}`));
    }
    const fresh = (await reported(folder)).filter(line => !before.includes(line));
    expect(fresh.map(line => line.replace(/:\d+ /, ' ')).sort()).toEqual(expected.sort());
    // Nothing that was there is lost.
    const after = await reported(folder);
    expect(before.filter(line => !after.includes(line))).toEqual([]);
    for (const { file, text } of planted) {
      const first = readFileSync(join(folder, file), 'utf8').split('\n').length - text.split('\n').length + 1;
      for (const line of fresh.filter(line => line.startsWith(`${file}:`)))
        expect(Number(line.slice(file.length + 1).split(' ')[0])).toBeGreaterThanOrEqual(first);
    }
  });
});
