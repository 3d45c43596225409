/**
 * Proves every assumption about the engine's inside once per start, on instances of its own. When one does not
 * hold, the runtime uses the engine's documented interface instead.
 */

import { dictOf } from '../../../stdlib/values/dict.js';
import { isDict } from '../../../stdlib/values/is.js';
import { type Dict, Kind, type Value, type Xml } from '../../../stdlib/values/types.js';
import { decode } from '../../codec/decode.js';
import { Encoder } from '../../codec/encode.js';
import { ORDERED } from '../../codec/format.js';
import { HostCall } from '../../guest/protocol.js';
import type { Host, Outcome } from '../types.js';
import type { DirectEngine } from './engine.js';
import type { Layout } from './layout.js';
import type { DirectMachine } from './machine.js';

/** Places of the functions below in the array. */
enum Test {
  Echo = 1,
  Host = 2,
  Join = 3,
  Keep = 4,
  Kept = 5,
  Grow = 6,
  Give = 7,
}

const PRELUDE = `(function($m) { $m.push({ boot: function(host) { var kept = "xxxx", hold = [];
return [function(e) { return "\\0" + e; }, function(x) { return x; }, function(x, y) { return host(7, x, y); },
function(s, n) { var r = ""; for (var i = 0; i < n; i++) r += s; return r; }, function(x) { kept = x; },
function() { return kept; }, function(n) { hold.push(new ArrayBuffer(n)); return hold.length; },
function(x) { var y = x[0] && x[0].entries; if (y && y.gone) delete y.gone;
return host(${HostCall.Given}, [x, { kind: 5, entries: { __proto__: null, s: "own" }, order: null, names: null }]); }]; } }); })`;

const edge = { valueBytes: 1 << 20, valueDepth: 64 };
const encoder = new Encoder();

/** Throws with what does not hold. `make` boots an engine with another prelude. */
export async function selfTest(
  make: (prelude: readonly string[]) => Promise<DirectEngine>,
  layout: Layout,
): Promise<void> {
  const engine = await make([PRELUDE]);
  const machine = await engine.directMachine(1 << 26);
  const seen: Value[][] = [];
  const host: Host = {
    edge,
    interrupt: () => false,
    call: (op, args) => {
      seen.push([op, ...args]);
      return args[1] ?? null;
    },
  };
  machine.host = host;
  numbers(machine);
  strings(machine, seen);
  values(machine, seen);
  forms(machine, seen);
  copies(machine, engine);
  growth(machine, engine);
  quietStack(machine, layout);
}

function check(condition: boolean, what: string): void {
  if (!condition) throw new Error(what);
}

const call = (
  machine: DirectMachine,
  test: Test,
  ...args: Parameters<DirectMachine['call']> extends [unknown, ...infer A] ? A : never
): Outcome => machine.call(test as number, ...args);

function numbers(machine: DirectMachine): void {
  for (const number of [
    0,
    1,
    -1,
    2 ** 31 - 1,
    -(2 ** 31),
    2 ** 31,
    1.5,
    -1e300,
    Number.MAX_SAFE_INTEGER,
    Infinity,
    -Infinity,
  ]) {
    const outcome = call(machine, Test.Echo, number);
    check(outcome.kind === 'number' && outcome.number === number, `number ${number}`);
  }
}

function strings(machine: DirectMachine, seen: Value[][]): void {
  const all = Array.from({ length: 255 }, (_, i) => String.fromCharCode(i + 1)).join('');
  for (const text of ['', 'a', 'xxxx', all, all.repeat(20), 'x'.repeat(100_000)]) {
    const outcome = call(machine, Test.Echo, text);
    check(outcome.kind === 'text' && outcome.text === text, `string of ${text.length}`);
    const answer = call(machine, Test.Host, 'xx', text);
    check(answer.kind === 'text' && answer.text === text, `string of ${text.length} through the host`);
    const [op, first, second] = seen.pop() ?? [];
    check(op === 7 && first === 'xx' && second === text, 'arguments of a host call');
  }
  const kept = call(machine, Test.Kept);
  check(kept.kind === 'text' && kept.text === 'xxxx', 'a string made in place changed another');
  const rope = call(machine, Test.Join, all.slice(0, 100), 300);
  check(rope.kind === 'text' && rope.text === all.slice(0, 100).repeat(300), 'concatenated string');
}

function values(machine: DirectMachine, seen: Value[][]): void {
  const dict: Dict = { kind: Kind.Dict, entries: Object.create(null) };
  dict.entries['5'] = [null, 1, -7, 2 ** 40, 'a\xff'];
  for (const name of ['__proto__', 'constructor']) dict.entries[name] = { kind: Kind.Big, big: -(2n ** 63n) };
  dict.entries.d = { kind: Kind.Data, bytes: '\0\x01\xff' };
  dict.entries.t = { kind: Kind.Time, at: -Infinity };
  const bytes = encoder.encode(dict, edge);
  const outcome = call(machine, Test.Echo, bytes);
  check(outcome.kind === 'value' && same(outcome.value, dict), 'dictionary there and back');
  call(machine, Test.Host, bytes, null);
  check(same(seen.pop()?.[1] ?? null, dict), 'dictionary in a host call');
  const rows = Array.from({ length: 12 }, (_, i) => dictOf([...'abcd'].map(key => [key, `${key} ${i}`])));
  const given = encoder.encode(rows, edge);
  check(given[0] === ORDERED, 'rows without the order of their keys');
  const echoed = call(machine, Test.Echo, given);
  check(echoed.kind === 'value' && same(echoed.value, rows), 'rows there and back');
}

