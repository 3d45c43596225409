/** Documents of clients against an independent parser, and output byte for byte (ximss.md 2.1 to 2.3). */
import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { describe, expect, test } from 'vitest';
import { readSimple } from '../../host/ximss/xml/fast.js';
import { attribute } from '../../host/ximss/xml/query.js';
import { type DocumentLimits, readDocument } from '../../host/ximss/xml/read.js';
import { element, escapeText, escapeValue, leaf, writeXml } from '../../host/ximss/xml/write.js';
import { parseXml } from '../../stdlib/data/index.js';
import type { Xml } from '../../stdlib/values/types.js';
import { decodeUtf8, encodeUtf8 } from '../../stdlib/values/utf8.js';

const limits: DocumentLimits = { maxBytes: 1 << 20, maxDepth: 100, maxAttributes: 200 };

/** What saxes makes of a document: nested arrays, or null when it is malformed. */
function reference(text: string): unknown {
  const parser = new SaxesParser();
  type Node = [string, [string, string][], unknown[]];
  const root: Node = ['', [], []];
  const open: Node[] = [root];
  let bad = false;
  parser.on('error', () => {
    bad = true;
  });
  parser.on('doctype', () => {
    bad = true;
  });
  parser.on('processinginstruction', () => {
    bad = true;
  });
  parser.on('opentag', ({ name, attributes }) => {
    const node: Node = [name, Object.entries(attributes).map(([key, value]) => [key, String(value)]), []];
    open[open.length - 1]?.[2].push(node);
    open.push(node);
  });
  const add = (piece: string): void => {
    const body = open[open.length - 1]?.[2] ?? [];
    const last = body[body.length - 1];
    if (typeof last === 'string') body[body.length - 1] = last + piece;
    else body.push(piece);
  };
  parser.on('text', add);
  parser.on('cdata', add);
  parser.on('closetag', () => void open.pop());
  try {
    parser.write(text).close();
  } catch {
    return null;
  }
  return bad ? null : clean(root[2].filter(item => typeof item !== 'string')[0]);
}

/** Without the white space between elements, which we drop. */
function clean(node: unknown): unknown {
  if (!Array.isArray(node)) return node;
  const [name, attributes, body] = node as [string, unknown, unknown[]];
  const mixed = body.some(Array.isArray);
  const kept = body.filter(item => !(mixed && typeof item === 'string' && /^[ \t\n]*$/.test(item)));
  return [name, attributes, kept.map(clean)];
}

function ours(text: string): unknown {
  const { xml } = readDocument(encodeUtf8(text), limits);
  const shape = (node: Xml): unknown => [
    decodeUtf8(node.prefix === '' ? node.type : `${node.prefix}:${node.type}`),
    node.attributes.map(({ prefix, name, value }) => [
      decodeUtf8(prefix === '' ? name : `${prefix}:${name}`),
      decodeUtf8(value),
    ]),
    node.body.map(item => (typeof item === 'string' ? decodeUtf8(item) : shape(item))),
  ];
  return xml === null ? null : shape(xml);
}

const name = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_.-]{0,8}$/);
const text = fc.string({
  unit: fc.constantFrom('a', 'Z', ' ', '\n', '&', '<', '>', '"', "'", 'é', '€', '😀', ']', '\t'),
});

