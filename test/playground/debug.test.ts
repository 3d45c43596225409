/** The debugger: steps of programs and pages, values, breakpoints, backwards, recordings. */
import { afterEach, describe, expect, it } from 'vitest';
import { DebugTable, linkProgram } from '../../compiler/index.js';
import { conditionProblem } from '../../playground/debug/breakpoints.js';
import { NoValue, Watch } from '../../playground/debug/evaluate.js';
import { flameGraph, lineCosts } from '../../playground/debug/profile.js';
import type { DebugSession, OpenSandbox, Recorded } from '../../playground/debug/session.js';
import { debugRecording, debugRun, MissingSources } from '../../playground/debug/start.js';
import { TableFiles } from '../../playground/page/workers/files.js';
import { Account } from '../../playground/sandbox/account/account.js';
import { emptyAccount } from '../../playground/sandbox/account/state.js';
import { environment } from '../../playground/sandbox/environment.js';
import type { Outcome } from '../../playground/sandbox/outcome.js';
import { EMPTY_REQUEST } from '../../playground/sandbox/request.js';
import { Runner } from '../../playground/sandbox/runner.js';
import { createNodeSandbox } from '../../runtime/node/index.js';
import { printCompact } from '../../stdlib/data/index.js';
import type { Value } from '../../stdlib/values/types.js';

const open: OpenSandbox = probe => createNodeSandbox({ environments: [environment], probe });
const sessions: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const session of sessions.splice(0)) await session.close();
});

async function debug(
  files: Record<string, string>,
  file: string,
  dataset = '{}',
  most?: number,
): Promise<DebugSession<Outcome>> {
  const options = {
    files: new TableFiles(files),
    file,
    request: EMPTY_REQUEST,
    account: new Account(emptyAccount()),
    dataset,
  };
  const session = await debugRun(open, options, most);
  sessions.push(session);
  return session;
}

const lineOf = (session: DebugSession<Recorded>, step = session.step): string => {
  const place = session.placeOf(step);
  return place === null ? 'nowhere' : `${place.in.file}:${place.line}`;
};

async function values(session: DebugSession<Recorded>): Promise<string[]> {
  const [frame] = await session.frames();
  return (frame?.shown ?? []).map(([name, value]) => `${name}=${printCompact(value)}`);
}

const FACT = `function Fact(n) is
  if n < 2 then
    return 1;
  end if;
  return n * Fact(n - 1);
end function;
entry Main is
  x = 3;
  result = Fact(x);
  SetHTTPResponseData(String(result));
end entry;
`;

