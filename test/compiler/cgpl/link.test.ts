/** Linking: files, externals, what waits, what is computed, where frames come from. */
import { describe, expect, it } from 'vitest';
import { compileUnit, type LinkedProgram, linkProgram } from '../../../compiler/cgpl/index.js';
import { originalPosition } from '../../../compiler/text/index.js';
import type { Value } from '../../../stdlib/values/types.js';
import { link, load, results, run } from './harness.js';

type Files = Readonly<Record<string, string>>;

const waits = (program: LinkedProgram): string[] =>
  Object.entries(load(program)).flatMap(([file, sections]) =>
    Object.entries(sections).flatMap(([name, section]) => (section.waits ? [`${file}:${name}`] : [])),
  );

describe('files', () => {
  const files: Files = {
    'main.wcgp': `
      function double(x) external;
      function Lib::Triple(x) external;
      procedure never() external;
      entry Main { Result(double(4)); Result(Lib::Triple(5)); Result(x.Lib::triple()); }`,
    'double.wcgi':
      'function lib::twice(x) external;\nfunction DOUBLE(y) is return lib::twice(y); end function;',
    'lib.wcgi': 'function twice(x) { return x + x; } function triple(x) { return twice(x) + x; }',
  };

  it('are linked as far as they are named and called', () => {
    const asked: string[] = [];
    const resolve = (file: string): string | null => {
      asked.push(file);
      return files[file] ?? null;
    };
    const extra = [{ name: 'Result', kind: 'procedure' as const, minArgs: 1, maxArgs: 1 }];
    const { program } = linkProgram('main.wcgp', resolve, { environment: 'web', extra });
    expect(program?.files).toEqual(['main.wcgp', 'double.wcgi', 'lib.wcgi']);
    expect(program?.externals).toEqual([]);
    expect(asked.sort()).toEqual(['double.wcgi', 'lib.wcgi', 'main.wcgp']);
    expect(results(files['main.wcgp'] ?? '', {}, files)).toEqual([8, 15, null]);
  });

  it('of the real-time environment have other names', () => {
    const { program } = linkProgram(
      'main.sppr',
      file =>
        ({ 'main.sppr': 'procedure p() external; entry Main { p(); }', 'p.sppi': 'procedure p() {}' })[
          file
        ] ?? null,
      { environment: 'pbx' },
    );
    expect(program?.files).toEqual(['main.sppr', 'p.sppi']);
  });

  it('that are missing are asked for at the call', () => {
    const source = 'function m::f(a, b) external;\nentry Main { Result(m::f(1, 2)); }';
    const calls: unknown[] = [];
    const external = (file: string, name: string, kind: string, count: number) => {
      calls.push([file, name, kind, count]);
      // biome-ignore lint/correctness/useYield: this one has nothing to wait for
      return function* (...args: Value[]): Generator<unknown, Value, Value> {
        return args.length;
      };
    };
    expect(results(source, { external })).toEqual([2]);
    expect(calls).toEqual([['m.wcgi', 'f', 'function', 2]]);
    const program = link({ 'main.wcgp': source.replace('Result', 'Void') });
    expect(program.externals).toEqual(['m.wcgi']);
    expect(waits(program)).toEqual(['main.wcgp:main']);
  });

  it.each([
    ['another number of parameters', 'function f(a, b) { return a; }'],
    ['another kind', 'procedure f(a) {}'],
    ['no such section', 'function g(a) { return a; }'],
    ['only an external', 'function f(a) external;'],
  ])('with %s stop the program at the call', (_, text) => {
    const source = 'function f(a) external;\nentry Main { Result(1); Result(f(Vars())); Result(2); }';
    expect(() => results(source, {}, { 'f.wcgi': text })).toThrow('external-mismatch');
  });

  it('that name each other end', () => {
    const program = link({
      'main.wcgp': 'procedure a() external; entry Main { a(); }',
      'a.wcgi': 'procedure b() external; procedure a() { b(); }',
      'b.wcgi': 'procedure a() external; procedure b() { if (Vars().x) { a(); } }',
    });
    expect(program.files).toEqual(['main.wcgp', 'a.wcgi', 'b.wcgi']);
    expect(waits(program)).toEqual([]);
  });

  it('with errors make no program when they come first', () => {
    const { program, diagnostics } = linkProgram('main.wcgp', () => 'entry Main { x = ; }', {
      environment: 'web',
    });
    expect(program).toBeNull();
    expect(diagnostics.map(d => d.code)).toEqual(['unexpected-lexeme']);
  });

  it('may be units of their own', () => {
    const { program } = compileUnit('lib.wcgi', file => files[file] ?? null, { environment: 'web' });
    expect(program?.entries).toEqual({});
    const triple = program && load(program)['lib.wcgi']?.triple;
    // called from outside: nothing is known of the argument
    expect(triple && [5, 'a', null].map(x => run(triple, [x]))).toEqual([15, 'aaa', null]);
  });
});

