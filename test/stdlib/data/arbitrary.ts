/** Arbitrary values for property tests. */
import fc from 'fast-check';
import {
  dictPut,
  encodeUtf8,
  FUTURE,
  makeAttribute,
  makeData,
  makeIp,
  makeOpaque,
  makeTime,
  newDict,
  newXml,
  normalise,
  PAST,
} from '../../../stdlib/values/index.js';
import type { Value, Xml } from '../../../stdlib/values/types.js';

const byte = fc.integer({ min: 1, max: 255 }).map(code => String.fromCharCode(code));

/** Any bytes but zero. */
export const anyBytes = fc.string({ unit: byte });

/** UTF-8 text without zero byte. */
export const utf8Text = fc
  .string({
    unit: fc.oneof(
      fc.constantFrom('\n', '\r', '\t', '"', '\\', '<', '&', ']]>', ' ', '\x01', '\x7f'),
      fc.string({ unit: 'binary', maxLength: 3 }),
    ),
  })
  .map(text => encodeUtf8(text.replaceAll('\0', '')));

const strings = fc.oneof(
  anyBytes,
  utf8Text,
  fc.constantFrom('', 'YES', '__proto__', 'constructor', '#NULL#', '-1', '.'),
);

export const int64 = fc
  .oneof(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), fc.bigInt({ min: -9n, max: 9n }))
  .map(normalise);

const times = fc.oneof(
  fc.integer({ min: -62135596800, max: 253402300799 }).map(makeTime),
  fc.constantFrom(PAST, FUTURE),
);

const addresses = fc
  .tuple(
    fc.oneof(
      fc.tuple(fc.nat(255), fc.nat(255)).map(([a, b]) => `10.${a}.0.${b}`),
      fc.constantFrom('::', '::1', '2001:db8::1', '1:0:0:2::', '::ffff:1.2.3.4', 'fe80:0:1::'),
    ),
    fc.nat(65535),
  )
  .map(([address, port]) => makeIp(address, port));

const opaques = fc
  .tuple(fc.stringMatching(/^[A-Za-z][A-Za-z0-9_.-]{0,5}$/), fc.option(fc.stringMatching(/^[a-z:=;"]{0,5}$/)))
  .map(([name, data]) => makeOpaque(name, data));

const xmlNames = fc
  .oneof(
    fc.constantFrom(
      'a',
      'b',
      'subKey',
      '__proto__',
      'constructor',
      'hasOwnProperty',
      'xmlns',
      'toString',
      'é',
      'x-1.2',
    ),
    fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_.-]{0,4}$/),
  )
  .map(encodeUtf8);

const prefixes = fc.oneof({ weight: 3, arbitrary: fc.constant('') }, { weight: 1, arbitrary: xmlNames });

/** Elements as a reader gives them: no empty text, no two texts side by side. */
export const xmls = fc.letrec<{ xml: Xml }>(tie => ({
  xml: fc
    .record({
      type: xmlNames,
      prefix: prefixes,
      attributes: fc.uniqueArray(fc.tuple(prefixes, xmlNames, utf8Text), {
        selector: ([prefix, name]) => `${prefix}:${name}`,
        maxLength: 4,
      }),
      body: fc.array(fc.oneof({ depthSize: 'small' }, utf8Text, fc.constantFrom(' ', '\n  '), tie('xml')), {
        maxLength: 4,
      }),
    })
    .map(({ type, prefix, attributes, body }) => {
      const xml = newXml(type, prefix);
      for (const [p, name, value] of attributes) xml.attributes.push(makeAttribute(p, name, value));
      for (const item of body) {
        if (item === '' || (typeof item === 'string' && typeof xml.body.at(-1) === 'string')) continue;
        xml.body.push(item);
      }
      return xml;
    }),
})).xml;

const atoms = fc.oneof(strings, int64, times, anyBytes.map(makeData), addresses, opaques, xmls);

/** Any value; null only inside arrays, and in dictionaries if they keep it. */
export const values = (dictionaryNulls: boolean, leaf: fc.Arbitrary<Value> = atoms): fc.Arbitrary<Value> =>
  fc.letrec<{ value: Value }>(tie => ({
    value: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      leaf,
      fc.constant(null),
      fc.array(tie('value'), { maxLength: 5 }),
      fc.array(fc.tuple(strings, tie('value')), { maxLength: 5 }).map(pairs => {
        const dict = newDict();
        for (const [key, value] of pairs) if (dictionaryNulls || value !== null) dictPut(dict, key, value);
        return dict;
      }),
    ),
  })).value;

/** What JSON carries without loss. */
export const jsonLeaves: fc.Arbitrary<Value> = fc.oneof(strings, int64);
