/** Messages as markup, component by component (webapp.md F): datasets of every component, and what is inside of what. */
import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { valueText } from '../../../host/objects/messages/head.js';
import { findPart } from '../../../host/objects/mime/index.js';
import { messageMarkup, type RenderingWorld, wholeSource } from '../../../host/objects/rendering/index.js';
import { readCertificates } from '../../../host/objects/smime/certificates.js';
import { openEnvelope } from '../../../host/objects/smime/envelope.js';
import { encryptMessage, signMessage } from '../../../host/objects/smime/message.js';
import { checkSigned } from '../../../host/objects/smime/signature.js';
import { printCompact as print } from '../../../stdlib/data/index.js';
import { dictGet } from '../../../stdlib/values/index.js';
import type { Dict } from '../../../stdlib/values/types.js';

const MARKUP = ['RFC822Header', 'RFC822Body', 'decryptedPart', 'signedPart'];

/** A skin whose pages show their name, what they were given, and the markup inside. */
function world(seen: Map<string, Dict[]>, more: Partial<RenderingWorld> = {}): RenderingWorld {
  return {
    page: async (file, dataset) => {
      if (file === 'textpart.wssp') return null;
      const name = file.replace('.wssp', '');
      seen.set(name, [...(seen.get(name) ?? []), dataset]);
      return `<${name}>${MARKUP.map(element => dictGet(dataset, element) ?? '').join('')}</${name}>`;
    },
    link: id => `/part/${id}`,
    filesRef: '/files/',
    isWML: false,
    isPrinted: false,
    fields: ['From', 'Subject'],
    shown: valueText,
    zone: 'UTC',
    secrets: null,
    ...more,
  };
}

const lines = (...all: string[]): Buffer => Buffer.from(all.join('\r\n'), 'latin1');

async function shown(text: Uint8Array, more: Partial<RenderingWorld> = {}) {
  const seen = new Map<string, Dict[]>();
  const source = wholeSource(text);
  const markup = await messageMarkup(world(seen, more), source, source.root);
  return { markup, seen };
}

const multipart = (subtype: string, ...parts: string[][]): string[] => [
  `Content-Type: multipart/${subtype}; boundary="b"`,
  '',
  ...parts.flatMap(part => ['--b', ...part]),
  '--b--',
];

it('texts, pictures, files and messages inside of messages', async () => {
  const { markup, seen } = await shown(
    lines(
      'From: a@example.test',
      'Subject: One',
      ...multipart(
        'mixed',
        ['', 'Soup & <salad>'],
        ['Content-Type: image/png; name="../plan"', '', 'x'],
        ['Content-Type: application/pdf; name="C:\\\\docs\\\\a.pdf"', '', 'x'],
        ['Content-Type: text/html', '', '<p>Hi</p>'],
        ['Content-Type: message/rfc822', '', 'Subject: Inner', '', 'deep'],
      ),
    ),
  );
  expect(markup.replaceAll(/\n/g, '')).toBe(
    '<rfc822message><rfc822header></rfc822header><pre class="text">Soup &amp; &lt;salad&gt;</pre>' +
      '<imagepart></imagepart><attachmentpart></attachmentpart><pre class="text">Hi</pre>' +
      '<rfc822message><rfc822header></rfc822header><pre class="text">deep</pre></rfc822message></rfc822message>',
  );
  const [picture] = seen.get('imagepart') ?? [];
  expect(
    ['attachmentName', 'fileName', 'MIMEPart', 'filesRef'].map(key => dictGet(picture as Dict, key)),
  ).toEqual(['../plan', 'plan.png', '/part/02', '/files/']);
  expect(dictGet(seen.get('attachmentpart')?.[0] as Dict, 'fileName')).toBe('a.pdf');
  // the outer message is made last: its body is there before its page
  const [inner, outer] = seen.get('rfc822message') ?? [];
  expect([dictGet(inner as Dict, 'isSubPart'), dictGet(outer as Dict, 'isSubPart')]).toEqual(['YES', null]);
  expect(dictGet(inner as Dict, 'MIMEPart')).toBe('/part/05-01');
});