describe('steps of programs', () => {
  it('go over, into and out of calls, and back', async () => {
    const session = await debug({ 'a.wcgp': FACT }, 'a.wcgp');
    expect(session.outcome?.kind).toBe('answer');
    expect(lineOf(session)).toBe('a.wcgp:8');
    await session.move('next');
    expect(lineOf(session)).toBe('a.wcgp:9');
    expect(await values(session)).toEqual(['x=#3', 'result=#NULL#']);
    await session.move('next');
    expect(lineOf(session)).toBe('a.wcgp:10');
    expect(await values(session)).toEqual(['x=#3', 'result=#6']);
    await session.move('back-next');
    expect(lineOf(session)).toBe('a.wcgp:9');
    await session.move('in');
    expect(lineOf(session)).toBe('a.wcgp:2');
    await session.move('in');
    await session.move('in');
    expect((await session.frames()).map(({ section, line }) => `${section}:${line}`)).toEqual([
      'Fact:2',
      'Fact:5',
      'Main:9',
    ]);
    expect(await values(session)).toEqual(['n=#2']);
    await session.move('out');
    expect(lineOf(session)).toBe('a.wcgp:10');
    await session.move('back-in');
    expect(lineOf(session)).toBe('a.wcgp:3');
    await session.move('back-out');
    expect(lineOf(session)).toBe('a.wcgp:5');
    await session.move('first');
    await session.move('back-in');
    expect(session.step).toBe(0);
  });

  it('stop at breakpoints, with conditions, in both directions', async () => {
    const session = await debug({ 'a.wcgp': FACT }, 'a.wcgp');
    const at = (line: number, condition: string | null = null) => [{ file: 'A.wcgp', line, condition }];
    await session.move('continue', at(2, 'n == 1'));
    expect(await values(session)).toEqual(['n=#1']);
    await session.move('back-continue', at(2, 'n == 3'));
    expect(await values(session)).toEqual(['n=#3']);
    await session.move('continue', at(10));
    expect(lineOf(session)).toBe('a.wcgp:10');
    await session.move('continue', at(10));
    expect(session.step).toBe(session.trace.length - 1);
    await session.move('back-continue', at(1));
    expect(session.step).toBe(0);
    expect(conditionProblem('n ==')).not.toBeNull();
  });

  it('count the rounds of loops', async () => {
    const source =
      'entry Main is\n  sum = 0;\n  for i = 1 while i <= 3 by i += 1 loop\n    sum += i;\n  end loop;\n  while sum > 100 loop\n    sum -= 1;\n  end loop;\n  SetHTTPResponseData(String(sum));\nend entry;\n';
    const session = await debug({ 'a.wcgp': source }, 'a.wcgp');
    const body: string[] = [];
    for (;;) {
      const before = session.step;
      await session.move('continue', [{ file: 'a.wcgp', line: 4, condition: null }]);
      if (lineOf(session) !== 'a.wcgp:4' || session.step === before) break;
      body.push((await values(session)).join(' '));
    }
    expect(body).toEqual(['sum=#0 i=#1', 'sum=#1 i=#2', 'sum=#3 i=#3']);
  });

  it('end at the line that failed', async () => {
    const session = await debug(
      { 'a.wcgp': 'entry Main is\n  a = NewArray();\n  a[3] = 1;\n  a[0] = 2;\nend entry;\n' },
      'a.wcgp',
    );
    expect(session.outcome?.error?.frames[0]?.line).toBe(3);
    await session.move('last');
    expect(lineOf(session)).toBe('a.wcgp:3');
    expect(await values(session)).toEqual(['a=()']);
  });

  it('see the same random numbers and files as the run', async () => {
    const source =
      'entry Main is\n  n = RandomNumber() % 1000;\n  Void(WriteStorageFile("x", String(n)));\n  back = String(ReadStorageFile("x"));\n  SetHTTPResponseData(back);\nend entry;\n';
    const session = await debug({ 'a.wcgp': source }, 'a.wcgp');
    const body = new TextDecoder().decode(session.outcome?.answer?.body);
    await session.move('last');
    expect(await values(session)).toEqual([`n=#${body}`, `back=${body}`]);
  });

  it('are cut when there are too many', async () => {
    const session = await debug(
      { 'a.wcgp': 'entry Main is\n  i = 0;\n  loop\n    i += 1;\n  end loop;\nend entry;\n' },
      'a.wcgp',
      '{}',
      500,
    );
    expect(session.isCut).toBe(true);
    expect(session.trace.length).toBe(500);
    await session.move('last');
    expect((await values(session))[0]).toMatch(/^i=#\d+$/);
  });

  it('lead through other files and pages', async () => {
    const session = await debug(
      {
        'a.wcgp':
          'function Lib::F(x) external;\nentry Main is\n  d = NewDictionary();\n  d.list = Lib::F("y");\n  ProcessWSSP("p", d);\nend entry;\n',
        'lib.wcgi':
          'function F(x) is\n  list = NewArray();\n  list.AddElement(x);\n  return list;\nend function;\n',
        'p.wssp': '<ul>\n<!--%%FOREACH i IN list-->\n%%HTML:i[]%%\n<!--%%ENDFOR-->\n</ul>\n',
      },
      'a.wcgp',
    );
    await session.move('continue', [{ file: 'lib.wcgi', line: 4, condition: null }]);
    expect((await session.frames()).map(({ file, section }) => `${file}:${section}`)).toEqual([
      'lib.wcgi:F',
      'a.wcgp:Main',
    ]);
    await session.move('continue', [{ file: 'p.wssp', line: 3, condition: 'i == "y"' }]);
    const [page] = await session.frames();
    expect(page).toMatchObject({ kind: 'page', file: 'p.wssp', line: 3 });
    expect(page?.shown?.map(([name]) => name)).toEqual(['dataset', 'i']);
    expect(new Watch('Length(list)').value(page?.variables ?? new Map())).toBe(1);
  });
});

describe('pages', () => {
  it('have steps and breakpoints', async () => {
    const page =
      '<!--%%FOREACH a IN xs-->\n<!--%%IF EQUALS(a[] AND "2")-->\n%%HTML:a[]%%\n<!--%%ENDIF-->\n<!--%%ENDFOR-->\n';
    const session = await debug({ 'p.wssp': page }, 'p.wssp', '{xs=("1","2","3");}');
    expect(session.outcome?.kind).toBe('answer');
    expect(lineOf(session)).toBe('p.wssp:1');
    await session.move('continue', [{ file: 'p.wssp', line: 3, condition: null }]);
    expect((await values(session))[1]).toBe('a="2"'.replace(/"/g, ''));
  });
});

describe('recordings', () => {
  it('open without their server, backwards to the cause', async () => {
    const files = new TableFiles({ 'a.wcgp': FACT });
    const sandbox = await createNodeSandbox({ environments: [environment] });
    sessions.push(sandbox);
    const runner = new Runner(sandbox);
    const base = {
      file: 'a.wcgp',
      request: EMPTY_REQUEST,
      account: new Account(emptyAccount()),
      record: true,
    };
    const { recording } = await runner.run({ ...base, files });
    const session = await debugRecording(open, recording ?? new Uint8Array(), files);
    sessions.push(session);
    expect(session.outcome?.changed).toEqual([]);
    expect(session.outcome?.result).toMatchObject({ outcome: 'finished' });
    await session.move('last');
    await session.move('back-continue', [{ file: 'a.wcgp', line: 3, condition: null }]);
    expect(await values(session)).toEqual(['n=#1']);
    await expect(debugRecording(open, recording ?? new Uint8Array(), new TableFiles({}))).rejects.toThrow(
      MissingSources,
    );
    const other = await debugRecording(
      open,
      recording ?? new Uint8Array(),
      new TableFiles({ 'a.wcgp': `// changed\n${FACT.replace('x = 3', 'x = 4')}` }),
    );
    sessions.push(other);
    expect(other.outcome?.changed).toEqual(['a.wcgp']);
  });

  it('refuse what is damaged', async () => {
    await expect(debugRecording(open, Uint8Array.of(1, 2, 3), new TableFiles({}))).rejects.toMatchObject({
      code: 'bad-recording',
    });
  });
});

describe('code', () => {
  it('has no probes without a debugger', () => {
    const link = (debug?: DebugTable) =>
      linkProgram('a.wcgp', () => FACT, { environment: 'web', ...(debug ? { debug } : {}) }).program?.js ??
      '';
    expect(link()).not.toContain('dbg');
    expect(link(new DebugTable())).toContain('$dbg.at(');
  });
});

describe('profiles', () => {
  it('count lines and calls', async () => {
    const session = await debug({ 'a.wcgp': FACT }, 'a.wcgp');
    const costs = lineCosts(session.trace, session.table);
    expect(costs.map(({ line, hits }) => `${line}:${hits}`)).toEqual([
      '2:3',
      '3:1',
      '5:2',
      '8:1',
      '9:1',
      '10:1',
    ]);
    const flame = flameGraph(session.trace, session.table);
    expect(flame.children.map(({ name, children }) => [name, children[0]?.name])).toEqual([['Main', 'Fact']]);
  });
});

describe('watches', () => {
  const variables = new Map<string, Value>([
    ['a', ['x', 'y']],
    ['n', 5],
  ]);

  it.each([
    ['a[1] + "!"', 'y!'],
    ['N * 2 - 1', 9],
    ['Length(a) == 2 and n > 3', 'YES'],
    ['n < 3 ? "small" : "large"', 'large'],
    ['nothing || n', null],
    ['not (n == 5)', null],
    ['a[0].ToUpperCase()', 'X'],
  ])('%s', (text, wanted) => {
    if (text.startsWith('nothing')) expect(() => new Watch(text).value(variables)).toThrow(NoValue);
    else expect(new Watch(text).value(variables)).toEqual(wanted);
  });

  it.each([
    'a b',
    '1 +',
    'x = 1',
    'AddElement(a, 1)',
    'WriteStorageFile("a", "b")',
    'a; end function; entry Main is',
  ])('refuse %s', text => {
    expect(() => new Watch(text).value(variables)).toThrow(NoValue);
  });
});