/** Lists of all forms out of the guest's memory. */
function forms(machine: DirectMachine, seen: Value[][]): void {
  const dict = (...pairs: [string, Value][]): Dict => dictOf(pairs);
  const row = (i: number): Dict =>
    dict(['name', `row ${i}`], ['n', i * 1e6], ['\xe4\x01', i % 3 ? 'x' : null]);
  const xml = (type: string, body: (string | Xml)[]): Xml => {
    const attributes = [{ prefix: 'p', name: 'n', value: 'v' }];
    return {
      kind: Kind.Xml,
      type,
      prefix: '',
      attributes,
      body,
      inherited: { __proto__: null, p: 'urn' } as never,
    };
  };
  const lists: Record<string, Value[]> = {
    rows: Array.from({ length: 40 }, (_, i) => row(i)),
    deleted: [
      dict(['a', '1'], ['gone', '2'], ['b', '3']),
      dict(['a', '4'], ['b', '5']),
      dict(['b', '6'], ['a', '7']),
    ],
    numbers: [dict(['5', 'five'], ['4294967295', 'six']), dict(['5', 'a'], ['a', 'b']), dict(), dict()],
    deep: [
      dict(['in', dict(['in', [row(1), row(2), null, 'x'.repeat(300)]])]),
      dict(['in', [[], [1, -1, 2 ** 40, -(2 ** 53) + 1]]]),
    ],
    kinds: [
      { kind: Kind.Time, at: 7 },
      { kind: Kind.Time, at: Infinity },
      ...[2n ** 53n, -(2n ** 53n), 2n ** 60n, -(2n ** 63n), 2n ** 63n - 1n].map(
        (big): Value => ({ kind: Kind.Big, big }),
      ),
      { kind: Kind.Data, bytes: '\0a' },
      { kind: Kind.Ip, address: '::1', port: 25 },
      { kind: Kind.Handle, class: 'Task', id: 3 },
      { kind: Kind.Opaque, class: 'c', data: null },
      xml('e', ['text', xml('inner', [])]),
    ],
    names: [
      { ...dict(['key', 'v']), order: null, names: { key: 'Key' } },
      dict(['key', 'v']),
      'text',
      0,
      null,
    ],
  };
  for (const [name, list] of Object.entries(lists)) {
    const expected = decode(encoder.encode(list, edge), edge) as Value[];
    const [first] = expected;
    if (first !== undefined && isDict(first)) delete first.entries.gone;
    // Twice: what the first reading learns must not disturb the second.
    for (const _ of [1, 2]) call(machine, Test.Give, encoder.encode(list, edge));
    for (const [, given] of seen.splice(-2))
      check(given !== undefined && same(given, [expected, dict(['s', 'own'])]), `values in memory: ${name}`);
  }
}

const same = (a: Value, b: Value): boolean =>
  String(encoder.encode(a, edge)) === String(encoder.encode(b, edge));

function copies(machine: DirectMachine, engine: DirectEngine): void {
  call(machine, Test.Keep, 'other');
  const image = machine.capture();
  machine.install(engine.base);
  const pristine = call(machine, Test.Kept);
  check(pristine.kind === 'text' && pristine.text === 'xxxx', 'a restored sandbox is not as it was');
  const delta = machine.suspend(engine.base);
  machine.install(image);
  const kept = call(machine, Test.Kept);
  check(kept.kind === 'text' && kept.text === 'other', 'an image does not hold its state');
  check(delta !== null, 'no difference');
  if (delta) machine.resume(engine.base, delta);
  const again = call(machine, Test.Kept);
  check(again.kind === 'text' && again.text === 'xxxx', 'a difference does not bring the state back');
}

function growth(machine: DirectMachine, engine: DirectEngine): void {
  const before = machine.used;
  const grown = call(machine, Test.Grow, 20 << 20);
  check(grown.kind === 'number' && machine.used >= before + (20 << 20), 'the program break does not follow');
  machine.install(engine.base);
  check(machine.used === before, 'the program break does not come back');
  const echo = call(machine, Test.Echo, 'after');
  check(echo.kind === 'text' && echo.text === 'after', 'a sandbox does not work after growing');
  const refused = call(machine, Test.Grow, 1 << 27);
  check(refused.kind === 'failed' && machine.held <= 1 << 26, 'memory grows beyond its maximum');
  machine.install(engine.base);
}

/** Data that is initialised later than expected would lie here, at the far end of the stack. */
function quietStack(machine: DirectMachine, layout: Layout): void {
  check(
    machine.isZero(layout.lowEnd, layout.lowEnd + (1 << 20)),
    'something lies where only stack should be',
  );
}