it('reports, contacts, events and tasks', async () => {
  const { seen } = await shown(
    lines(
      ...multipart(
        'report',
        [
          'Content-Type: message/delivery-status',
          '',
          'Reporting-MTA: dns;x',
          '',
          'Action: failed',
          'Status: 5.1.1',
          '',
          'Action: delayed',
        ],
        ['Content-Type: message/disposition-notification', '', 'Disposition: displayed'],
        [
          'Content-Type: text/vcard',
          '',
          'BEGIN:VCARD',
          'FN:Clara',
          'UID:c1',
          'REV:20260301T080000Z',
          'TEL;TYPE=HOME:1',
          'TEL:2',
          'N:Holm;Clara',
          'END:VCARD',
        ],
        [
          'Content-Type: text/calendar; method=REQUEST',
          '',
          'BEGIN:VCALENDAR',
          'METHOD:REQUEST',
          'BEGIN:VEVENT',
          'UID:e',
          'SUMMARY:Meet',
          'LOCATION:Here',
          'DTSTART:20260302T090000Z',
          'DTEND:20260302T100000Z',
          'ORGANIZER;CN=Anna:mailto:anna@example.test',
          'ATTENDEE;PARTSTAT=ACCEPTED:mailto:b@example.test',
          'END:VEVENT',
          'END:VCALENDAR',
        ],
        [
          'Content-Type: text/calendar',
          '',
          'BEGIN:VCALENDAR',
          'METHOD:PUBLISH',
          'BEGIN:VEVENT',
          'UID:r',
          'DTSTART;VALUE=DATE:20260302',
          'RRULE:FREQ=DAILY',
          'X-MICROSOFT-CDO-BUSYSTATUS:OOF',
          'END:VEVENT',
          'END:VCALENDAR',
        ],
        [
          'Content-Type: text/calendar',
          '',
          'BEGIN:VCALENDAR',
          'BEGIN:VTODO',
          'UID:t',
          'DUE:20260312T150000Z',
          'PERCENT-COMPLETE:40',
          'END:VTODO',
          'END:VCALENDAR',
        ],
        ['Content-Type: text/vcard', '', 'no card'],
      ),
    ),
  );
  const text = (name: string, at: number, ...keys: string[]) =>
    keys.map(key => print(dictGet(seen.get(name)?.[at] as Dict, key)));
  expect(text('deliveryreportpart', 0, 'MessageFields', 'Reports')).toEqual([
    '({name=Reporting-MTA;value="dns;x";})',
    '(({name=Action;value=failed;},{name=Status;value=5.1.1;}),({name=Action;value=delayed;}))',
  ]);
  expect(text('dispositionreportpart', 0, 'fields')).toEqual(['({name=Disposition;value=displayed;})']);
  expect(text('vcardpart', 0, 'FN', 'UID', 'REV', 'elements')).toEqual([
    'Clara',
    'c1',
    '#T01-03-2026_08:00:00',
    '({name=TEL;value=({theValue="1";type=home;},{theValue="2";});},{name=N;value={theValue="Holm, Clara";};})'.replaceAll(
      /"(\d)"/g,
      '$1',
    ),
  ]);
  expect(
    text(
      'calendarpart',
      0,
      'method',
      'Summary',
      'Location',
      'dateFrom',
      'dateTill',
      'isEvent',
      'organizer',
      'attendees',
    ),
  ).toEqual([
    'REQUEST',
    'Meet',
    'Here',
    '#T02-03-2026_09:00:00',
    '#T02-03-2026_10:00:00',
    'YES',
    '{cn=Anna;theValue=anna@example.test;}',
    '({partstat=ACCEPTED;theValue=b@example.test;})',
  ]);
  expect(text('calendarpart', 1, 'allDayEvent', 'recurrence', 'duration', 'dateTill', 'busyStatus')).toEqual([
    'YES',
    'YES',
    '86400',
    '#NULL#',
    'OOF',
  ]);
  expect(text('calendarpart', 2, 'isTask', 'dateTill', 'percentComplete')).toEqual([
    'YES',
    '#T12-03-2026_15:00:00',
    '40',
  ]);
  expect(seen.get('vcardpart')).toHaveLength(1);
});

