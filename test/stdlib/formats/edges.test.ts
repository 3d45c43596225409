/** What cards and calendars of other programs hold at their edges: read, and written again without loss. */
import { describe, expect, test } from 'vitest';
import { appToXML, xmlToApplication } from '../../../stdlib/builtins/apptext.js';
import { parse, printXml } from '../../../stdlib/data/index.js';
import { isXml } from '../../../stdlib/values/is.js';
import type { Bytes, Value } from '../../../stdlib/values/types.js';
import { decodeUtf8, encodeUtf8 } from '../../../stdlib/values/utf8.js';

/** The inner XML of a card with these lines, and the lines that it is written as; errors as they are. */
function card(lines: string): [xml: string, text: string] {
  const xml = appToXML(
    encodeUtf8(`BEGIN:VCARD\r\nVERSION:3.0\r\nFN:x\r\n${lines}\r\nEND:VCARD\r\n`),
    'vCard',
  );
  return both(
    xml,
    '<vCard><FN><VALUE>x</VALUE></FN>',
    '</vCard>',
    'VERSION:3.0\r\nFN:x\r\n',
    '\r\nEND:VCARD',
  );
}

/** The same for an event. */
function event(lines: string): [xml: string, text: string] {
  const text = `BEGIN:VCALENDAR\r\nPRODID:p\r\nBEGIN:VEVENT\r\nUID:1\r\n${lines}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n`;
  return both(appToXML(encodeUtf8(text), 'iCalendar'), '</uid>', '</vevent>', 'UID:1\r\n', '\r\nEND:VEVENT');
}

function both(xml: Value, open: string, close: string, first: string, last: string): [string, string] {
  if (!isXml(xml)) return [String(xml), ''];
  const shown = decodeUtf8(printXml(xml));
  const text = decodeUtf8(String(xmlToApplication(xml)));
  return [between(shown, open, close), between(text, first, last)];
}

const between = (text: string, open: string, close: string): string =>
  text.includes(open) ? text.slice(text.indexOf(open) + open.length, text.lastIndexOf(close)) : text;

const written = (xml: Bytes): string => {
  const parsed = parse(encodeUtf8(xml));
  return parsed.ok ? decodeUtf8(String(xmlToApplication(parsed.value))) : 'no XML';
};

