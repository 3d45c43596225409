/** Headers of mail become dictionaries, whatever was sent. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addressOf,
  fieldValues,
  mediaType,
  SHIFT_KEY,
  timeOf,
} from '../../../../../host/objects/messages/head.js';
import { parseHead } from '../../../../../host/objects/mime/head.js';
import { decodeValue, encodeValue } from '../../../../../host/storage/index.js';
import { dictGet, encodeUtf8 } from '../../../../../stdlib/values/index.js';
import type { Value } from '../../../../../stdlib/values/types.js';

const head = (text: string) => parseHead(Buffer.from(text, 'utf8'));
const plain = (value: Value) => {
  const address = addressOf(value);
  return address ? [address.address, address.realName] : value;
};
const field = (line: string) => fieldValues(head(`${line}\r\n\r\nbody`), line.split(':')[0] ?? '').map(plain);

describe('fields', () => {
  const utf8 = encodeUtf8;
  const table: readonly [line: string, values: readonly unknown[]][] = [
    ['Subject: Plain', ['Plain']],
    ['Subject:No space', ['No space']],
    ['SUBJECT: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=', [utf8('Grüße')]],
    ['Subject: =?utf-8?B?w5w=?= =?utf-8?Q?ber?= all', [utf8('Über all')]],
    ['Subject: =?iso-8859-1?Q?M=FCnchen?=', [utf8('München')]],
    ['Subject: =?koi8-r?B?8NLJ18XU?=', [utf8('Привет')]],
    ['Subject: =?iso-2022-jp?B?GyRCRnxLXBsoQg==?=', [utf8('日本')]],
    ['Subject: =?nonsense?Q?a=41?=', ['aA']],
    ['Subject: raw Grüße', [utf8('raw Grüße')]],
    ['Subject: folded\r\n over\r\n\ttwo', ['folded over two']],
    ['From: anna@example.test', [['anna@example.test', null]]],
    ['From: Anna Berg <anna@example.test>', [['anna@example.test', 'Anna Berg']]],
    ['From: "Berg, Anna" <anna@example.test>', [['anna@example.test', 'Berg, Anna']]],
    ['From: =?utf-8?Q?S=C3=B8ren?= <s@example.test>', [['s@example.test', utf8('Søren')]]],
    ['From: anna@example.test (Anna Berg)', [['anna@example.test', 'Anna Berg']]],
    [
      'To: a@b.test, "C" <c@d.test>;',
      [
        ['a@b.test', null],
        ['c@d.test', 'C'],
      ],
    ],
    [
      'To: Friends: a@b.test, c@d.test;',
      [
        ['a@b.test', null],
        ['c@d.test', null],
      ],
    ],
    ['To: bob, Ann <a@b.test>', ['bob', ['a@b.test', 'Ann']]],
    ['To: a@b.test, bob, Ann <c@d.test>', [['a@b.test', null], 'bob', ['c@d.test', 'Ann']]],
    ['To: bob; "Berg, \\"A\\", B" <a@b.test>', ['bob', ['a@b.test', 'Berg, "A", B']]],
    ['To: bob (Bob, (or, Rob)), Ann <a@b.test>', ['bob', ['a@b.test', 'Ann']]],
    ['To: =?utf-8?Q?Berg,_Anna?= <a@b.test>', [['a@b.test', 'Berg, Anna']]],
    ['To: Ann <@c.test,@d.test:a@b.test>', [['a@b.test', 'Ann']]],
    ['To: bob, Ann <a@b.test', ['bob', ['a@b.test', 'Ann']]],
    ['To: (bob, Ann <a@b.test>', ['bob, Ann <a@b.test>']],
    ['To: undisclosed-recipients:;', ['undisclosed-recipients:;']],
    ['Reply-To: ', []],
    ['X-Color: #ff0000', ['#ff0000']],
    ['Message-ID: <77@example.test>', ['<77@example.test>']],
  ];
  it.each(table)('%s', (line, values) => expect(field(line)).toEqual(values));

  it('keeps every occurrence in order', () => {
    const found = head('Received: one\nX: y\nReceived: two\n\n');
    expect(fieldValues(found, 'received')).toEqual(['one', 'two']);
  });

  it('E- asks for the same field', () => {
    expect(fieldValues(head('From: a@b.test\n\n'), 'E-From')).toHaveLength(1);
  });

  it('reads 8-bit text that is not UTF-8', () => {
    const found = parseHead(Buffer.from('Subject: M\xfcnchen\n\n', 'latin1'));
    expect(fieldValues(found, 'subject')).toEqual([utf8('München')]);
  });
});

describe('dates', () => {
  const table: readonly [date: string, seconds: number | null, shift: number | null][] = [
    ['Sun, 01 Mar 2026 08:00:00 +0000', 1_772_352_000, 0],
    ['Sun, 1 Mar 2026 09:30:00 +0130', 1_772_352_000, 5400],
    ['1 Mar 26 03:00 EST', 1_772_352_000, -18_000],
    ['Sun, 01 Mar 2026 08:00:00 GMT (a comment)', 1_772_352_000, 0],
    ['Sun, 01 Mar 2026 08:00:60 Z', 1_772_352_059, 0],
    ['yesterday', null, null],
    ['31 Feb 2026 08:00:00 +0000', null, null],
  ];
  it.each(table)('%s', (date, seconds, shift) => {
    const found = head(`Date: ${date}\n\n`);
    expect(timeOf(found, 'date')).toBe(seconds);
    expect(dictGet(found, SHIFT_KEY)).toBe(shift);
    if (seconds === null) expect(fieldValues(found, 'date')).toEqual([date]);
  });
});

describe('the message as a whole', () => {
  const table: readonly [text: string, type: string, media: boolean][] = [
    ['Subject: x\n\n', 'text/plain', false],
    ['Content-Type: TEXT/HTML; charset=x\n\n', 'text/html', false],
    ['Content-Type: nonsense\n\n', 'text/plain', false],
    ['Content-Type: audio/wav\n\n', 'audio/wav', true],
    [
      'Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: video/mp4\n\n',
      'multipart/mixed',
      true,
    ],
    ['Content-Type: multipart/mixed; boundary=b\n\n--b\nX: video/mp4\n\n', 'multipart/mixed', false],
  ];
  it.each(table)('%j', (text, type, media) => {
    const found = head(text);
    expect(mediaType(found)).toBe(type);
    expect(dictGet(found, ' media') !== null).toBe(media);
  });

  it('mail that is not MIME, and what is no mail at all', () => {
    expect(Object.keys(head('just text\nmore: text\n').entries)).toEqual([' type']);
    expect(Object.keys(head('').entries)).toEqual([' type']);
    expect(fieldValues(head('From x@y Thu\nSubject: mbox\n\n'), 'subject')).toEqual(['mbox']);
    expect(fieldValues(head('Subject: a\nno field\nX: b\n\n'), 'x')).toEqual([]);
  });

  it('has limits', () => {
    const fields = head(`${'X: y\n'.repeat(5000)}\nbody`);
    expect(fieldValues(fields, 'x')).toHaveLength(500);
    const long = fieldValues(head(`X: ${'a'.repeat(1e6)}\n\n`), 'x')[0];
    expect(String(long).length).toBeLessThanOrEqual(64 * 1024);
    const hostile = [`To: ${'<'.repeat(60_000)}`, `To: ${'a,'.repeat(30_000)}`, `To: ${'('.repeat(60_000)}`];
    for (const text of [...hostile, `X: ${'=?'.repeat(30_000)}`, `X: ${'=?utf-8?Q?a?= '.repeat(4000)}`])
      head(text);
  });

  it('never fails, and its values can be stored', () => {
    const pieces = fc.constantFrom(
      'From: ',
      'Date: ',
      'To: ',
      '=?utf-8?Q?',
      '?=',
      '<',
      '>',
      '"',
      ',',
      ';',
      '\r\n',
      '\n',
      ' ',
      '@',
      'a',
      '\0',
      'Ü',
      '=?utf-8?B?',
      'Content-Type: ',
      'multipart/mixed; boundary=',
      '__proto__: x\n',
      'constructor: y\n',
      '(',
      ')',
      '\\',
    );
    fc.assert(
      fc.property(
        fc.array(fc.oneof(pieces, fc.string({ unit: 'binary', maxLength: 8 })), { maxLength: 40 }),
        parts => {
          const found = head(parts.join(''));
          expect(decodeValue(encodeValue(found))).toEqual(found);
        },
      ),
      { numRuns: 300 },
    );
  });
});
