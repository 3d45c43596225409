import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { index, key, keyOf, setIndex, setKey, setKeyOf } from '../../../stdlib/operators/index.js';
import * as v from '../../../stdlib/values/index.js';
import type { Dict, Value } from '../../../stdlib/values/types.js';

const thrown = (f: () => unknown): string | null => {
  try {
    f();
    return null;
  } catch (error) {
    return (error as { code: string }).code;
  }
};

const fold = (s: string): string => s.replace(/[A-Z]/g, c => c.toLowerCase());

describe('dictionaries', () => {
  it('behave as a sorted map, whatever is done in which order', () => {
    const name = fc.oneof(
      fc.constantFrom('a', 'A', 'b', 'B', '', '__proto__', 'constructor', '10', '9'),
      fc.string({ maxLength: 2 }),
    );
    const step = fc.tuple(
      fc.constantFrom('set', 'delete', 'walk', 'size', 'fold', 'sensitive'),
      name,
      fc.integer(),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), steps => {
        const dict = v.newDict();
        let model = new Map<string, [string, number]>();
        let folds = false;
        const f = (s: string): string => (folds ? fold(s) : s);
        const sorted = (): [string, [string, number]][] => [...model].sort(([x], [y]) => (x < y ? -1 : 1));
        for (const [what, k, n] of steps) {
          if (what === 'set') {
            v.dictSet(dict, k, n);
            model.set(f(k), [model.get(f(k))?.[0] ?? k, n]);
          } else if (what === 'delete') {
            v.dictSet(dict, k, null);
            model.delete(f(k));
          } else if (what === 'size') expect(v.dictSize(dict)).toBe(model.size);
          else if (what === 'walk') expect(v.dictKeys(dict)).toEqual(sorted().map(([, [s]]) => s));
          else {
            const old = sorted();
            folds = what === 'fold';
            v.dictSetCaseSensitive(dict, !folds);
            model = new Map();
            for (const [, [s, x]] of old) if (!model.has(f(s))) model.set(f(s), [s, x]);
          }
          expect(v.dictGet(dict, k)).toBe(model.get(f(k))?.[1] ?? null);
        }
        expect(sorted().map(([, [s]]) => s)).toEqual(sorted().map((_, i) => v.dictKeyAt(dict, i)));
      }),
    );
  });

  it('keep their order through the middle of a large one', () => {
    const dict = v.newDict();
    for (let i = 0; i < 600; i++) {
      v.dictSet(dict, `k${(i * 7919) % 600}`, i);
      if (i % 50 === 0) v.dictKeyAt(dict, 0);
    }
    const keys = v.dictKeys(dict);
    expect(keys).toEqual([...keys].sort());
    expect(v.dictSize(dict)).toBe(600);
  });

  it('folding leaves bytes above 127 alone', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.integer({ min: 1, max: 255 }).map(c => String.fromCharCode(c)) }),
        s => {
          expect(v.foldKey(s)).toBe(fold(s));
        },
      ),
    );
  });
});

