/** The author's commands: what they print, what they write, their exit status. */
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AUTHOR_COMMANDS, runAuthorCommand } from '../../playground/cli/commands.js';
import { removeFolder } from '../tools/folders.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'postern-cli-'));
});
afterEach(() => removeFolder(folder));

function put(files: Record<string, string>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}

/** Runs a command line in the folder. */
async function postern(
  line: string,
  ...more: string[]
): Promise<{ status: number | null; out: string; err: string }> {
  const [name = '', ...args] = [...line.split(' '), ...more];
  let out = '';
  let err = '';
  const output = new PassThrough();
  output.on('data', chunk => (out += String(chunk)));
  const status = await runAuthorCommand(name, args, {
    out: text => (out += text),
    err: text => (err += text),
    color: false,
    cwd: folder,
    signal: new AbortController().signal,
    input: new PassThrough(),
    output,
  });
  return { status, out, err };
}

const HELLO = `entry Main is
  SysLog("greeting");
  SetHTTPResponseType("text", "plain");
  SetHTTPResponseData("Hello, " + (GetHTTPParameter("name") || "world") + "!");
end entry;
`;

describe('check', () => {
  it('shows every problem in its place', async () => {
    put({
      'a.wcgp': 'entry Main is\n  x = ;\nend entry;\n',
      'sub/b.wssp': '%%HTML:a%%\n<!--%%IF-->',
      'c.data': '{a=1;}',
      'd.txt': '%%',
    });
    const { status, out } = await postern('check .');
    expect(status).toBe(1);
    expect(out).toBe(`a.wcgp:2:7: error 120: ";" cannot stand here: a value is expected
  1 | entry Main is
> 2 |   x = ;
    |       ^
  3 | end entry;
  4 |

sub/b.wssp:2:9: error 202: "-->" cannot stand here
  1 | %%HTML:a%%
> 2 | <!--%%IF-->
    |         ^^^

3 files checked: 2 errors, 0 warnings
`);
  });

  it('tells warnings only, as JSON and as SARIF', async () => {
    put({ 'a.wcgp': 'entry Main is\n  unused = 1;\nend entry;\n' });
    expect((await postern('check a.wcgp')).status).toBe(0);
    expect((await postern('check --strict a.wcgp')).status).toBe(1);
    const json = JSON.parse((await postern('check -f json a.wcgp')).out) as unknown;
    expect(json).toEqual([
      {
        file: 'a.wcgp',
        severity: 'warning',
        code: 'unused-variable',
        number: 160,
        message: 'the value of unused is never used',
        start: { line: 2, column: 3 },
        end: { line: 2, column: 9 },
      },
    ]);
    const sarif = JSON.parse((await postern('check -f sarif a.wcgp')).out) as {
      version: string;
      runs: { results: { ruleId: string; locations: object[] }[] }[];
    };
    expect(sarif.version).toBe('2.1.0');
    expect(sarif.runs[0]?.results).toMatchObject([
      {
        ruleId: '160-unused-variable',
        level: 'warning',
        locations: [
          {
            physicalLocation: {
              artifactLocation: { uri: 'a.wcgp' },
              region: { startLine: 2, startColumn: 3 },
            },
          },
        ],
      },
    ]);
  });

  it('checks the calls of other files', async () => {
    put({
      'a.wcgp': 'procedure M::Do(a) external;\nentry Main is M::Do(1); end entry;',
      'm.wcgi': 'procedure Do() is stop; end procedure;',
    });
    expect((await postern('check -s .')).out).toContain('a.wcgp:1:11: warning 165');
  });

  it.each([
    ['check', 64, 'name files'],
    ['check nothing', 2, 'there is no nothing'],
    ['test nothing', 2, 'there is no nothing'],
    ['report nothing', 2, 'there is no nothing'],
    ['check --loud .', 64, 'unknown option --loud'],
    ['check --format xml .', 64, 'text, json, sarif'],
  ])('%s ends with %i', async (line, status, text) => {
    const result = await postern(line);
    expect(result.status).toBe(status);
    expect(result.err).toContain(text);
  });
});