const escaped = (value: string): string =>
  value.replace(/[&<>"'\n\t]/g, symbol => `&#${symbol.codePointAt(0)};`);

/** Well-formed documents in many spellings. */
const documentOf = (content: fc.Arbitrary<string>) =>
  fc.letrec<{ node: string }>(tie => ({
    node: fc
      .tuple(
        name,
        fc.uniqueArray(fc.tuple(name, text), { selector: ([key]) => key, maxLength: 3 }),
        fc.array(
          fc.oneof(
            { maxDepth: 3 },
            content.map(value => value.replace(/[&<>]/g, symbol => `&#${symbol.codePointAt(0)};`)),
            tie('node'),
            fc.constant('<!-- c -->'),
            fc.constant('<![CDATA[<&]]>'),
          ),
          {
            maxLength: 4,
          },
        ),
        fc.boolean(),
      )
      .map(([tag, attributes, body, single]) => {
        const quote = single ? "'" : '"';
        const shown = attributes.map(([key, value]) => ` ${key}=${quote}${escaped(value)}${quote}`).join('');
        return body.length === 0 ? `<${tag}${shown}/>` : `<${tag}${shown}>${body.join('')}</${tag}>`;
      }),
  })).node;
const document = documentOf(text);
/** Without white space that would vanish between elements. */
const solid = documentOf(text.map(value => `x${value}`));

describe('input', () => {
  test('well-formed documents are read as another parser reads them', () => {
    fc.assert(
      fc.property(document, value => {
        expect(ours(value)).toEqual(reference(value));
      }),
      { numRuns: 400 },
    );
  });

  test('damaged documents are refused where another parser refuses them', () => {
    const damage = fc.tuple(
      document,
      fc.nat(),
      fc.constantFrom(
        '',
        '<',
        '>',
        '&',
        '"',
        '\0',
        '</a>',
        '<a',
        ']]>',
        '=',
        '&#1;',
        '<?x?>',
        '<!DOCTYPE a>',
      ),
    );
    fc.assert(
      fc.property(damage, ([value, at, piece]) => {
        const symbols = [...value];
        const place = at % (symbols.length + 1);
        const rest = piece === '' ? [] : [piece, ...symbols.slice(place)];
        const damaged = [...symbols.slice(0, place), ...rest].join('');
        expect(ours(damaged)).toEqual(reference(damaged));
      }),
      { numRuns: 1500 },
    );
  });

  test('the short way reads what the long way reads', () => {
    const simple = fc
      .tuple(name, fc.uniqueArray(fc.tuple(name, fc.string()), { selector: ([key]) => key, maxLength: 4 }))
      .map(
        ([tag, list]) => `<${tag}${list.map(([key, value]) => ` ${key}="${encodeUtf8(value)}"`).join('')}/>`,
      );
    fc.assert(
      fc.property(simple, value => {
        const short = readSimple(value, 200);
        const long = parseXml(value);
        if (short !== null) expect(long.ok && long.value).toEqual(short);
      }),
    );
  });

  test.each([
    ['<?xml version="1.0" encoding="UTF-8"?><a/>', true],
    ['<?xml version="1.0" encoding="us-ascii"?><a/>', true],
    ["\ufeff<?xml version='1.0'?><a/>", true],
    ['  \n<a/>\n', true],
    ['<?xml version="1.0" encoding="ISO-8859-1"?><a/>', false],
    ['<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>', false],
    ['<a>&nbsp;</a>', false],
    ['<a/><b/>', false],
    ['<a b="1" b="2"/>', false],
    ['<a><?php x?></a>', false],
    ['<a>&#0;</a>', false],
    ['<a b="&#8;"/>', false],
    ['text', false],
    ['', false],
    ['<a', false],
  ])('%j', (value, good) => {
    expect(readDocument(encodeUtf8(value), limits).xml !== null).toBe(good);
  });

  test('bytes that are no UTF-8', () => {
    expect(readDocument('<a b="\xff"/>', limits).xml).toBeNull();
    expect(readDocument('<a>\xc0\x80</a>', limits).xml).toBeNull();
  });

  test('limits', () => {
    const deep = (levels: number): string => '<a>'.repeat(levels) + '</a>'.repeat(levels);
    expect(readDocument(deep(100), limits).xml).not.toBeNull();
    expect(readDocument(deep(101), limits).xml).toBeNull();
    const wide = (count: number): string =>
      `<a${Array.from({ length: count }, (_, i) => ` a${i}="1"`).join('')}/>`;
    expect(readDocument(wide(200), limits).xml).not.toBeNull();
    expect(readDocument(wide(201), limits).xml).toBeNull();
    expect(readDocument(`<a>${'x'.repeat(1 << 20)}</a>`, limits).xml).toBeNull();
    expect(readDocument(`<r>${'<a/>'.repeat(250_000)}</r>`, { ...limits, maxBytes: 1 << 24 }).xml).toBeNull();
  });

  test('names in any case, the first of two wins', () => {
    const { xml } = readDocument('<NOOP ID="7" Id="8"/>', limits);
    expect(xml && attribute(xml, 'id')).toBe('7');
  });
});

describe('output', () => {
  test.each([
    [element('response', [['id', '7']]), '<response id="7"/>'],
    [
      element('a', [
        ['b', null],
        ['c', undefined],
        ['d', 0],
      ]),
      '<a d="0"/>',
    ],
    [leaf('a', ''), '<a/>'],
    [leaf('a', 'x < y & z > \r\n\t"\''), '<a>x &lt; y &amp; z &gt; &#13;\n\t"\'</a>'],
    [element('a', [['b', '<>&"\'\t\n\r']]), '<a b="&lt;&gt;&amp;&quot;\'&#9;&#10;&#13;"/>'],
    [leaf('a', 'x\x01\x08\x0c\x1f\x7f'), '<a>x????\x7f</a>'],
    [leaf('a', encodeUtf8('é€😀')), `<a>${encodeUtf8('é€😀')}</a>`],
    [leaf('a', '\xff\xc0x'), '<a>??x</a>'],
    [leaf('a', encodeUtf8('\ufffe\uffff')), '<a>??</a>'],
  ])('%s', (written, expected) => {
    expect(written).toBe(expected);
  });

  test('any text comes back through another parser', () => {
    const legal = fc
      .string({ unit: 'binary' })
      .filter(value => !/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|\p{Cs}/u.test(value));
    fc.assert(
      fc.property(legal, value => {
        const bytes = encodeUtf8(value);
        const written = decodeUtf8(`<a b="${escapeValue(bytes)}">${escapeText(bytes)}</a>`);
        expect(reference(written)).toEqual(['a', [['b', value]], value === '' ? [] : [value]]);
      }),
    );
  });

  test('values are written as they were read', () => {
    fc.assert(
      fc.property(solid, value => {
        const { xml } = readDocument(encodeUtf8(value), limits);
        if (xml === null) return;
        const again = readDocument(writeXml(xml), limits).xml;
        expect(again).toEqual(xml);
      }),
    );
  });
});
