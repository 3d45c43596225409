/** Parts of messages: found, decoded, composed. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fieldValues, valueText } from '../../../../../host/objects/messages/head.js';
import {
  allParts,
  type Content,
  composeMessage,
  findPart,
  type MimePart,
  parseHead,
  parseStructure,
  partBytes,
  partText,
} from '../../../../../host/objects/mime/index.js';
import { decodeUtf8, encodeUtf8 } from '../../../../../stdlib/values/index.js';

const structure = (text: string) => parseStructure(Buffer.from(text, 'latin1'));
const outline = (part: MimePart): string =>
  `${part.id === '' ? '.' : part.id}:${part.type}/${part.subtype}${part.parts.length ? `(${part.parts.map(outline).join(' ')})` : ''}`;
const texts = (text: string) => {
  const bytes = Buffer.from(text, 'latin1');
  return [...allParts(parseStructure(bytes))]
    .filter(part => part.parts.length === 0)
    .map(part => partText(bytes, part));
};

const mixed = (boundary: string, ...parts: string[]) =>
  `Content-Type: multipart/mixed; boundary="${boundary}"\n\npreamble\n${parts.map(part => `--${boundary}\n${part}\n`).join('')}--${boundary}--\nepilogue\n`;

describe('structure', () => {
  const table: readonly [name: string, text: string, outline: string][] = [
    ['plain', 'Subject: x\n\nbody', '.:text/plain'],
    ['no header', 'just text', '.:text/plain'],
    [
      'two parts',
      mixed('b', '\none', 'Content-Type: image/png\n\ntwo'),
      '.:multipart/mixed(01:text/plain 02:image/png)',
    ],
    [
      'parts in parts',
      mixed('a', mixed('b', '\n1', '\n2'), '\n3'),
      '.:multipart/mixed(01:multipart/mixed(01-01:text/plain 01-02:text/plain) 02:text/plain)',
    ],
    [
      'message in a part',
      mixed('a', 'Content-Type: message/rfc822\n\nSubject: in\nContent-Type: text/html\n\nx'),
      '.:multipart/mixed(01:message/rfc822(01-01:text/html))',
    ],
    [
      'multipart in a message',
      mixed('a', `Content-Type: message/rfc822\n\n${mixed('b', '\n1')}`),
      '.:multipart/mixed(01:message/rfc822(01-01:multipart/mixed(01-01-01:text/plain)))',
    ],
    [
      'digest',
      'Content-Type: multipart/digest; boundary=b\n\n--b\n\nSubject: one\n\n1\n--b--',
      '.:multipart/digest(01:message/rfc822(01-01:text/plain))',
    ],
    [
      'no end',
      'Content-Type: multipart/mixed; boundary=b\n\n--b\n\none\n--b\n\ntwo',
      '.:multipart/mixed(01:text/plain 02:text/plain)',
    ],
    ['no boundary', 'Content-Type: multipart/mixed\n\n--b\n\none', '.:multipart/mixed'],
    [
      'boundary that never comes',
      'Content-Type: multipart/mixed; boundary=c\n\n--b\n\none',
      '.:multipart/mixed',
    ],
    [
      'boundary with trailing space',
      'Content-Type: multipart/mixed; boundary=b\n\n--b  \r\n\r\none\r\n--b-- \r\n',
      '.:multipart/mixed(01:text/plain)',
    ],
    [
      'inner end missing',
      'Content-Type: multipart/mixed; boundary=a\n\n--a\nContent-Type: multipart/alternative; boundary=b\n\n--b\n\none\n--a\n\ntwo\n--a--',
      '.:multipart/mixed(01:multipart/alternative(01-01:text/plain) 02:text/plain)',
    ],
    [
      'boundary that starts like another',
      'Content-Type: multipart/mixed; boundary=a\n\n--a\nContent-Type: multipart/mixed; boundary=ab\n\n--ab\n\n1\n--ab--\n--a--',
      '.:multipart/mixed(01:multipart/mixed(01-01:text/plain))',
    ],
    [
      'same boundary inside',
      'Content-Type: multipart/mixed; boundary=a\n\n--a\nContent-Type: multipart/mixed; boundary=a\n\n--a\n\n1\n--a--\n--a\n\n2\n--a--',
      '.:multipart/mixed(01:multipart/mixed(01-01:text/plain) 02:text/plain)',
    ],
    [
      'boundary that ends in dashes',
      'Content-Type: multipart/mixed; boundary="b--"\n\n--b--\n\none\n--b----\n',
      '.:multipart/mixed(01:text/plain)',
    ],
  ];
  it.each(table)('%s', (_name, text, expected) => {
    expect(outline(structure(text))).toBe(expected);
    expect(outline(structure(text.replace(/\r?\n/g, '\r\n')))).toBe(expected);
  });

  it('gives the texts without the line break of the boundary', () => {
    expect(texts(mixed('b', '\none\n', '\ntwo'))).toEqual(['one\n', 'two']);
  });

  it('stops at its limits', () => {
    const deep = (level: number): string => (level === 0 ? '\nx' : mixed(`b${level}`, deep(level - 1)));
    const depth = (part: MimePart): number => 1 + Math.max(0, ...part.parts.map(depth));
    expect(depth(structure(deep(150)))).toBe(101);
    const wide = structure(mixed('b', ...Array.from({ length: 5000 }, () => '\nx')));
    expect(wide.parts.length).toBe(1999);
    structure(`Content-Type: multipart/mixed; boundary=b\n\n${'--\n'.repeat(100_000)}`);
  });

  it('finds parts by their IDs', () => {
    const root = structure(mixed('a', mixed('b', '\n1', '\n2'), '\n3'));
    expect(findPart(root, '')).toBe(root);
    expect(findPart(root, '01-02')?.id).toBe('01-02');
    expect(findPart(root, '1-2')?.id).toBe('01-02');
    for (const id of ['03', '01-03', '00', '-1', 'x', '01-', '9'.repeat(100)])
      expect(findPart(root, id)).toBeNull();
  });
});

describe('bodies', () => {
  const u = encodeUtf8;
  const table: readonly [name: string, header: string, body: string, text: string][] = [
    ['plain', '', 'a\r\nb\rc', 'a\nb\nc'],
    ['utf-8', 'Content-Type: text/plain; charset=UTF-8', u('Grüße'), u('Grüße')],
    ['latin', 'Content-Type: text/plain; charset=iso-8859-1', 'M\xfcnchen', u('München')],
    ['windows', 'Content-Type: text/plain; charset=windows-1251', '\xcf\xf0', u('Пр')],
    ['japanese', 'Content-Type: text/plain; charset=iso-2022-jp', '\x1b$BF|K\\\x1b(B', u('日本')],
    ['unknown, is UTF-8', 'Content-Type: text/plain; charset=klingon', u('ü'), u('ü')],
    ['unknown, is not', 'Content-Type: text/plain; charset=klingon', '\xfc', u('ü')],
    ['no charset', 'Content-Type: text/plain; charset=utf-7', '+AGE-', '+AGE-'],
    ['broken UTF-8', 'Content-Type: text/plain; charset=utf-8', 'a\xff', u('a\ufffd')],
    [
      'quoted-printable',
      'Content-Transfer-Encoding: Quoted-Printable\nContent-Type: text/plain; charset=utf-8',
      'a=C3=BC=\nb=3D =zz',
      u('aüb= =zz'),
    ],
    ['base64', 'Content-Transfer-Encoding: base64', 'SGVs\nbG8=\n', 'Hello'],
    ['broken base64', 'Content-Transfer-Encoding: base64', 'SGVs!!bG8', 'Hello'],
    ['unknown encoding', 'Content-Transfer-Encoding: x-zip', 'as it is', 'as it is'],
    ['zero bytes', '', 'a\0b', 'ab'],
  ];
  it.each(table)('%s', (_name, header, body, text) => {
    expect(texts(`${header === '' ? 'X: y' : header}\n\n${body}`)).toEqual([text]);
  });

  const names: readonly [header: string, name: string | null][] = [
    ['Content-Disposition: attachment; filename="plan.png"', 'plan.png'],
    ['Content-Disposition: attachment; filename=plan.png', 'plan.png'],
    ["Content-Disposition: attachment; filename*=utf-8''%C3%9C.png", 'Ü.png'],
    ["Content-Disposition: attachment; filename*0*=utf-8''%C3%9C; filename*1=b.png", 'Üb.png'],
    ['Content-Disposition: attachment; filename="=?utf-8?Q?=C3=9C.png?="', 'Ü.png'],
    ['Content-Type: image/png; name="a b.png"', 'a b.png'],
    ['Content-Type: image/png', null],
  ];
  it.each(names)('%s', (header, name) => {
    const { filename } = structure(`${header}\n\n`);
    expect(filename === null ? null : decodeUtf8(filename)).toBe(name);
  });

  it('estimates sizes', () => {
    expect(structure('X: y\n\n12345').estimatedSize).toBe(5);
    const bytes = Buffer.alloc(10_000, 7);
    const sent = composeMessage([], { type: 'image', subtype: 'png', body: bytes }, context);
    expect(Math.abs(parseStructure(sent).estimatedSize - 10_000)).toBeLessThan(100);
  });
});

let count = 0;
const context = { now: 1_772_352_000, hostName: 'example.test', unique: () => `u${++count}` };
const text = (body: string): Content => ({ type: 'text', subtype: 'plain', body: encodeUtf8(body) });

describe('composing', () => {
  it('writes a message that it can read', () => {
    const sent = composeMessage(
      [
        ['From', { address: 'anna@example.test', realName: 'Anna Berg' }],
        [
          'To',
          [
            { address: 'b@example.test', realName: encodeUtf8('Søren Å.') },
            { address: 'c@example.test', realName: 'Falk, "B"' },
          ],
        ],
        ['Bcc', { address: 'secret@example.test', realName: null }],
        ['Subject', encodeUtf8('Grüße – 1 < 2\r\nX-Injected: yes')],
      ],
      {
        type: 'multipart',
        subtype: 'mixed',
        body: [
          text('Zeile ü\nzwei'),
          {
            type: 'image',
            subtype: 'png',
            disposition: 'attachment',
            dispositionParams: [['filename', encodeUtf8('Plän "x".png')]],
            body: Buffer.from([0, 1, 255]),
          },
        ],
      },
      context,
    );
    const head = parseHead(sent);
    const value = (name: string) =>
      fieldValues(head, name)
        .map(valueText)
        .map(each => decodeUtf8(each));
    expect(value('to')).toEqual(['Søren Å. b@example.test', 'Falk, "B" c@example.test']);
    expect(value('subject')).toEqual(['Grüße – 1 < 2 X-Injected: yes']);
    expect(sent.toString('latin1')).toContain('Date: Sun, 01 Mar 2026 08:00:00 +0000\r\n');
    expect(sent.toString('latin1')).not.toMatch(/secret|^X-Injected/m);
    expect(sent.toString('latin1').replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    const root = parseStructure(sent);
    expect(outline(root)).toBe('.:multipart/mixed(01:text/plain 02:image/png)');
    const [first, second] = root.parts;
    expect(first && decodeUtf8(partText(sent, first))).toBe('Zeile ü\nzwei');
    expect(second && [...partBytes(sent, second)]).toEqual([0, 1, 255]);
    expect(second?.filename && decodeUtf8(second.filename)).toBe('Plän "x".png');
  });

  it('lines are never too long', () => {
    const sent = composeMessage(
      [['To', Array.from({ length: 100 }, (_, at) => ({ address: `a${at}@example.test`, realName: null }))]],
      text('x'.repeat(5000)),
      context,
    );
    for (const line of sent.toString('latin1').split('\r\n')) expect(line.length).toBeLessThan(200);
    expect(texts(sent.toString('latin1'))).toEqual([`${'x'.repeat(5000)}\n`]);
  });

  const word = fc
    .stringMatching(/^[a-zA-ZäöüÅß,."()<>@\\=?_ \u20ac😀-]{0,40}$/u)
    .map(each => encodeUtf8(each.trim()));
  const leaf = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 200 }).map(each => text(each.replace(/[\0\r]/g, ''))),
    fc
      .uint8Array({ maxLength: 200 })
      .map((body): Content => ({ type: 'application', subtype: 'octet-stream', body })),
  );
  const { tree } = fc.letrec<{ tree: Content }>(tie => ({
    tree: fc.oneof(
      { depthSize: 'small' },
      leaf,
      fc
        .array(tie('tree'), { minLength: 1, maxLength: 4 })
        .map((body): Content => ({ type: 'multipart', subtype: 'mixed', body })),
    ),
  }));
  const shape = (content: Content): unknown =>
    Array.isArray(content.body)
      ? content.body.map(shape)
      : typeof content.body === 'string'
        ? content.body
        : Buffer.from(content.body as Uint8Array).toString('hex');
  const shapeOf = (bytes: Buffer, part: MimePart): unknown =>
    part.type === 'multipart'
      ? part.parts.map(each => shapeOf(bytes, each))
      : part.type === 'text'
        ? partText(bytes, part)
        : partBytes(bytes, part).toString('hex');

  it('gives back what it was made from', () => {
    fc.assert(
      fc.property(word, word, tree, (subject, realName, content) => {
        const wrapped: Content = { type: 'multipart', subtype: 'mixed', body: [content] };
        const sent = composeMessage(
          [
            ['Subject', subject],
            ['From', { address: 'a@b.test', realName: realName === '' ? null : realName }],
          ],
          wrapped,
          context,
        );
        const head = parseHead(sent);
        const squeezed = (each: string) => each.replace(/\s+/g, ' ');
        expect(squeezed(fieldValues(head, 'subject').map(valueText).join())).toBe(squeezed(subject));
        expect(squeezed(fieldValues(head, 'from').map(valueText).join())).toBe(
          squeezed(realName === '' ? 'a@b.test' : `${realName} a@b.test`),
        );
        expect(shapeOf(sent, parseStructure(sent))).toEqual(shape(wrapped));
      }),
      { numRuns: 150 },
    );
  });

  it('damaged mail is read as far as it goes', () => {
    fc.assert(
      fc.property(
        tree,
        fc.array(
          fc.tuple(fc.nat(5000), fc.constantFrom('', '\n', '--', '\0', 'ÿ', '\n\n', '\n--u1', ';', '=')),
          { maxLength: 8 },
        ),
        (content, damages) => {
          let sent = composeMessage(
            [['Subject', 'x']],
            { type: 'multipart', subtype: 'mixed', body: [content] },
            context,
          ).toString('latin1');
          for (const [at, piece] of damages) sent = sent.slice(0, at) + piece + sent.slice(at + 3);
          const bytes = Buffer.from(sent, 'latin1');
          for (const part of allParts(parseStructure(bytes))) {
            expect(part.bodyEnd).toBeGreaterThanOrEqual(part.bodyStart);
            partText(bytes, part);
            partBytes(bytes, part);
          }
        },
      ),
      { numRuns: 150 },
    );
  });
});