describe('run and render', () => {
  it('gives the response of a program', async () => {
    put({ 'hello.wcgp': HELLO });
    const { status, out, err } = await postern('run hello.wcgp -i --param name=Ann');
    expect(status).toBe(0);
    expect(out).toBe('200\nContent-Type: text/plain\n\nHello, Ann!');
    expect(err).toBe('log: greeting\n');
  });

  it('keeps the account between runs', async () => {
    put({
      'count.wcgp': `entry Main is
  n = Number(GetAccountPreferences("n")) + 1;
  Void(SetAccountPreferences(String(n), "n"));
  Void(WriteStorageFile("log.txt", String(n)));
  SetHTTPResponseData(String(ReadStorageFile("log.txt")));
end entry;`,
    });
    for (const wanted of ['1', '2', '3']) {
      expect((await postern('run count.wcgp --account me.json')).out).toBe(wanted);
    }
  });

  it('shows where a program failed', async () => {
    put({
      'bad.wcgp':
        'function Deep(a) is\n  a[5] = 1;\n  return a;\nend function;\nentry Main is\n  Void(Deep(NewArray()));\nend entry;\n',
    });
    const { status, err } = await postern('run bad.wcgp');
    expect(status).toBe(1);
    expect(err).toMatch(/error 6\d\d: /);
    expect(err).toContain('in Deep (bad.wcgp:2:3)\n  in Main (bad.wcgp:6:8)');
    expect(err).toContain('> 2 |   a[5] = 1;');
  });

  it('stops what does not end', async () => {
    put({ 'loop.wcgp': 'entry Main is loop Void(1); end loop; end entry;' });
    const { status, err } = await postern('run loop.wcgp --time 50');
    expect(status).toBe(1);
    expect(err).toContain('error 602');
  });

  it('sends forms, bodies and files', async () => {
    put({
      'a.wcgp':
        'entry Main is SetHTTPResponseData(GetHTTPMethod() + ":" + (GetHTTPParameter("x") || String(GetHTTPData()))); end entry;',
      'up.txt': 'from a file',
    });
    expect((await postern('run a.wcgp', '--form', 'x=a b&c')).out).toBe('POST:a b&c');
    expect((await postern('run a.wcgp', '--body', 'whole')).out).toBe('POST:whole');
    expect((await postern('run a.wcgp --upload x=up.txt')).out).toBe('POST:from a file');
  });

  it('renders pages, with parts and strings', async () => {
    put({
      'p.wssp': '%%STRING("Hi")%% <!--%%INCLUDE "q.wssi"-->',
      'q.wssi': '<!--%%FOREACH x IN xs-->%%HTML:x[]%%,<!--%%ENDFOR-->',
      'strings.data': '{Hi="Hello";}',
      'german.data': '{Hi="Hallo";}',
      'data.data': '{xs=("<a>",b);}',
    });
    expect((await postern('render p.wssp --data data.data')).out).toBe('Hello &lt;a&gt;,b,');
    expect((await postern('render p.wssp --data {xs=(1);} --language German')).out).toBe('Hallo 1,');
  });

  it('renders pages from programs', async () => {
    put({
      'a.wcgp': 'entry Main is d = NewDictionary(); d.t = "<x>"; ProcessWSSP("p", d); end entry;',
      'p.wssp': '<h1>%%HTML:t%%</h1>',
    });
    expect((await postern('run a.wcgp -i')).out).toBe(
      '200\nContent-Type: text/html; charset=utf-8\n\n<h1>&lt;x&gt;</h1>',
    );
  });
});