describe('access', () => {
  const dict = v.dictOf([
    ['b', 1],
    ['a', 'x'],
  ]);
  const xml = v.newXml('e');
  v.setAttribute(xml, 'n', '', 'v');
  v.setAttribute(xml, 'n', 'p', 'w');
  xml.body.push('text');

  it.each<[string, Value, Value]>([
    ['array', index(['p', 'q'], 1), 'q'],
    ['array, decimal string', index(['p', 'q'], '1'), 'q'],
    ['array beyond', index(['p'], 1), null],
    ['array negative', index(['p'], -1), null],
    ['array, other string', index(['p'], 'length'), null],
    ['array, empty string', index(['p'], ''), null],
    ['dictionary', index(dict, 0), 'a'],
    ['dictionary beyond', index(dict, 2), null],
    ['dictionary, string', index(dict, '0'), null],
    ['xml', index(xml, 0), 'text'],
    ['xml beyond', index(xml, 1), null],
    ['null', index(null, 0), null],
    ['string', index('abc', 0), null],
    ['big index', index(['p'], v.normalise(2n ** 60n)), null],
    ['key', key(dict, 'a'), 'x'],
    ['absent key', key(dict, '__proto__'), null],
    ['key of null', key(null, 'a'), null],
    ['key of array', key(['a'], 'length'), null],
    ['key of string', key('a', 'length'), null],
    ['attribute', key(xml, 'n'), 'v'],
    ['key of another class', keyOf(dict, 1), null],
  ])('%s', (_name, found, expected) => expect(found).toEqual(expected));

  it.each<[string, () => void, string | null]>([
    ['append', () => setIndex(['a'], 1, 'x'), null],
    ['append by string', () => setIndex(['a'], '1', 'x'), null],
    ['beyond', () => setIndex(['a'], 2, 'x'), 'index-out-of-range'],
    ['negative', () => setIndex(['a'], -1, 'x'), 'index-out-of-range'],
    ['wrong class', () => setIndex(['a'], null, 'x'), 'bad-index'],
    ['dictionary', () => setIndex(dict, 0, 'x'), 'index-not-assignable'],
    ['null by number', () => setIndex(null, 0, 'x'), 'index-not-assignable'],
    ['null by key', () => setKey(null, 'a', 'x'), 'key-not-assignable'],
    ['array by key', () => setKey([], 'a', 'x'), 'key-not-assignable'],
    ['key of another class', () => setKeyOf(dict, 5, 'x'), 'bad-key'],
    ['attribute of another class', () => setKey(xml, 'n', 5), 'bad-attribute'],
    ['attribute with a bad name', () => setKey(xml, 'a b', 'x'), 'bad-xml-name'],
    ['attribute', () => setKey(xml, 'm', 'x'), null],
    ['remove an absent key', () => setKey(dict, 'zz', null), null],
  ])('assign: %s', (_name, f, code) => expect(thrown(f)).toBe(code));
});

describe('equality and copies', () => {
  const nested = (depth: number): Value => {
    let value: Value = [];
    for (let i = 0; i < depth; i++) value = i % 2 ? [value] : v.dictOf([['k', value]]);
    return value;
  };

  it('go deep without the stack', () => {
    expect(v.equal(nested(9000), nested(9000))).toBe(true);
    expect(v.equal(v.copy(nested(9000)), nested(9000))).toBe(true);
    expect(v.equal(nested(9000), nested(8998))).toBe(false);
  });

  it('refuse what contains itself', () => {
    const loop = (): Value[] => {
      const a: Value[] = [];
      a.push(a);
      return a;
    };
    expect(thrown(() => v.copy(loop()))).toBe('too-deep');
    expect(thrown(() => v.equal(loop(), loop()))).toBe('too-deep');
    const d: Dict = v.newDict();
    v.dictSet(d, 'self', d);
    expect(thrown(() => v.copy(d))).toBe('too-deep');
    const x = v.newXml('x');
    x.body.push(x);
    expect(thrown(() => v.copy(x))).toBe('too-deep');
    expect(v.equal(x, x)).toBe(true);
  });

  it('a copy shares nothing that can change', () => {
    const inner = v.dictOf([['k', ['a']]]);
    const xml = v.newXml('e');
    v.setAttribute(xml, 'n', '', 'v');
    const original: Value = [inner, xml];
    const twin = v.copy(original) as [Dict, v.Xml];
    expect(v.equal(original, twin)).toBe(true);
    v.dictSet(inner, 'k', 'changed');
    v.setAttribute(xml, 'n', '', 'w');
    expect(v.dictGet(twin[0], 'k')).toEqual(['a']);
    expect(v.getAttribute(twin[1], 'n', '')).toBe('v');
  });

  it.each<[string, Value, Value, boolean]>([
    ['string and number', '1', 1, false],
    ['big', v.normalise(2n ** 60n), v.normalise(2n ** 60n), true],
    ['data and string', v.makeData('a'), 'a', false],
    ['address port', v.makeIp('1.2.3.4', 1), v.makeIp('1.2.3.4', 2), false],
    ['arrays', [1, [2]], [1, [2]], true],
    ['array length', [1], [1, null], false],
    ['dictionaries', v.dictOf([['a', 1]]), v.dictOf([['a', 2]]), false],
    ['handles', v.makeHandle('Task', 4), v.makeHandle('Task', 4), true],
    ['opaque', v.makeOpaque('A', null), v.makeOpaque('A', ''), false],
    ['null and array', null, [], false],
  ])('%s', (_name, a, b, expected) => {
    expect(v.equal(a, b)).toBe(expected);
    expect(v.equal(b, a)).toBe(expected);
  });
});