it('of alternatives a calendar, else the plain text, else the last', async () => {
  const calendar = [
    'Content-Type: text/calendar',
    '',
    'BEGIN:VCALENDAR',
    'BEGIN:VEVENT',
    'UID:e',
    'END:VEVENT',
    'END:VCALENDAR',
  ];
  const html = ['Content-Type: text/html', '', '<b>rich</b>'];
  expect((await shown(lines(...multipart('alternative', ['', 'plain'], calendar)))).markup).toContain(
    '<calendarpart>',
  );
  expect((await shown(lines(...multipart('alternative', html, ['', 'plain'])))).markup).toContain('plain');
  expect((await shown(lines(...multipart('alternative', html)))).markup).toContain('rich');
});

const file = (name: string): Buffer => readFileSync(new URL(`smime/${name}`, import.meta.url));
const certificates = ['anna', 'emma'].flatMap(name => readCertificates(file(`${name}.pem`)));
const [anna, emma] = certificates;

it('encrypted and signed parts show what is in them, and whose it is', async () => {
  if (anna === undefined || emma === undefined) throw new Error('no certificates');
  const key = createPrivateKey(file('anna.key'));
  const plain = lines(
    'Subject: Secret',
    ...multipart('mixed', ['', 'soup'], ['Content-Type: image/png', '', 'x']),
  );
  const signed = signMessage(plain, { key, certificate: anna, chain: [] }, new Date());
  const sealed = encryptMessage(signed, [anna]);
  const check = (signature: Uint8Array, detached: Uint8Array | null) =>
    checkSigned(signature, detached, [], new Date());
  const secrets = { check, open: (bytes: Uint8Array) => openEnvelope(bytes, key, [anna]) };
  const { markup, seen } = await shown(sealed, { secrets });
  expect(markup.replaceAll('\n', '')).toBe(
    '<rfc822message><rfc822header></rfc822header><encryptedpart><signedpart><pre class="text">soup</pre>' +
      '<imagepart></imagepart></signedpart></encryptedpart></rfc822message>',
  );
  const of = (name: string, element: string) => dictGet(seen.get(name)?.[0] as Dict, element);
  expect(['cipherName', 'keyLength', 'decryptionErrorCode'].map(name => of('encryptedpart', name))).toEqual([
    'AES',
    '256',
    null,
  ]);
  expect(['encoding', 'digesterName'].map(name => of('signedpart', name))).toEqual(['Text', 'SHA256']);
  expect(print(of('signedpart', 'signatures'))).toContain('contact=anna@example.test');
  expect(of('imagepart', 'MIMEPart')).toBe('/part/01-02');
  // the address is that of the part in the message as its reader sees it
  const open = wholeSource(signed);
  expect(findPart(open.root, '01-02')?.type).toBe('image');

  const other = createPrivateKey(file('emma.key'));
  const closed = await shown(sealed, {
    secrets: { check, open: bytes => openEnvelope(bytes, other, [emma]) },
  });
  expect(closed.markup).not.toContain('soup');
  expect(dictGet(closed.seen.get('encryptedpart')?.[0] as Dict, 'decryptionErrorCode')).toBe(
    'the message is not encrypted for this key',
  );
  const damaged = Buffer.from(signed.toString('latin1').replace('soup', 'soap'), 'latin1');
  const wrong = await shown(damaged, { secrets });
  expect(wrong.markup).toContain('soap');
  expect(dictGet(wrong.seen.get('signedpart')?.[0] as Dict, 'signatures')).toBeNull();
  // archives have no keys: what is sealed is a file, or the text alone
  expect((await shown(signed)).markup).toContain('soup');
  expect((await shown(sealed)).markup).not.toContain('encryptedpart');
});

it('ends for messages without end', async () => {
  const deep = (depth: number): string[] =>
    depth === 0 ? ['', 'bottom'] : ['Content-Type: message/rfc822', '', ...deep(depth - 1)];
  expect((await shown(lines(...deep(20)))).markup).not.toContain('bottom');
  const many = multipart('mixed', ...Array.from({ length: 500 }, () => ['', 'one']));
  expect((await shown(lines(...many))).markup.split('one')).toHaveLength(100);
});
