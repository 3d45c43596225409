import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { describe, expect, it } from 'vitest';
import { parse, parseXml, printXml } from '../../../stdlib/data/index.js';
import { decodeUtf8, encodeUtf8, equal, namespaceOf, newXml } from '../../../stdlib/values/index.js';
import type { Xml } from '../../../stdlib/values/types.js';
import { xmls } from './arbitrary.js';

/** The tree as saxes sees it; white space beside elements dropped as data.md has it; null if it refuses. */
function oracle(text: string): unknown {
  const parser = new SaxesParser<{ xmlns: false }>();
  const root: unknown[] = [];
  const stack: { tag: unknown; items: unknown[] }[] = [{ tag: null, items: root }];
  let failed = false;
  parser.on('error', () => {
    failed = true;
  });
  parser.on('doctype', () => {
    failed = true;
  });
  parser.on('opentag', tag => stack.push({ tag: [tag.name, Object.entries(tag.attributes)], items: [] }));
  const text_ = (piece: string): void => {
    const items = stack.at(-1)?.items ?? [];
    const last = items.at(-1);
    if (typeof last === 'string') items[items.length - 1] = last + piece;
    else if (piece !== '') items.push(piece);
  };
  parser.on('text', text_);
  parser.on('cdata', text_);
  parser.on('closetag', () => {
    const { tag, items } = stack.pop() as { tag: unknown; items: unknown[] };
    const mixed = items.some(item => typeof item !== 'string');
    const body = items.filter(item => !mixed || typeof item !== 'string' || /[^ \t\r\n]/.test(item));
    stack.at(-1)?.items.push([tag, body]);
  });
  try {
    parser.write(text).close();
  } catch {
    return null;
  }
  return failed ? null : root.filter(item => typeof item !== 'string')[0];
}

/** The same view of an own value. */
function view(xml: Xml): unknown {
  const name = (prefix: string, local: string): string =>
    decodeUtf8(prefix === '' ? local : `${prefix}:${local}`);
  const attributes = xml.attributes.map(a => [name(a.prefix, a.name), decodeUtf8(a.value)]);
  return [
    [name(xml.prefix, xml.type), attributes],
    xml.body.map(item => (typeof item === 'string' ? decodeUtf8(item) : view(item))),
  ];
}

const pieces = fc.constantFrom(
  '<a>',
  '</a>',
  '<b x="1">',
  '</b>',
  '<c/>',
  '<p:d y = \'2\' x="&amp;"/>',
  'text',
  ' ',
  '\r\n',
  '\t',
  '&lt;',
  '&#x20AC;',
  '&nbsp;',
  '&#0;',
  '<!-- c -->',
  '<!-- -- -->',
  '<![CDATA[<&]]>',
  ']]>',
  '<?pi x?>',
  '<?xml version="1.0"?>',
  '<a x="1" x="2"/>',
  '<é à="ü"/>',
  '<a x=1/>',
  '<a x/>',
  '<1/>',
  '<a ',
  '<',
  '&',
  '>',
  '"',
  '<!DOCTYPE a>',
  '\x01',
  '<a x="<"/>',
  '</a',
  '<a x="a\nb"/>',
  '<a x="1"y="2"/>',
  '< a/>',
  '<a/ >',
  '</ a>',
  '<a x="&#10;"/>',
  '😀',
  '<a:b:c/>',
  '<:a/>',
  '<a:/>',
);
const soup = fc.array(pieces, { maxLength: 12 }).map(parts => parts.join(''));
const balanced = fc.letrec<{ item: string }>(tie => ({
  item: fc.oneof(
    { depthSize: 'medium' },
    fc.constantFrom(
      'x',
      ' ',
      '\n',
      '&amp;',
      '&#65;',
      '<!--c-->',
      '<![CDATA[ ]]]]><![CDATA[>]]>',
      '<?p?>',
      '<e/>',
      '\r',
      'é',
      '&gt;]]',
    ),
    fc.array(tie('item'), { maxLength: 5 }).map(items => `<a>${items.join('')}</a>`),
    fc.array(tie('item'), { maxLength: 3 }).map(items => `<p:b k="v&quot;" l='"' >${items.join('')}</p:b\n>`),
  ),
})).item;

/** Where the two differ on purpose. */
function differsOnPurpose(text: string): boolean {
  // references and CDATA keep white space beside elements; one prefix at most; a declaration anywhere in front
  return /&#x?[0-9a-f]+;|<!\[CDATA\[|<[^>]*:[^>]*:|<:|:\/>|.<\?xml/is.test(text);
}

