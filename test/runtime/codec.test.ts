import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decode } from '../../runtime/codec/decode.js';
import { Encoder } from '../../runtime/codec/encode.js';
import { decodePlain, encodePlain } from '../../runtime/codec/plain.js';
import { createEngine, type Machine } from '../../runtime/engine/index.js';
import type { Plain } from '../../runtime/environment.js';
import { ProgramException } from '../../runtime/errors/failure.js';
import { Kernel } from '../../runtime/guest/protocol.js';
import { preludePieces } from '../../runtime/guest/source.js';
import { engineBytes, preludeBundle } from '../../runtime/node/files.js';
import { dictOf } from '../../stdlib/values/dict.js';
import { type Dict, Kind, type Value, type Xml } from '../../stdlib/values/types.js';

const edge = { valueBytes: 1 << 20, valueDepth: 64 };
const encoder = new Encoder();

const bytes = fc.string({
  unit: fc.integer({ min: 1, max: 255 }).map(n => String.fromCharCode(n)),
  maxLength: 60,
});
const anyBytes = fc.string({
  unit: fc.integer({ min: 0, max: 255 }).map(n => String.fromCharCode(n)),
  maxLength: 60,
});
const key = fc.oneof(
  bytes,
  fc.constantFrom('', '0', '5', '4294967295', '-1', '01', '__proto__', 'constructor', 'kind', 'toString'),
);
const whole = fc.oneof(
  fc.maxSafeInteger(),
  fc.integer(),
  fc.constantFrom(0, 2 ** 31, -(2 ** 31), 2 ** 53 - 1),
);

/** As values are kept: numbers in the safe range as numbers. */
const big = fc
  .bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })
  .map((n): Value => (Number.isSafeInteger(Number(n)) ? Number(n) : { kind: Kind.Big, big: n }));

const record = <T>(value: fc.Arbitrary<T>) =>
  fc.array(fc.tuple(key, value), { maxLength: 5 }).map(pairs => {
    const made: Record<string, T> = Object.create(null);
    for (const [name, item] of pairs) made[name] = item;
    return made;
  });

const { value, xml } = fc.letrec<{ value: Value; xml: Xml }>(tie => ({
  xml: fc.record({
    kind: fc.constant<Kind.Xml>(Kind.Xml),
    type: bytes,
    prefix: bytes,
    attributes: fc.array(fc.record({ prefix: bytes, name: bytes, value: bytes }), { maxLength: 3 }),
    body: fc.array(fc.oneof(bytes, tie('xml')), { maxLength: 3 }),
    inherited: fc.option(record(bytes)),
  }),
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.constant(null),
    bytes,
    whole,
    big,
    fc.record({
      kind: fc.constant<Kind.Time>(Kind.Time),
      at: fc.oneof(whole, fc.constantFrom(Infinity, -Infinity)),
    }),
    fc.record({ kind: fc.constant<Kind.Data>(Kind.Data), bytes: anyBytes }),
    fc.record({
      kind: fc.constant<Kind.Ip>(Kind.Ip),
      address: fc.constantFrom('10.0.0.1', '::1'),
      port: fc.nat(65535),
    }),
    fc.record({ kind: fc.constant<Kind.Handle>(Kind.Handle), class: bytes, id: fc.nat() }),
    fc.record({ kind: fc.constant<Kind.Opaque>(Kind.Opaque), class: bytes, data: fc.option(bytes) }),
    fc.array(tie('value'), { maxLength: 4 }),
    record(tie('value')).map((entries): Dict => ({ kind: Kind.Dict, entries })),
    tie('xml'),
  ),
}));

const codeOf = (action: () => unknown): string => {
  try {
    action();
    return 'fine';
  } catch (error) {
    return error instanceof ProgramException ? error.code : String(error);
  }
};

/** What data sets are made of: rows with the same few keys, some of which are missing, and texts of all lengths. */
const rows = fc
  .tuple(
    fc.uniqueArray(key, { minLength: 1, maxLength: 20 }),
    fc.integer({ min: 1, max: 40 }),
    fc.array(fc.nat(600)),
  )
  .map(([keys, count, lengths]): Value => {
    const text = (n: number): string =>
      String.fromCharCode(1 + (n % 255)).repeat(lengths[n % lengths.length] ?? n % 20);
    const row = (_: unknown, i: number): Value =>
      dictOf(keys.filter((_, at) => (i + at) % 7 !== 3).map((name, at) => [name, at % 3 ? text(i + at) : i]));
    return Array.from({ length: count }, row);
  });