describe('the stock skin', () => {
  const page =
    '<!--%%INCLUDE "head.wssi" USING "Guests"-->%%STRING("Password")%%<!--%%INCLUDE "foot.wssi"-->';

  it('is behind the files, as on a server', async () => {
    put({ 'guests.wssp': page, 'lost.wssp': '<!--%%INCLUDE "vanished.wssi"-->' });
    const checked = await postern('check -s .');
    expect(checked.out).toContain('there is no file vanished.wssi here');
    expect(checked.out).not.toContain('head.wssi');
    expect((await postern('report .')).out).toContain('1 missing file');
    const { status, out } = await postern('render guests.wssp');
    expect(status).toBe(0);
    expect(out).toContain('<h1>Guests</h1>');
    expect(out).toContain('href="style.css"');
    expect(out).toContain('Password');
  });

  it('has another skin in front of it', async () => {
    put({
      'app/guests.wssp': page,
      'skin/head.wssi': 'own head ',
      'skin/strings.data': '{Password="Secret";}',
    });
    const { out } = await postern('render app/guests.wssp --skin skin');
    expect(out).toContain('own head Secret');
    expect(out).toContain('</html>');
    expect((await postern('render app/guests.wssp --skin nowhere')).err).toBe(
      'postern render: there is no nowhere\n',
    );
    put({
      'app/t.test.json': JSON.stringify([
        { name: 'p', file: 'guests.wssp', expect: { bodyContains: ['own head'] } },
      ]),
    });
    expect((await postern('test app --skin skin')).status).toBe(0);
    expect((await postern('test app')).status).toBe(1);
  });
});

describe('replay', () => {
  it('gives a recorded run again', async () => {
    put({
      'r.wcgp': 'entry Main is SetHTTPResponseData(String(RandomNumber()) + String(GMTTime())); end entry;',
    });
    const { out } = await postern('run r.wcgp --record run.prec');
    const again = await postern('replay run.prec --body --twice');
    expect(again.status).toBe(0);
    expect(again.out).toBe(out);
  });

  it('refuses what is none', async () => {
    put({ 'x.prec': 'nonsense' });
    const { status, err } = await postern('replay x.prec');
    expect(status).toBe(2);
    expect(err).toContain('the recording cannot be used');
  });
});

describe('fmt', () => {
  it('rewrites, checks and leaves broken files alone', async () => {
    put({ 'a.wcgp': 'entry Main is x=1;Void(x);end entry;', 'b.wcgp': 'entry Main is' });
    expect((await postern('fmt --check .')).out).toBe('a.wcgp\n');
    const { status, err } = await postern('fmt .');
    expect(status).toBe(1);
    expect(err).toContain('b.wcgp: Only a program without syntax errors');
    expect(readFileSync(join(folder, 'a.wcgp'), 'utf8')).toBe(
      'entry Main is\n  x = 1;\n  Void(x);\nend entry;\n',
    );
    expect(readFileSync(join(folder, 'b.wcgp'), 'utf8')).toBe('entry Main is');
    expect((await postern('fmt --check a.wcgp')).status).toBe(0);
  });
});