describe('XML', () => {
  it.each([
    ['soup', soup],
    ['balanced', balanced.map(text => `<r>${text}</r>`)],
  ] as const)('is read as saxes reads it: %s', (_name, texts) => {
    fc.assert(
      fc.property(texts, text => {
        const result = parseXml(encodeUtf8(text));
        if (differsOnPurpose(text)) return;
        const expected = oracle(text);
        expect(result.ok ? view(result.value) : null).toEqual(expected);
      }),
      { numRuns: 2000 },
    );
  });

  it('references and CDATA are read as saxes reads them where there is no element beside', () => {
    const text = fc
      .array(fc.constantFrom('&#32;', '&#x41;', ' ', '<![CDATA[ a ]]>', '<![CDATA[]]>', '&apos;', '\r\n'))
      .map(p => `<a k="${p.filter(x => x[0] !== '<').join('')}">${p.join('')}</a>`);
    fc.assert(
      fc.property(text, t => {
        const result = parseXml(t);
        expect(result.ok ? view(result.value) : null).toEqual(oracle(t));
      }),
    );
  });

  it('is written so that saxes reads it', () => {
    fc.assert(
      fc.property(xmls, xml => {
        const text = printXml(xml);
        const again = parse(text, { mode: 'single' });
        expect(/[\0-\x1f\x7f]/.test(text)).toBe(false);
        expect(again.ok && equal(again.value, xml)).toBe(true);
        if (!/&#/.test(text) && !/xmlns/.test(text)) expect(oracle(decodeUtf8(text))).not.toBeNull();
      }),
      { numRuns: 300 },
    );
  });

  it.each<[string, string, number]>([
    ['<a', 'unterminated', 0],
    ['<a b', 'unterminated', 0],
    ['<a b=', 'unterminated', 0],
    ['<a b="c', 'unterminated', 0],
    ['<a><b></b', 'unterminated', 3],
    ['<a><!-- x', 'unterminated', 3],
    ['<a><![CDATA[ x', 'unterminated', 3],
    ['<a><?x', 'unterminated', 3],
    ['<a>text', 'unterminated', 0],
    ['<a b="1" b="2"/>', 'bad-xml', 9],
    ['<a></b>', 'bad-xml', 3],
    ['<a>&foo;</a>', 'bad-xml', 3],
    ['<a>&#xD800;</a>', 'bad-xml', 3],
    ['<a b="&lt"/>', 'bad-xml', 6],
    ['<a b="<"/>', 'bad-xml', 6],
    ['<a>]]></a>', 'bad-xml', 3],
    ['<a><!DOCTYPE b></a>', 'bad-xml', 3],
    ['<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', 'bad-xml', 0],
    ['<![CDATA[x]]>', 'bad-xml', 0],
    ['<a:b:c/>', 'bad-xml', 4],
    ['<a/><b/>', 'bad-xml', 4],
    ['<a/>x', 'bad-xml', 4],
    ['<a>\x01</a>', 'bad-xml', 3],
    ['<?xml version="1.0"?>', 'unexpected-end', 21],
    ['', 'unexpected-end', 0],
    ['x', 'unexpected-character', 0],
    ['<a>\xff</a>', 'bad-utf8', 3],
  ])('%j is %s at %i', (text, code, offset) => {
    const result = parseXml(text);
    expect(result.ok ? null : [result.error.code, result.error.offset]).toEqual([code, offset]);
  });

  it('the limits hold', () => {
    const deep = (n: number): string => '<a>'.repeat(n) + '</a>'.repeat(n);
    const code = (text: string, maxBytes?: number): string | null => {
      const result = parseXml(text, maxBytes === undefined ? {} : { maxBytes });
      return result.ok ? null : result.error.code;
    };
    expect([code(deep(200)), code(deep(201)), code(deep(100_000))]).toEqual([null, 'too-deep', 'too-deep']);
    expect(code('<a>xxxxxx</a>', 10)).toBe('too-large');
    expect(code(`<a>${'<b/>'.repeat(1_000_000)}</a>`)).toBe('too-large');
    const attributes = (n: number): string =>
      `<a${Array.from({ length: n }, (_, i) => ` b${i}=""`).join('')}/>`;
    expect([code(attributes(4096)), code(attributes(4097))]).toEqual([null, 'too-large']);
    const arrays = '('.repeat(150) + deep(51) + ')'.repeat(150);
    expect(parse(arrays)).toMatchObject({ ok: false, error: { code: 'too-deep', offset: 150 + 50 * 3 } });
  });

  it('long values and names that objects have already come through', () => {
    const long = 'v'.repeat(100_000);
    const text = `<hasOwnProperty __proto__="1" constructor="${long}" toString="&lt;"/>`;
    const result = parseXml(text);
    expect(result.ok && printXml(result.value)).toBe(text);
    expect(Object.keys({})).toEqual([]);
  });

  it('namespaces are those of the parents', () => {
    const result = parseXml('<a xmlns="u" xmlns:p="w"><b><p:c xmlns=""/></b></a>');
    const b = result.ok ? (result.value.body[0] as Xml) : newXml('none');
    const c = b.body[0] as Xml;
    expect([namespaceOf(b), namespaceOf(c), namespaceOf(result.ok ? result.value : b)]).toEqual([
      'u',
      'w',
      'u',
    ]);
  });
});