describe('lines of cards', () => {
  const cases: [lines: string, xml: string, text: string][] = [
    ['ORG:;Sales', '<ORG><ORGUNIT>Sales</ORGUNIT></ORG>', 'ORG:;Sales'],
    ['GEO:37.1;-122.0', '<GEO><VALUE>37.1;-122.0</VALUE></GEO>', 'GEO:37.1;-122.0'],
    ['URL:http\\://a.b/?c,d;e', '<URL><VALUE>http://a.b/?c,d;e</VALUE></URL>', 'URL:http://a.b/?c,d;e'],
    [
      'TEL;VALUE=uri;TYPE="work,voice":tel:+1;ext=3',
      '<TEL VALUE="uri"><WORK/><VOICE/><VALUE>tel:+1;ext=3</VALUE></TEL>',
      'TEL;TYPE=WORK,VOICE;VALUE=uri:tel:+1;ext=3',
    ],
    ['NICKNAME:Jo,Joe', '<NICKNAME><VALUE>Jo,Joe</VALUE></NICKNAME>', 'NICKNAME:Jo,Joe'],
    ['X_A:v', '<X_A><VALUE>v</VALUE></X_A>', 'X_A:v'],
    ['1A:v\r\n-B:v\r\nNOTE:n', '<NOTE><VALUE>n</VALUE></NOTE>', 'NOTE:n'],
    ['X-A:\r\nNOTE:n', '<NOTE><VALUE>n</VALUE></NOTE>', 'NOTE:n'],
    [
      'NOTE;LANGUAGE=en;LANGUAGE=fr:n',
      '<NOTE LANGUAGE="en,fr"><VALUE>n</VALUE></NOTE>',
      'NOTE;LANGUAGE="en,fr":n',
    ],
    [
      "X-A;X-P=a^'b^'^^^nc:v",
      '<X-A X-P="a&quot;b&quot;^&#10;c"><VALUE>v</VALUE></X-A>',
      "X-A;X-P=a^'b^'^^^nc:v",
    ],
    ['X-A;X-P=a "b" c:v', '<X-A X-P="a &quot;b&quot; c"><VALUE>v</VALUE></X-A>', "X-A;X-P=a ^'b^' c:v"],
    [
      'NOTE;ENCODING=QUOTED-PRINTABLE;CHARSET=windows-1251:=CF=\r\n=F0',
      '<NOTE><VALUE>Пр</VALUE></NOTE>',
      'NOTE:Пр',
    ],
    ['NOTE;QUOTED-PRINTABLE:a=\r\n bc=3D=\r\nd', '<NOTE><VALUE>a bc=d</VALUE></NOTE>', 'NOTE:a bc=d'],
    ['NOTE:a=\r\n b', '<NOTE><VALUE>a=b</VALUE></NOTE>', 'NOTE:a=b'],
    [
      'PHOTO;BASE64;TYPE=GIF:\r\nAAEC\r\nAw==\r\n\r\nNOTE:n',
      '<PHOTO><TYPE>GIF</TYPE><BINVAL>AAECAw==</BINVAL></PHOTO><NOTE><VALUE>n</VALUE></NOTE>',
      'PHOTO;ENCODING=b;TYPE=GIF:AAECAw==\r\nNOTE:n',
    ],
    ['PHOTO;TYPE=;ENCODING=b:AAEC', '<PHOTO><BINVAL>AAEC</BINVAL></PHOTO>', 'PHOTO;ENCODING=b:AAEC'],
  ];
  test.each(cases)('%j', (lines, xml, text) => {
    const [shown, again] = card(lines);
    expect(shown).toBe(xml);
    expect(again).toBe(text);
    expect(card(text)).toEqual([xml, text]);
  });

  test('bytes of another charset', () => {
    const text = 'BEGIN:VCARD\nFN;CHARSET=koi8-r:\xf0\xd2\nNOTE:\xfc\nEND:VCARD';
    expect(decodeUtf8(String(xmlToApplication(appToXML(text, 'vCard'))))).toContain('FN:Пр\r\nNOTE:ü\r\n');
    expect(isXml(appToXML('BEGIN:VCARD\0\nFN:a\0b\nEND:VCARD', 'vCard'))).toBe(true);
  });

  test('hostile lines cost little', () => {
    const parameters = Array.from({ length: 50_000 }, (_, i) => `;P${i}=1`).join('');
    expect(appToXML(`BEGIN:VCARD\nFN${parameters}:x\nEND:VCARD`, 'vCard')).toBe('illegal vCard data format');
    const members = 'MEMBER:a@b\n'.repeat(60_000);
    const group = appToXML(`BEGIN:VGROUP\n${members}${'FN:x\n'.repeat(60_000)}END:VGROUP`, 'vCardGroup');
    expect(isXml(group) && group.body.length).toBe(60_001);
  });

  test.each(['BEGIN:VCARD\nEND:VCARD\n', 'BEGIN:VCARD\nX-A:\nEND:VCARD', 'BEGIN:VCARD\nno line\nEND:VCARD'])(
    '%j is an error',
    text => expect(appToXML(text, 'VCARD')).toBe('illegal vCard data format'),
  );
});