describe('test', () => {
  it('runs entries and cases', async () => {
    put({
      'hello.wcgp': HELLO,
      'twice.wcgi': 'function Twice(n) is return n * 2; end function;',
      'a.test.wcgp': `function Twice(n) external;
entry test_right is
  AssertEqual(Twice(2), 4);
  Assert(Twice(1) == 2, "one");
  AssertContains("abc", "b");
end entry;
entry test_wrong is
  AssertEqual(Twice(2), 5, "two");
end entry;
`,
      'hello.test.json': JSON.stringify([
        {
          name: 'greets',
          file: 'hello.wcgp',
          request: { query: { name: 'Ann' } },
          expect: { status: 200, body: 'Hello, Ann!', log: ['greeting'] },
        },
        { name: 'differs', file: 'hello.wcgp', expect: { status: 404, bodyContains: ['moon'] } },
      ]),
    });
    const { status, out } = await postern('test .');
    expect(status).toBe(1);
    expect(out.replace(/ \d+ ms/g, '')).toBe(`ok   a.test.wcgp test_right
FAIL a.test.wcgp test_wrong
     AssertEqual: two: #4 is not #5
     in test_wrong (a.test.wcgp:8:3)
   6 | end entry;
   7 | entry test_wrong is
>  8 |   AssertEqual(Twice(2), 5, "two");
     |   ^
   9 | end entry;
  10 |
ok   hello.test.json greets
FAIL hello.test.json differs
     status 200 is not 404
     body "Hello, world!" does not contain "moon"
     log: greeting
4 tests, 2 failed
`);
    expect((await postern('test . -t right')).status).toBe(0);
    expect((await postern('check .')).status).toBe(0);
  });

  it('tells which lines were executed', async () => {
    put({
      'a.wcgp':
        'entry Main is\n  if GetHTTPMethod() == "POST" then\n    x = 1;\n    Void(x);\n  end if;\n  ProcessWSSP("p", NewDictionary());\nend entry;\n',
      'p.wssp': '%%a%%\n<!--%%IF b-->\n%%c%%\n<!--%%ENDIF-->\n',
      'never.wcgi': 'function F(x) is\n  return x;\nend function;\n',
      'a.test.json': '[{"file": "a.wcgp", "expect": {"status": 200}}]',
    });
    const { out } = await postern('test . --coverage');
    expect(out).toContain(' 50 % a.wcgp, not executed: 3-4\n');
    expect(out).toContain('  0 % never.wcgi, not executed: 2\n');
    expect(out).toContain(' 66 % p.wssp, not executed: 3\n');
  });

  it('keeps the lines of files with one name in several folders apart', async () => {
    put({
      'a/main.wcgp': 'entry Main is\n  SysLog("a");\nend entry;\n',
      'b/main.wcgp': 'entry Main is\n  SysLog("b");\n  SysLog("c");\nend entry;\n',
      'a/a.test.json': '[{"file": "main.wcgp", "expect": {}}]',
    });
    const { out } = await postern('test . --coverage');
    expect(out).toContain('100 % a/main.wcgp\n');
    expect(out).toContain('  0 % b/main.wcgp, not executed: 2-3\n');
  });

  it('runs again after each change until it is interrupted', async () => {
    put({ 'a.wcgp': 'entry test_it is\n  Assert(1 == 1);\nend entry;\n' });
    const controller = new AbortController();
    let out = '';
    let runs = 0;
    const status = await runAuthorCommand('test', ['--watch'], {
      out: text => {
        out += text;
        if (!/^1 test, /.test(text)) return;
        // the change comes before the watching could begin anew
        if (++runs === 1) put({ 'a.wcgp': 'entry test_it is\n  Assert(1 == 2);\nend entry;\n' });
        else controller.abort();
      },
      err: text => (out += text),
      color: false,
      cwd: folder,
      signal: controller.signal,
      input: new PassThrough(),
      output: new PassThrough(),
    });
    expect(status).toBe(1);
    expect(out).toMatch(/1 test, 0 failed\n\nFAIL a\.wcgp test_it[\s\S]*1 test, 1 failed\n$/);
  });

  it('refuses cases with mistakes', async () => {
    put({ 'a.test.json': '[{"name": "x", "file": "a.wcgp", "expected": {}}]' });
    const { status, err } = await postern('test .');
    expect(status).toBe(1);
    expect(err).toContain('a.test.json: x: unknown member "expected"');
  });
});

