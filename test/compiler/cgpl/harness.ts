/**
 * Runs linked programs in the calling process, without a sandbox: the generated code with the real operators and
 * built-ins. Waiting built-ins are answered by a function of the test.
 */
import { runInThisContext } from 'node:vm';
import type { LinkedProgram, LinkOptions } from '../../../compiler/cgpl/index.js';
import { linkProgram } from '../../../compiler/cgpl/index.js';
import { hostBuiltins } from '../../../stdlib/builtins/host.js';
import { coreBuiltins } from '../../../stdlib/builtins/index.js';
import { builtinByOp } from '../../../stdlib/declarations/index.js';
import { makeException } from '../../../stdlib/errors.js';
import * as operators from '../../../stdlib/operators/index.js';
import { newDict } from '../../../stdlib/values/dict.js';
import type { Value } from '../../../stdlib/values/types.js';

export interface World {
  /** Answers built-ins that wait: lower-case name and arguments. */
  readonly wait?: (name: string, args: Value[]) => Value;
  readonly builtins?: Readonly<Record<string, unknown>>;
  readonly spawn?: (file: string, entry: string, argument: Value) => Value;
  readonly external?: (file: string, name: string, kind: string, count: number) => unknown;
}

export interface Section {
  readonly kind: string;
  readonly params: number;
  readonly waits: boolean;
  readonly call: (...args: Value[]) => unknown;
}

export type Sections = Record<string, Record<string, Section>>;

const stop = Object.freeze({});

/** Evaluates the code of a program. `stop` of the library ends runs. */
export function load(program: LinkedProgram, world: World = {}): Sections {
  const vars = newDict();
  const library = {
    ...operators,
    b: {
      ...hostBuiltins,
      ...coreBuiltins,
      vars: () => vars,
      *funccall(...args: Value[]): Generator<unknown, Value, Value> {
        return yield ['funccall', ...args];
      },
      *proccall(...args: Value[]): Generator<unknown, Value, Value> {
        return yield ['proccall', ...args];
      },
      *findwait(...args: Value[]): Generator<unknown, Value, Value> {
        return yield ['find', ...args];
      },
      *convertwait(...args: Value[]): Generator<unknown, Value, Value> {
        return yield ['convert', ...args];
      },
      ...world.builtins,
    },
    stop,
    fail(code: string, ...args: (string | number)[]): never {
      throw makeException(code, args);
    },
    spawn: world.spawn ?? (() => null),
    external: world.external ?? (() => () => null),
  };
  // in the sandbox what all objects inherit is empty
  const js = program.js.replaceAll('entries:{', 'entries:{__proto__:null,');
  const factory = runInThisContext(js, { filename: 'program.js' }) as (library: unknown) => {
    sections: Sections;
  };
  return factory(library).sections;
}

/** Objects are no numbers, and arrays have no `entries`: what the prelude does to the guest for good is done here while a program runs. */
function withGuestObjects<T>(action: () => T): T {
  Object.defineProperty(Object.prototype, Symbol.toPrimitive, {
    value: (hint: string) => (hint === 'string' ? '[object]' : Number.NaN),
    configurable: true,
  });
  const entries = Object.getOwnPropertyDescriptor(Array.prototype, 'entries');
  Reflect.deleteProperty(Array.prototype, 'entries');
  try {
    return action();
  } finally {
    Reflect.deleteProperty(Object.prototype, Symbol.toPrimitive);
    if (entries !== undefined) Object.defineProperty(Array.prototype, 'entries', entries);
  }
}

/** Calls a section to its end; gives its value. `stop` gives null. */
export function run(section: Section, args: Value[] = [], world: World = {}): Value {
  return withGuestObjects(() => runSteps(section, args, world));
}

function runSteps(section: Section, args: Value[], world: World): Value {
  try {
    const result = section.call(...args);
    if (!section.waits) return (result ?? null) as Value;
    const steps = result as Generator<unknown[], Value, Value>;
    let step = steps.next();
    while (!step.done) {
      const [op, ...rest] = step.value;
      const name = typeof op === 'number' ? (builtinByOp(op)?.lowerName ?? '?') : String(op);
      step = steps.next(world.wait?.(name, rest as Value[]) ?? null);
    }
    return step.value ?? null;
  } catch (error) {
    if (error === stop) return null;
    throw error;
  }
}

/** Links a program of the given files; throws when that fails. */
export function link(
  files: Readonly<Record<string, string>>,
  options: Partial<LinkOptions> = {},
  entry = 'main.wcgp',
): LinkedProgram {
  const { program, diagnostics } = linkProgram(entry, file => files[file] ?? null, {
    environment: 'web',
    ...options,
  });
  if (program === null) {
    throw new Error(diagnostics.map(d => `${d.file}:${d.range.start.line}: ${d.message}`).join('\n'));
  }
  return program;
}

/** Runs the entry `Main` of a source text and gives what it passed to `Result`. */
export function results(
  source: string,
  world: World = {},
  files: Readonly<Record<string, string>> = {},
): Value[] {
  const list: Value[] = [];
  const program = link(
    { ...files, 'main.wcgp': source },
    { extra: [{ name: 'Result', kind: 'procedure', minArgs: 1, maxArgs: 1 }] },
  );
  const builtins = { ...world.builtins, result: (x: Value) => void list.push(x) };
  const main = load(program, { ...world, builtins })['main.wcgp']?.main;
  if (main === undefined) throw new Error('no entry Main');
  run(main, [], world);
  return list;
}