describe('lines of events', () => {
  const cases: [lines: string, xml: string, text?: string][] = [
    [
      'ATTENDEE;DELEGATED-TO="mailto:a@b","mailto:c@d":mailto:e@f',
      '<attendee DELEGATED-TO="mailto:a@b,mailto:c@d">e@f</attendee>',
    ],
    ["ORGANIZER;CN=Ann ^'Bee^' Lee:mailto:a@b", '<organizer CN="Ann &quot;Bee&quot; Lee">a@b</organizer>'],
    ['X-PLACE;VALUE=URI:geo:1,2;u=3', '<x-place VALUE="URI">geo:1,2;u=3</x-place>'],
    ['X-A;VALUE=TEXT:a\\,b', '<x-a VALUE="TEXT">a,b</x-a>'],
    ['X_A:v', '<x_a>v</x_a>'],
    ['SUMMARY;ENCODING=QUOTED-PRINTABLE:=C3=A4=\r\n b', '<summary>ä b</summary>', 'SUMMARY:ä b'],
    ['SUMMARY;CHARSET=utf-8:b', '<summary>b</summary>', 'SUMMARY:b'],
    ['EXDATE:\r\nSUMMARY:b', '<summary>b</summary>', 'SUMMARY:b'],
    ['CREATED:00001231T000000Z\r\nSUMMARY:b', '<summary>b</summary>', 'SUMMARY:b'],
    ['1A:v\r\nSUMMARY:b', '<summary>b</summary>', 'SUMMARY:b'],
    [
      'BEGIN:X-PART\r\nSUMMARY:a\r\nBEGIN:INNER\r\nEND:INNER\r\nEND:X-PART\r\nSUMMARY:b',
      '<summary>b</summary>',
      'SUMMARY:b',
    ],
    ['ATTACH;ENCODING=BASE64;VALUE=BINARY:AAEC', '<attach ENCODING="BASE64" VALUE="BINARY">AAEC</attach>'],
  ];
  test.each(cases)('%j', (lines, xml, text = lines) => {
    expect(event(lines)).toEqual([xml, text]);
    expect(event(text)).toEqual([xml, text]);
  });

  test.each([
    'BEGIN:VCALENDAR\nVERSION:2.0\nEND:VCALENDAR\n',
    'BEGIN:VCALENDAR\nBEGIN:X-ONLY\nEND:X-ONLY\nEND:VCALENDAR\n',
    'BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:tomorrow\nEND:VEVENT\nEND:VCALENDAR\n',
    'BEGIN:VCALENDAR\nBEGIN:VCALENDAR\nEND:VCALENDAR\nEND:VCALENDAR\n',
    'BEGIN:VCALENDAR\nBEGIN:X-A\nEND:X-B\nEND:VCALENDAR\n',
  ])('%j is an error', text => expect(appToXML(text, 'iCalendar')).toBe('illegal iCalendar data format'));
});

test.each([
  ['<vCard><FN>a</FN><ÄÖ>b</ÄÖ></vCard>', 'illegal vCard data format'],
  ['<vCard><FN>a</FN><A.B>b</A.B></vCard>', 'illegal vCard data format'],
  ['<vevent><end>VEVENT</end></vevent>', '<vevent><end>VEVENT</end></vevent>'],
  ['<vCalendar><vevent><end>VEVENT</end></vevent></vCalendar>', 'illegal iCalendar data format'],
  [
    '<vCard><FN>a</FN><NOTE CHARSET="x" ENCODING="QUOTED-PRINTABLE">=41&#1;</NOTE></vCard>',
    'BEGIN:VCARD\r\nVERSION:3.0\r\nFN:a\r\nNOTE:=41\r\nEND:VCARD\r\n',
  ],
  [
    '<vCard><FN>a</FN><URL>a\\b,c</URL></vCard>',
    'BEGIN:VCARD\r\nVERSION:3.0\r\nFN:a\r\nURL:a\\\\b\\,c\r\nEND:VCARD\r\n',
  ],
])('%s is written as %j', (xml, text) => expect(written(xml)).toBe(text));

test('a line of a session description that comes twice counts once', () => {
  const sdp = appToXML(
    'v=0\r\nm=audio 1 RTP/AVP 0\r\na=ptime:20\r\na=ptime:30\r\na=sendonly\r\na=inactive\r\n',
    'sdp',
  );
  expect(isXml(sdp) && printXml(sdp)).toBe(
    '<sdp><media media="audio" protocol="RTP/AVP" ptime="20" direction="sendonly" ip="1"><codec id="0"/></media></sdp>',
  );
});

test('the direction of a session is that of its media, and names may have any case', () => {
  const sdp = appToXML(
    'v=0\r\na=recvonly\r\nm=audio 1 RTP/AVP 0\r\nm=audio 2 RTP/AVP 0\r\na=inactive\r\n',
    'SDP',
  );
  expect(isXml(sdp) && printXml(sdp)).toBe(
    '<sdp><attr name="recvonly"/><media media="audio" protocol="RTP/AVP" ip="1" direction="recvonly"><codec id="0"/></media>' +
      '<media media="audio" protocol="RTP/AVP" direction="inactive" ip="2"><codec id="0"/></media></sdp>',
  );
  expect(
    written('<SDP IP="[1.2.3.4]"><Media Media="video" IP="[1.2.3.4]:5"><CODEC ID="7"/></Media></SDP>'),
  ).toContain('c=IN IP4 1.2.3.4\r\nt=0 0\r\nm=video 5 RTP/AVP 7\r\n');
});