describe('values on the host', () => {
  it('come back as they were: rows', () => {
    fc.assert(fc.property(rows, v => void expect(decode(encoder.encode(v, edge), edge)).toEqual(v)));
  });

  it.each([127, 128, 129, 20_000])('come back as they were: %d keys', count => {
    const dict = dictOf(Array.from({ length: count }, (_, i) => [`key ${i}`, i % 2 ? `text ${i}` : i]));
    const list = [dict, 'behind it', dict];
    expect(decode(encoder.encode(list, edge), edge)).toEqual(list);
  });

  it('with zero bytes are refused wherever they are, but in datablocks', () => {
    const data: Value = { kind: Kind.Data, bytes: 'a\0b' };
    for (const before of ['', 'x'.repeat(12), 'x'.repeat(100), 'x'.repeat(700)]) {
      for (const text of [`${before}\0`, `\0${before}`, `${before}\0${before}`])
        expect(codeOf(() => decode(encoder.encode([0, before, data, 'y', text, 'z'], edge), edge))).toBe(
          'not-a-value',
        );
      const fine = [0, before, data, 'y', before, 0, before];
      expect(decode(encoder.encode(fine, edge), edge)).toEqual(fine);
    }
  });

  it('come back as they were', () => {
    fc.assert(fc.property(value, v => void expect(decode(encoder.encode(v, edge), edge)).toEqual(v)));
  });

  it.each([
    ['minus zero', -0, 0],
    ['an element that is missing', [undefined as unknown as Value, 1], [null, 1]],
    ['a small number in the long form', { kind: Kind.Big, big: 5n } as Value, 5],
  ])('are put right: %s', (_, given, wanted) => {
    expect(decode(encoder.encode(given as Value, edge), edge)).toEqual(wanted);
  });

  it('keep the order cache out and the spelling of keys in', () => {
    const dict: Dict = { kind: Kind.Dict, entries: { a: 1 }, order: ['a'], names: { a: 'A' } };
    expect(decode(encoder.encode(dict, edge), edge)).toMatchObject({ order: null, names: { a: 'A' } });
  });

  it('are bounded in size and depth, both ways', () => {
    let deep: Value = [];
    for (let i = 0; i < 70; i++) deep = [deep];
    expect(codeOf(() => encoder.encode(deep, edge))).toBe('value-depth');
    const loose = { valueBytes: 1 << 20, valueDepth: 100 };
    expect(codeOf(() => decode(encoder.encode(deep, loose), edge))).toBe('value-depth');
    const large = 'x'.repeat(1 << 20);
    expect(codeOf(() => encoder.encode([large, large], edge))).toBe('value-size');
    expect(
      codeOf(() =>
        decode(encoder.encode(large, { ...edge, valueBytes: 1 << 22 }), { ...edge, valueBytes: 1000 }),
      ),
    ).toBe('value-size');
  });

  it('never crash on damaged bytes', () => {
    fc.assert(
      fc.property(
        value,
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 4 }),
        fc.nat(),
        (v, changes, cut) => {
          const broken = encoder.encode(v, edge);
          for (const [at, to] of changes) broken[at % broken.length] = to;
          const code = codeOf(() => decode(broken.subarray(0, cut % (broken.length + 1)), edge));
          expect(['fine', 'not-a-value', 'value-depth', 'value-size']).toContain(code);
        },
      ),
    );
  });

  it('never crash on noise', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), noise => {
        const code = codeOf(() => decode(Uint8Array.of(5, ...noise), edge));
        expect(['fine', 'not-a-value', 'value-depth', 'value-size']).toContain(code);
      }),
    );
  });
});

describe('plain data', () => {
  const { plain } = fc.letrec<{ plain: Plain }>(tie => ({
    plain: fc.oneof(
      { maxDepth: 4 },
      fc.constant(null),
      fc.boolean(),
      fc.double({ noNaN: true }),
      fc.string({ unit: 'binary' }),
      fc.uint8Array(),
      fc.array(tie('plain'), { maxLength: 4 }),
      fc
        .dictionary(fc.string(), tie('plain'), { maxKeys: 4, noNullPrototype: false })
        .map(made => Object.assign(Object.create(null), made)),
    ),
  }));

  it('comes back as it was', () => {
    fc.assert(fc.property(plain, p => void expect(decodePlain(encodePlain(p))).toEqual(p)));
  });

  it('never crashes on noise', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), noise => {
        expect(['fine', 'not-a-value']).toContain(codeOf(() => decodePlain(noise)));
      }),
    );
  });
});

/** Echoes a value; makes values that no compiled program can. */
const GUEST = `(function($){ return { sections: { t: {
echo: { kind: "entry", params: 0, waits: true, call: function*() { yield [5, $.key($.b.vars(), "startParameter")]; } },
host: { kind: "entry", params: 0, waits: true, call: function*() { yield [5, $.b.objecttostring($.key($.b.vars(), "startParameter"))]; } },
cycle: { kind: "entry", params: 0, waits: true, call: function*() { var a = []; a.push(a); yield [5, a]; } },
bomb: { kind: "entry", params: 0, waits: true, call: function*() { var a = ["xxxxxxxx"]; for (var i = 0; i < 60; i++) a = [a, a]; yield [5, a]; } },
sparse: { kind: "entry", params: 0, waits: true, call: function*() { var a = []; a[2] = "c"; yield [5, a]; } },
ended: { kind: "entry", params: 0, waits: true, call: function*() { var a = ["a"]; a.length = 3; yield [5, a]; } },
shared: { kind: "entry", params: 0, waits: true, call: function*() { var a = [1]; yield [5, [a, a]]; } },
wide: { kind: "entry", params: 0, waits: true, call: function*() { yield [5, "\\u1234"]; } },
zero: { kind: "entry", params: 0, waits: true, call: function*() { yield [5, "a\\0b"]; } },
fraction: { kind: "entry", params: 0, waits: true, call: function*() { yield [5, 1.5]; } },
fn: { kind: "entry", params: 0, waits: true, call: function*() { yield [5, function() {}]; } },
map: { kind: "entry", params: 0, waits: true, call: function*() { yield [5, new Map()]; } },
alien: { kind: "entry", params: 0, waits: true, call: function*() { yield [5, { kind: 99 }]; } },
getter: { kind: "entry", params: 0, waits: true, call: function*() { yield [5, { get kind() { return 3; } }]; } },
deep: { kind: "entry", params: 0, waits: true, call: function*() { var a = []; for (var i = 0; i < 100000; i++) a = [a]; yield [5, a]; } },
} } }; })`;

