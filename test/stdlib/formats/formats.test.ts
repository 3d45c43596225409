/** Texts of contacts, groups and calendars, and their XML forms (xml-objects.md 4 to 6). */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseXml, printXml } from '../../../stdlib/data/index.js';
import {
  appToXml,
  normalCalendar,
  normalCard,
  normalGroup,
  readDuration,
  xmlToApp,
} from '../../../stdlib/formats/index.js';
import { escapeText, readLines, unescapeText, writeLines } from '../../../stdlib/formats/lines.js';
import type { Xml } from '../../../stdlib/values/types.js';
import { encodeUtf8 } from '../../../stdlib/values/utf8.js';

function xml(text: string): Xml {
  const result = parseXml(encodeUtf8(text));
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

const CARD =
  '<vCard><N><FAMILY>Holm</FAMILY><GIVEN>Clara</GIVEN></N><FN><VALUE>Clara Holm</VALUE></FN><ORG><ORGNAME>Example Oy</ORGNAME><ORGUNIT>Sales</ORGUNIT></ORG><EMAIL><INTERNET/><WORK/><VALUE>clara@example.test</VALUE></EMAIL><TEL><CELL/><VALUE>+358 40 1234</VALUE></TEL><ADR><HOME/><STREET>Kaivokatu 1</STREET><LOCALITY>Helsinki</LOCALITY><CTRY>FI</CTRY></ADR><BDAY><VALUE>1980-02-29</VALUE></BDAY><UID><VALUE>c-17@example.test</VALUE></UID></vCard>';
const GROUP =
  '<vCardGroup><FN><VALUE>Lunch club</VALUE></FN><UID><VALUE>g-2@example.test</VALUE></UID><MEMBER CN="Boris Falk"><VALUE>boris@example.test</VALUE></MEMBER><MEMBER CN="Clara, Holm"><VALUE>clara@example.test</VALUE></MEMBER></vCardGroup>';
const CALENDAR =
  '<iCalendar><vCalendar method="REQUEST" version="2.0" prodid="-//example//open ximss//EN"><vevent><uid>e-5@example.test</uid><dtstamp>20260301T080000Z</dtstamp><sequence>0</sequence><summary>Standup, daily; "x"</summary><dtstart TZID="Europe/Helsinki">20260302T090000</dtstart><dtend TZID="Europe/Helsinki">20260302T091500</dtend><rrule>FREQ=WEEKLY;BYDAY=MO</rrule><busyStatus>BUSY</busyStatus><organizer CN="Anna Berg">anna@example.test</organizer><attendee CN="Boris Falk" ROLE="REQ-PARTICIPANT" PARTSTAT="NEEDS-ACTION" RSVP="TRUE">boris@example.test</attendee><categories>one</categories><categories>two, three</categories><valarm><action>DISPLAY</action><trigger>-PT15M</trigger><description>Soon</description></valarm></vevent></vCalendar></iCalendar>';

describe('XML to text and back', () => {
  const cases: [string, string, string][] = [
    ['vCard', CARD, 'BEGIN:VCARD\r\nVERSION:3.0\r\nN:Holm;Clara\r\nFN:Clara Holm\r\n'],
    ['vCardGroup', GROUP, 'MEMBER;CN="Clara, Holm":clara@example.test\r\n'],
    ['iCalendar', CALENDAR, 'SUMMARY:Standup\\, daily\\; "x"\r\n'],
    ['iCalendar', CALENDAR, 'ORGANIZER;CN=Anna Berg:mailto:anna@example.test\r\n'],
    ['iCalendar', CALENDAR, 'X-MICROSOFT-CDO-BUSYSTATUS:BUSY\r\n'],
  ];
  test.each(cases)('%s', (format, text, contains) => {
    const written = xmlToApp(xml(text)) ?? '';
    expect(written).toContain(contains);
    const back = appToXml(written, format.toLowerCase());
    expect(printXml(back as Xml)).toBe(text);
  });
});

test('cards as clients write them', () => {
  const card = normalCard(
    xml(
      '<vcard><fn>Clara Holm</fn><EMAIL><INTERNET/><WORK/><USERID>c@x.test</USERID><VALUE>clara@x.test</VALUE></EMAIL><TEL><CELL/><NUMBER>123</NUMBER></TEL><PHOTO><BINVAL>AAEC\n/w==</BINVAL></PHOTO><NOTE/></vcard>',
    ),
  );
  expect(card && printXml(card)).toBe(
    '<vCard><FN><VALUE>Clara Holm</VALUE></FN><EMAIL><INTERNET/><WORK/><VALUE>clara@x.test</VALUE></EMAIL><TEL><CELL/><VALUE>123</VALUE></TEL><PHOTO><BINVAL>AAEC/w==</BINVAL></PHOTO></vCard>',
  );
});

test.each([
  ['<vCard><ORG><ORGNAME>Oy</ORGNAME></ORG></vCard>', 'Oy'],
  ['<vCard><EMAIL>a@b.c</EMAIL></vCard>', 'a@b.c'],
  ['<vCard><N><FAMILY>Holm</FAMILY><GIVEN>C.</GIVEN></N></vCard>', 'C. Holm'],
])('%s gets the display name %s', (text, name) => {
  expect(printXml(normalCard(xml(text)) as Xml)).toContain(`<FN><VALUE>${name}</VALUE></FN>`);
});

test.each([
  '<vCard/>',
  '<vCard><BOGUS/></vCard>',
  '<vCard><NOTE/></vCard>',
  '<vCard><FN>x</FN><PHOTO><BINVAL>???</BINVAL></PHOTO></vCard>',
])('%s is no card', text => {
  expect(normalCard(xml(text))).toBeNull();
});

test('groups as clients write them', () => {
  const group = normalGroup(
    xml(
      '<vCardGroup><NAME><VALUE>Club</VALUE></NAME><MEMBER CN="Boris">boris@example.test</MEMBER></vCardGroup>',
    ),
  );
  expect(group && printXml(group)).toBe(
    '<vCardGroup><FN><VALUE>Club</VALUE></FN><MEMBER CN="Boris"><VALUE>boris@example.test</VALUE></MEMBER></vCardGroup>',
  );
});

test('texts of other programs', () => {
  const card = appToXml(
    'BEGIN:VCARD\nVERSION:2.1\nN;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:M=FCller;J=\n=F6rg\nitem1.TEL;HOME;VOICE:1\nPHOTO;ENCODING=BASE64;JPEG:AAEC\n /w==\n\nEND:VCARD\n',
    'VCARD',
  );
  expect(printXml(card as Xml)).toBe(
    encodeUtf8(
      '<vCard><N><FAMILY>Müller</FAMILY><GIVEN>Jörg</GIVEN></N><TEL><HOME/><VOICE/><VALUE>1</VALUE></TEL><PHOTO><TYPE>JPEG</TYPE><BINVAL>AAEC/w==</BINVAL></PHOTO></vCard>',
    ),
  );
  expect(appToXml('BEGIN:VCARD\nFN:a\nEND:VCARD\nBEGIN:VCARD\nFN:b\nEND:VCARD\n', 'vcard')).toHaveLength(2);
});

test.each([
  ['BEGIN:VCARD\nFN:x\n', 'vcard'],
  ['FN:x\n', 'vcard'],
  ['BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VCALENDAR\n', 'icalendar'],
  ['hello', 'icalendar'],
  ['', 'vcardgroup'],
])('%j is no %s', (text, format) => {
  expect(appToXml(text, format)).toBeNull();
});

test.each([
  ['<icalendar><vcalendar/></icalendar>', null],
  ['<vtodo/>', '<iCalendar><vCalendar><vtodo/></vCalendar></iCalendar>'],
  [
    '<ICALENDAR><VCALENDAR METHOD="x"><VTODO><UID>1</UID><LASTMODIFIED>20260301T080000Z</LASTMODIFIED><ORGANIZER>mailto:a@b.c</ORGANIZER></VTODO></VCALENDAR></ICALENDAR>',
    '<iCalendar><vCalendar method="x"><vtodo><uid>1</uid><last-modified>20260301T080000Z</last-modified><organizer>a@b.c</organizer></vtodo></vCalendar></iCalendar>',
  ],
  ['<vevent><dtstart>tomorrow</dtstart></vevent>', null],
  ['<vevent><summary><b/></summary></vevent>', null],
])('normal form of %s', (text, normal) => {
  const calendar = normalCalendar(xml(text));
  expect(calendar && printXml(calendar)).toBe(normal);
});

test.each([
  ['PT15M', 900],
  ['-P1W', -604800],
  ['P1DT2H3S', 93603],
  ['P', null],
  ['PT', null],
  ['1D', null],
])('duration %s', (text, seconds) => {
  expect(readDuration(text)).toBe(seconds);
});

test('any text survives a content line', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string(), (text, parameter) => {
      const value = encodeUtf8(text.replace(/[\0-\x08\x0b-\x1f]/g, ''));
      const clean = encodeUtf8(parameter.replace(/["\0-\x1f]/g, ''));
      const line = { name: 'NOTE', parameters: [{ name: 'X-P', values: [clean] }], value: escapeText(value) };
      const written = writeLines([line]);
      for (const piece of written.split('\r\n')) expect(piece.length).toBeLessThanOrEqual(75);
      const read = readLines(written)?.[0];
      expect(unescapeText(read?.value ?? '')).toBe(value);
      expect(read?.parameters[0]?.values[0] ?? '').toBe(clean);
    }),
  );
});

test('any text is read or refused', () => {
  fc.assert(
    fc.property(fc.string(), fc.constantFrom('vcard', 'vcardgroup', 'icalendar'), (text, format) => {
      appToXml(encodeUtf8(`BEGIN:VCARD\n${text}\nEND:VCARD`), format);
      appToXml(encodeUtf8(text), format);
    }),
  );
});
