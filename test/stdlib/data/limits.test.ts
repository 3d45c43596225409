import { describe, expect, it } from 'vitest';
import {
  objectToXml,
  parse,
  parseJson,
  printCompact,
  printJson,
  printPretty,
  printXml,
} from '../../../stdlib/data/index.js';
import { dictOf, newDict, newXml } from '../../../stdlib/values/index.js';
import type { Value } from '../../../stdlib/values/types.js';

const code = (f: () => unknown): string => {
  try {
    f();
    return 'none';
  } catch (error) {
    return (error as { code: string }).code;
  }
};

const printers: [string, (value: Value) => unknown][] = [
  ['compact', value => printCompact(value)],
  ['pretty', printPretty],
  ['JSON', printJson],
  ['XML', value => printXml(objectToXml(value))],
];

const nested = (depth: number, wrap: (value: Value) => Value, inner: Value): Value => {
  let value = inner;
  for (let i = 0; i < depth; i++) value = wrap(value);
  return value;
};
const inArray = (value: Value): Value => [value];
const inDict = (value: Value): Value => dictOf([['k', value]]);
const inXml = (value: Value): Value => {
  const xml = newXml('a');
  xml.body.push(value as string);
  return xml;
};

describe.each(printers)('the %s printer', (_name, print) => {
  it('refuses what contains itself', () => {
    const array: Value[] = [];
    array.push(array);
    const dict = newDict();
    dict.entries.self = dict;
    const xml = newXml('x');
    xml.body.push(xml);
    expect([array, dict, xml].map(value => code(() => print(value)))).toEqual([
      'too-deep',
      'too-deep',
      'too-deep',
    ]);
  });

  it('refuses what could not be read back, and nothing less deep', () => {
    for (const wrap of [inArray, inDict]) {
      expect(code(() => print(nested(199, wrap, [])))).toBe('none');
      expect(code(() => print(nested(201, wrap, 'x')))).toBe('too-deep');
    }
  });

  it('ends with an exception when shared parts make the text endless', () => {
    const value = nested(60, part => [part, part], 'x'.repeat(1000));
    expect(code(() => print(value))).toBe('too-large');
  });
});

describe('readers', () => {
  it('take 200 levels and no more', () => {
    for (const [open, close] of [
      ['(', ')'],
      ['{a=', ';}'],
    ] as const) {
      expect(parse(`${open.repeat(200)}${open === '(' ? '' : '1'}${close.repeat(200)}`).ok).toBe(true);
      const result = parse(open.repeat(201));
      expect(result.ok ? '' : [result.error.code, result.error.offset]).toEqual([
        'too-deep',
        200 * open.length,
      ]);
    }
    expect(parseJson(`${'['.repeat(200)}${']'.repeat(200)}`)).not.toBeNull();
    expect(parseJson(`${'['.repeat(201)}${']'.repeat(201)}`)).toBeNull();
    expect(parseJson('['.repeat(5_000_000))).toBeNull();
  });

  it('count objects, not only bytes', () => {
    const result = parse(`(${'{},'.repeat(1_000_001)}{})`);
    expect(result.ok ? '' : result.error.code).toBe('too-large');
  });

  it('take as many bytes as the caller allows', () => {
    expect(parse('abcdef', { maxBytes: 6 }).ok).toBe(true);
    expect(parse('abcdefg', { maxBytes: 6 })).toMatchObject({
      error: { code: 'too-large', offset: 6, line: 1, column: 7 },
    });
  });

  it('XML in XML is counted with the rest', () => {
    expect(code(() => printCompact(nested(200, inXml, 'x')))).toBe('none');
    expect(code(() => printCompact([nested(200, inXml, 'x')]))).toBe('too-deep');
  });
});

describe('pretty text', () => {
  it('tries a large nested array once, not at every level', () => {
    const text = printPretty(nested(150, inArray, 'x'.repeat(1_000_000)));
    expect(text.length).toBeLessThan(1_100_000);
  });
});