describe('calls by name', () => {
  const files: Files = { 'f.wcgi': 'function f(x) { return x + 1; } procedure p(x) { x.done = true; }' };

  it('are linked when the name is a literal', () => {
    const source =
      'entry Main { Result(FuncCall("f", 2)); d = NewDictionary(); ProcCall("F::p", d); Result(d.done); }';
    expect(results(source, {}, files)).toEqual([3, 'YES']);
    const program = link({ ...files, 'main.wcgp': 'entry Main { Void(FuncCall("f", 2)); }' });
    expect(program.files).toContain('f.wcgi');
    expect(program.dynamic).toBe(false);
    expect(waits(program)).toEqual([]);
  });

  it.each([
    ['FuncCall("f", 1, 2)', 'another number of arguments'],
    ['FuncCall("f::p", 1)', 'another kind'],
  ])('%s stops the program: %s', call => {
    expect(() => results(`entry Main { Result(${call}); }`, {}, files)).toThrow('external-mismatch');
  });

  it('stay open when the name is computed, or its file is not there', () => {
    const computed = link({ 'main.wcgp': 'entry Main { n = Vars().n; Void(FuncCall(n, 2)); }' });
    expect(computed.dynamic).toBe(true);
    expect(waits(computed)).toEqual(['main.wcgp:main']);
    const missing = link({ 'main.wcgp': 'entry Main { Void(FuncCall("nowhere", 2)); }' });
    expect(missing.externals).toEqual(['nowhere.wcgi']);
    expect(waits(missing)).toEqual(['main.wcgp:main']);
    const source = 'entry Main { Result(FuncCall(Vars().n, 2)); }';
    expect(results(source, { wait: (name, args) => [name, ...args] })).toEqual([['funccall', null, 2]]);
  });

  it('leave nothing to be assumed about what they may call', () => {
    const program = link({
      'main.wcgp': 'function f(x) external; entry Main { Void(f(1)); Void(FuncCall(Vars().n, "a")); }',
      'f.wcgi': 'function f(x) { return x + x; }',
    });
    const f = load(program)['f.wcgi']?.f;
    expect(f && run(f, ['a'])).toBe('aa');
  });
});

describe('what waits', () => {
  it('is only what can reach a waiting built-in', () => {
    const program = link({
      'main.wcgp': `
        function pure(x) { return x; }
        function reads(x) { return ReadStorageFile(x); }
        function over(x) { return pure(reads(x)); }
        procedure even(n) forward;
        procedure odd(n) { if (n > 0) { even(n - 1); } }
        procedure even(n) { if (n > 0) { odd(n - 1); } else { Void(over("f")); } }
        entry Other { Void(pure(1)); }
        entry Main { odd(3); }`,
    });
    expect(waits(program)).toEqual([
      'main.wcgp:reads',
      'main.wcgp:over',
      'main.wcgp:odd',
      'main.wcgp:even',
      'main.wcgp:main',
    ]);
    expect(program.entries).toEqual({ other: { waits: false }, main: { waits: true } });
  });

  it.each([
    ['Void(Find(NewArray(), 1));', false],
    ['Void(Find(Vars().x, 1));', false],
    ['c = OpenCalendar("x"); Void(Find(c, 1));', true],
    ['Void(Convert("a", "base64"));', false],
    ['Void(Convert("a", "dns-a"));', true],
    ['Void(Convert("a", Vars().x));', true],
    ['Void(ReadInput(1));', true],
    ['Void(GMTTime());', false],
    ['SetHTTPResponseData("x");', false],
    ['ProcessWSSP("x", NewDictionary());', true],
    ['Void(spawn Main);', false],
    ['PlayFile("x");', false],
  ])('%s', (text, expected) => {
    const { entries } = link({ 'main.wcgp': `entry Main { ${text} }` });
    expect(entries.main?.waits).toBe(expected);
  });

  it('hands its arguments out and gets its value in', () => {
    const source = `
      function load(name) { return ReadStorageFile(name + ".txt"); }
      entry Main { for (i = 0; i < 3; i += 1) { Result(load("f" + String(i)) || "none"); } }`;
    const asked: unknown[] = [];
    const wait = (name: string, args: Value[]): Value => {
      asked.push([name, ...args]);
      return asked.length === 2 ? 'text' : null;
    };
    expect(results(source, { wait })).toEqual(['none', 'text', 'none']);
    expect(asked).toEqual([
      ['readstoragefile', 'f0.txt'],
      ['readstoragefile', 'f1.txt'],
      ['readstoragefile', 'f2.txt'],
    ]);
  });

  it('keeps pages apart from the sections', () => {
    const program = link({
      'main.wcgp':
        'entry Main { d = NewDictionary(); ProcessWSSP("one", d); ProcessWSSP("Two", d); ProcessWSSP("one", d); }',
    });
    expect(program.pages).toEqual(['one', 'Two']);
    expect(program.dynamic).toBe(false);
    expect(link({ 'main.wcgp': 'entry Main { ProcessWSSP(Vars().p, Vars()); }' }).dynamic).toBe(true);
  });
});