describe('report', () => {
  it('names what was planted and nothing else', async () => {
    put({
      'fine.wcgp': HELLO,
      'fine.wssp': '<p>%%HTML:a%%</p>',
      'logo.png': '\x89PNG',
      'phone.wcgp': 'entry Main is\n  Void(StartBridge(null));\n  Void(NoSuchThing(1));\nend entry;\n',
      'open.wcgp':
        'procedure Gone::Do() external;\nentry Main is\n  Gone::Do();\n  x = FindRegEx("a", "b");\n  Void((x or x) xor x);\n  Void(x or x xor x);\nend entry;\n',
      'bad.wssp':
        '<!--%%WIDGET a-->\n%%FANCY:a%%\n%%STRANGE(a)%%\n<!--%%INCLUDE "none.wssi"-->\n<!--%%ENDIF-->',
      'voice.sppr': 'entry Main is stop; end entry;',
    });
    const { status, out } = await postern('report .');
    expect(status).toBe(1);
    expect(out).toBe(`bad.wssp
  1:7      unknown: there is no structural element WIDGET
  2:3      unknown: there is no prefix FANCY
  3:3      unknown: there is no function STRANGE
  4:16     missing file: there is no file none.wssi here
  5:1      does not compile: ENDIF does not belong to an IF
open.wcgp
  1:11     missing file: the file gone.wcgi with the external Do is not there
  4:7      uncertain: element 0 of the result of FindRegEx is not described; here it is the whole match
  6:19     uncertain: the priority of "or" and "xor" among each other is not described: write parentheses
phone.wcgp
  2:8      stops the program: StartBridge needs a telephone call
  3:8      unknown: there is no section and no built-in NoSuchThing
voice.sppr
  1:1      stops the program: a program of telephone calls: this server has none
.: 7 files, 6 of them sources, 2 without findings; 1 does not compile, 4 unknown, 2 missing file, 2 stops the program, 2 uncertain
`);
  });

  it('finds in the folder above what the unnamed skin has for named skins', async () => {
    put({
      'shared.wcgi': 'function Tell() { return "told"; }\n',
      'head.wssi': '<h1>',
      'Blue/a.wcgp':
        'function Shared::Tell() external;\nentry Main { SetHTTPResponseData(Shared::Tell()); }\n',
      'Blue/a.wssp': '<!--%%INCLUDE "head.wssi"-->',
      'Blue/Deep/b.wcgp':
        'function Shared::Tell() external;\nentry Main { SetHTTPResponseData(Shared::Tell()); }\n',
    });
    const { out } = await postern('report .');
    expect(out).toBe(`Blue/Deep/b.wcgp
  1:10     missing file: the file shared.wcgi with the external Tell is not there
.: 5 files, 5 of them sources, 4 without findings; 1 missing file
`);
  });

  it.each([
    ['IF', 'if (FindRegEx(s, "b")) { Void(1); }', ''],
    ['null', 'x = FindRegEx(s, "b") != null; Void(x);', ''],
    ['another element', 'x = FindRegEx(s, "(b)")[1]; Void(x);', ''],
    ['a variable', 'x = FindRegEx(s, "(b)"); if (IsArray(x) && x[1] == "b") { Void(x[1]); }', ''],
    ['element 0', 'x = FindRegEx(s, "(b)"); if (x != null) { Void(x[0]); }', 'element 0'],
    ['the array', 'x = FindRegEx(s, "(b)"); Void(String(x));', 'element 0'],
    ['the port as text', 'Void(String(GetHTTPField("Port")));', ''],
    ['the port as number', 'Void(Number(GetHTTPField("Port")));', ''],
    ['the port', 'Void("x" + GetHTTPField("Port"));', 'GetHTTPField("Port")'],
  ])('is uncertain only where it can matter: %s', async (_, code, expected) => {
    put({ 'a.wcgp': `entry Main { s = GetHTTPParameter("s"); ${code} }` });
    const { status, out } = await postern('report .');
    expect(status).toBe(0);
    if (expected === '') expect(out).not.toContain('uncertain');
    else expect(out).toContain(`uncertain: ${expected.startsWith('Get') ? 'whether ' : ''}${expected}`);
  });
});

describe('help and completion', () => {
  it.each(AUTHOR_COMMANDS.map(({ name }) => name))('%s --help teaches', async name => {
    const { status, out } = await postern(`${name} --help`);
    expect(status).toBe(0);
    expect(out).toContain(`usage: npx postern ${name}`);
  });

  it.each(['bash', 'zsh', 'fish'])('completes in %s', async shell => {
    const { out } = await postern(`completion ${shell}`);
    for (const { name } of AUTHOR_COMMANDS) expect(out).toContain(name);
    expect(out).toContain(shell === 'fish' ? '-l param' : '--param');
  });
});
