import { beforeAll, describe, expect, it } from 'vitest';
import { createEngine, type Machine } from '../../runtime/engine/index.js';
import { Kernel } from '../../runtime/guest/protocol.js';
import { preludePieces } from '../../runtime/guest/source.js';
import { engineBytes, preludeBundle } from '../../runtime/node/files.js';

/** Expressions that must not get anywhere: each is tried in a sloppy function, and must give undefined or throw. */
const ESCAPES = [
  'eval',
  'eval("1")',
  'Function("return 1")()',
  '(function(){}).constructor',
  '(() => 1).constructor',
  '(function*(){}).constructor',
  'Object.getPrototypeOf(function*(){}).constructor',
  '(class {}).constructor',
  'Object.constructor',
  '[].map.constructor',
  '$.add.constructor',
  '$.b.vars.constructor',
  '({}).constructor',
  '({}).__proto__',
  '[].constructor.constructor',
  '/a/.constructor.constructor',
  'Error.constructor',
  'new Error().constructor.constructor',
  'globalThis',
  'Date',
  'Date.now()',
  'Math.random',
  'Promise',
  'WeakRef',
  'FinalizationRegistry',
  'SharedArrayBuffer',
  'Atomics',
  'ArrayBuffer',
  'Uint8Array',
  'DataView',
  'Proxy',
  'Reflect',
  'performance',
  'console',
  'queueMicrotask',
  'setTimeout',
  'import("x")',
  'require',
  'process',
  '({}).toString',
  '({}).hasOwnProperty',
  '$m',
  '$prelude',
  'host',
] as const;

/** Changes that must not be seen by anybody else: each must throw or leave things as they are. */
const CHANGES = [
  ['Array.prototype.map = null', '[1].map(x => x).length === 1'],
  ['Array.prototype.evil = 1', '[].evil === undefined'],
  ['Object.prototype.evil = 1', '({}).evil === undefined'],
  ['String.prototype.indexOf = null', '"ab".indexOf("b") === 1'],
  ['Function.prototype.call = null', '(function(){ return 1; }).call() === 1'],
  ['Object.create = null', 'typeof Object.create === "function"'],
  ['Math.trunc = null', 'Math.trunc(1.5) === 1'],
  [
    'Object.getPrototypeOf(function*(){}).prototype.next = null',
    '(function*(){ yield 1; })().next().value === 1',
  ],
  ['Object.getPrototypeOf([].values()).next = null', '[...[1]].length === 1'],
  ['RegExp.prototype.exec = null', '/a/.exec("a") !== null'],
  ['Map.prototype.get = null', 'new Map([[1, 2]]).get(1) === 2'],
  ['Object.setPrototypeOf(Array.prototype, null)', '"" + [{ kind: 3, at: 0 }] !== ""'],
] as const;

const program = (body: string): string =>
  `(function($){ return { sections: { t: { main: { kind: "entry", params: 0, waits: false, call: function(){ ${body} } } } } }; })`;

describe.each([false, true])('the guest (documented interface: %s)', plain => {
  let machine: Machine;
  beforeAll(async () => {
    const parts = { wasm: engineBytes(), prelude: preludePieces(preludeBundle()), stack: 256 * 1024 };
    const engine = await createEngine(parts, plain);
    machine = await engine.machine(32 << 20);
  });

  let count = 0;
  const result = (body: string): string => {
    const file = `f${count++}`;
    const code = program(body).replace('t: {', `${file}: {`);
    expect(machine.define(Kernel.AddProgram, code, 'u0').kind).toBe('nothing');
    machine.host = { call: () => null, interrupt: () => false, edge: { valueBytes: 1e6, valueDepth: 50 } };
    const outcome = machine.call(Kernel.Start, 0, file, 'main', null);
    if (outcome.kind !== 'failed') return outcome.kind;
    machine.call(Kernel.Drop, 0);
    return outcome.failure.message;
  };
  /** What an expression gives, as the message of an error. */
  const value = (expression: string): string =>
    result(`let r; try { r = typeof (${expression}); } catch (e) { r = "thrown"; } throw new Error("" + r);`);

  it.each(ESCAPES)('cannot reach %s', expression => {
    expect(['undefined', 'thrown', 'syntax']).toContain(value(expression));
  });

  it('has no global object, in sloppy functions either', () => {
    expect(result('throw new Error(typeof (function(){ return this; })());')).toBe('undefined');
  });

  it.each(CHANGES)('cannot do %s', (change, holds) => {
    expect(result(`try { ${change}; } catch (e) {} throw new Error("" + (${holds}));`)).toBe('true');
  });

  it('has objects without properties', () => {
    expect(
      result(
        'const o = {}; let n = 0; for (const k in o) n++; throw new Error(n + " " + o.x + " " + ("toString" in o));',
      ),
    ).toBe('0 undefined false');
  });

  it('turns values into NaN in arithmetic, and prints them in joins', () => {
    expect(
      result(
        'throw new Error("" + (1 + { kind: 1, big: 5n }) + [{ kind: 1, big: 5n }, null, [1, "a"]].join("|"));',
      ),
    ).toBe('NaN5||(#1,a)');
  });
});