describe('running', () => {
  it('spawns entries of its own file', () => {
    const spawned: unknown[] = [];
    const spawn = (...args: unknown[]): Value => {
      spawned.push(args);
      return 'task';
    };
    const source = 'entry Worker {} entry Main { Result(spawn worker); Result(spawn Worker(1 + 2)); }';
    expect(results(source, { spawn })).toEqual(['task', 'task']);
    expect(spawned).toEqual([
      ['main.wcgp', 'worker', null],
      ['main.wcgp', 'worker', 3],
    ]);
  });

  it('ends at stop, however deep', () => {
    expect(results('procedure p() { Result(1); stop; } entry Main { p(); Result(2); }')).toEqual([1]);
  });

  it('refuses what needs a phone call, after its arguments', () => {
    const source = 'function f() { Result(1); return 2; } entry Main { PlayFile("x", f()); Result(3); }';
    expect(() => results(source)).toThrow('missing-op');
    // outside of calls these names are free
    expect(
      results('function Record(x) { return x; } entry Main { play = Record(4); Result(play); }'),
    ).toEqual([4]);
  });

  it('keeps words of JavaScript for variables', () => {
    const source = `
      function new(class, Let) { this = class + Let; return this; }
      procedure constructor(arguments) { Result(arguments); }
      entry Main { eval = 1; undefined = 2; yield = new(eval, undefined); constructor(yield); NaN = 7; Result(NaN + await); Result(prototype); }`;
    expect(results(source)).toEqual([3, null, null]);
  });

  it('has an id that changes with the text', () => {
    const id = (text: string): string => link({ 'main.wcgp': text }).id;
    expect(id('entry Main {}')).toBe(id('entry Main {}'));
    expect(id('entry Main {}')).not.toBe(id('entry Main { Void(1); }'));
    expect(id('entry Main {}')).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('frames', () => {
  const source = `procedure deep(list) {
  list[0] = 1;
  list.("a" + "b") =
    5;
}

function middle(x) {
  if (x) {
    deep(x);
  } elif (IsString(Invert(
      x))) { null; }
  return 1;
}

entry Main is
  Result("text" + String(1) + String(
    middle("wrong")));
end entry;
`;

  function frames(text: string): string[] {
    const program = link(
      { 'main.wcgp': text },
      { extra: [{ name: 'Result', kind: 'procedure', minArgs: 1, maxArgs: 1 }] },
    );
    const main = load(program, { builtins: { result: () => undefined } })['main.wcgp']?.main;
    try {
      if (main !== undefined) run(main);
    } catch (error) {
      return [...((error as Error).stack?.matchAll(/program\.js:(\d+):(\d+)/g) ?? [])].flatMap(
        ([, line, column]) => {
          const place = originalPosition(program.map, { line: Number(line), column: Number(column) });
          return place === null ? [] : [`${place.name} ${place.file}:${place.line}:${place.column}`];
        },
      );
    }
    return [];
  }

  it('lead to the statements and calls of the source', () => {
    expect(frames(source)).toEqual(['deep main.wcgp:2:3', 'middle main.wcgp:9:5', 'Main main.wcgp:17:5']);
  });

  it('know the second line of a statement', () => {
    const other = source.replace('"wrong"', 'null');
    expect(frames(other)).toEqual(['middle main.wcgp:10:20', 'Main main.wcgp:17:5']);
  });

  it('know the file', () => {
    const program = link({
      'main.wcgp': 'procedure p(x) external;\nentry Main { p(1); }',
      'p.wcgi': '\n\nprocedure p(x) {\n  x.y = 1;\n}',
    });
    const main = load(program)['main.wcgp']?.main;
    let places: unknown[] = [];
    try {
      if (main !== undefined) run(main);
    } catch (error) {
      places = [...((error as Error).stack?.matchAll(/program\.js:(\d+):(\d+)/g) ?? [])].map(
        ([, line, column]) => originalPosition(program.map, { line: Number(line), column: Number(column) }),
      );
    }
    expect(places[0]).toEqual({ file: 'p.wcgi', line: 4, column: 3, name: 'p' });
    expect(places[1]).toEqual({ file: 'main.wcgp', line: 2, column: 14, name: 'Main' });
  });
});