for (const plain of [false, true]) {
  describe(`values through a sandbox (${plain ? 'documented' : 'direct'} interface)`, () => {
    let machine: Machine;
    beforeAll(async () => {
      const parts = { wasm: engineBytes(), prelude: preludePieces(preludeBundle()), stack: 256 * 1024 };
      const engine = await createEngine(parts, plain);
      expect(engine.kind).toBe(plain ? 'plain' : 'direct');
      machine = await engine.machine(64 << 20);
      machine.host = { edge, interrupt: () => false, call: (_, args) => args[0] ?? null };
      machine.define(Kernel.AddProgram, GUEST, 'u0');
    });
    const after: (() => void)[] = [];
    afterAll(() => {
      expect(machine.broken).toBe(false);
      for (const check of after) check();
    });

    const through = (entry: string, v: Value): Value => {
      const outcome = machine.call(Kernel.Start, 0, 't', entry, encoder.encode(v, edge));
      if (outcome.kind === 'failed')
        throw new ProgramException(outcome.failure.code, outcome.failure.message);
      if (outcome.kind !== 'value') throw new Error(outcome.kind);
      machine.call(Kernel.Drop, 0);
      const { value: back } = outcome;
      return Array.isArray(back) ? (back[1] ?? null) : null;
    };
    const runs = { numRuns: plain ? 40 : 150 };

    it('come back from a wait as they were', () => {
      fc.assert(
        fc.property(
          value.filter(v => v !== null),
          v => void expect(through('echo', v)).toEqual(v),
        ),
        runs,
      );
    });

    it('come back from a wait as they were: rows', () => {
      fc.assert(
        fc.property(rows, v => void expect(through('echo', v)).toEqual(v)),
        runs,
      );
    });

    it('come back from a host call as they were', () => {
      fc.assert(
        fc.property(
          fc.oneof(value, xml).filter(v => v !== null),
          v => void expect(through('host', v)).toEqual(v),
        ),
        runs,
      );
    });

    it.each([
      ['cycle', 'not-a-value'],
      ['wide', 'not-a-value'],
      ['zero', 'not-a-value'],
      ['fraction', 'not-a-value'],
      ['fn', 'not-a-value'],
      ['alien', 'not-a-value'],
    ])('are refused: %s', (entry, code) => {
      expect(codeOf(() => through(entry, null))).toBe(code);
    });

    it.each(['bomb', 'map', 'getter'])('cannot be too much: %s', entry => {
      expect(codeOf(() => through(entry, null))).not.toBe('fine');
      expect(through('echo', 'after')).toBe('after');
    });

    it('cannot be too deep', () => {
      if (!plain) {
        expect(codeOf(() => through('deep', null))).toBe('value-depth');
        return;
      }
      // Without a worker's large stack this may cost the machine, so it is the last thing that this one does.
      after.push(() =>
        expect(['not-a-value', 'stack-limit', 'host-failure']).toContain(codeOf(() => through('deep', null))),
      );
    });

    it('keep what is shared', () => {
      const shared = through('shared', null) as Value[];
      expect(shared).toEqual([[1], [1]]);
      // texts know nothing of it
      if (!plain) expect(shared[0]).toBe(shared[1]);
    });

    it.each([
      ['sparse', [null, null, 'c']],
      ['ended', ['a', null, null]],
    ])('have null where a list has nothing: %s', (entry, list) => {
      expect(through(entry, null)).toEqual(list);
    });

    it('leave nothing behind in the sandbox', () => {
      const rows = Array.from({ length: 100 }, (_, i) => dictOf([['name', `row ${i} ${'x'.repeat(90)}`]]));
      for (let i = 0; i < 20; i++) through('echo', rows);
      const { used } = machine;
      for (let i = 0; i < (plain ? 50 : 2000); i++) through('host', rows[i % 100] ?? null);
      for (let i = 0; i < (plain ? 50 : 2000); i++) through('echo', rows);
      expect(machine.used - used).toBeLessThan(100_000);
    });

    it('carry dictionaries with a key order of their own', () => {
      expect(
        through(
          'echo',
          dictOf([
            ['b', 1],
            ['a', 2],
          ]),
        ),
      ).toEqual(
        dictOf([
          ['b', 1],
          ['a', 2],
        ]),
      );
    });
  });
}
