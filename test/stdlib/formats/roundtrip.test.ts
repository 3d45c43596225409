/** What is written from XML in normal form is read as the same XML again, whatever the texts hold. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { printXml } from '../../../stdlib/data/index.js';
import {
  appToXml,
  normalCalendar,
  normalCard,
  normalGroup,
  xmlToApp,
} from '../../../stdlib/formats/index.js';
import { newXml } from '../../../stdlib/values/make.js';
import type { Xml } from '../../../stdlib/values/types.js';
import { encodeUtf8 } from '../../../stdlib/values/utf8.js';

/** Texts with everything that lines treat in their own way; a text of nothing but blanks is none. */
const text = fc
  .string({
    unit: fc.oneof(
      fc.constantFrom(...'\\,;:="^\'\n nN.@<&]%'),
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
    ),
    minLength: 1,
    maxLength: 90,
  })
  .map(value => encodeUtf8(`x${value.replace(/[\0-\x09\x0b-\x1f\x7f]/g, '')}`));

const named = (name: string, ...body: Xml['body']): Xml => {
  const xml = newXml(name);
  xml.body.push(...body);
  return xml;
};

const withAttributes = (xml: Xml, attributes: Record<string, string>): Xml => {
  for (const [name, value] of Object.entries(attributes)) xml.attributes.push({ prefix: '', name, value });
  return xml;
};

const parameters = (...names: string[]) => fc.dictionary(fc.constantFrom(...names), text, { maxKeys: 2 });

const valued = fc
  .tuple(
    fc.constantFrom('NOTE', 'FN', 'URL', 'GEO', 'LABEL', 'X-A', 'UID'),
    text,
    parameters('LANGUAGE', 'X-P'),
  )
  .map(([name, value, more]) => withAttributes(named(name, named('VALUE', value)), more));
const flagged = fc
  .tuple(fc.subarray(['HOME', 'WORK', 'X-OWN']), text)
  .map(([flags, value]) => named('TEL', ...flags.map(flag => named(flag)), named('VALUE', value)));
const parts = fc
  .tuple(fc.subarray(['FAMILY', 'GIVEN', 'MIDDLE', 'PREFIX', 'SUFFIX'], { minLength: 1 }), text)
  .map(([names, value]) => named('N', ...names.map(name => named(name, value))));
const organisation = fc
  .tuple(fc.boolean(), fc.array(text, { minLength: 1, maxLength: 3 }))
  .map(([first, units]) =>
    named('ORG', ...(first ? [named('ORGNAME', 'o')] : []), ...units.map(unit => named('ORGUNIT', unit))),
  );

test('cards', () => {
  const property = fc.oneof(valued, flagged, parts, organisation);
  fc.assert(
    fc.property(fc.array(property, { minLength: 1, maxLength: 5 }), properties => {
      const card = named('vCard', named('FN', named('VALUE', 'f')), ...properties);
      const normal = normalCard(card) as Xml;
      const again = appToXml(xmlToApp(card) ?? '', 'vcard') as Xml;
      // each blank that ends a line of a text stays, a line feed is written as an escape
      expect(printXml(again)).toBe(printXml(normal));
    }),
    { numRuns: 60 },
  );
});

test('groups', () => {
  const member = fc
    .tuple(text, text)
    .map(([name, address]) => withAttributes(named('MEMBER', named('VALUE', address)), { CN: name }));
  fc.assert(
    fc.property(fc.array(member, { minLength: 1, maxLength: 5 }), text, (members, name) => {
      const group = named('vCardGroup', named('FN', named('VALUE', name)), ...members);
      const again = appToXml(xmlToApp(group) ?? '', 'vcardgroup') as Xml;
      expect(printXml(again)).toBe(printXml(normalGroup(group) as Xml));
    }),
    { numRuns: 60 },
  );
});

test('calendars', () => {
  const plain = fc
    .tuple(
      fc.constantFrom('summary', 'description', 'x-a', 'categories', 'comment'),
      text,
      parameters('LANGUAGE', 'X-P'),
    )
    .map(([name, value, more]) => withAttributes(named(name, value), more));
  const attendee = fc
    .tuple(text, text)
    .map(([name, by]) => withAttributes(named('attendee', 'a@b'), { CN: name, 'SENT-BY': by }));
  const property = fc.oneof(plain, attendee);
  fc.assert(
    fc.property(fc.array(property, { maxLength: 5 }), fc.array(property, { maxLength: 2 }), (own, inner) => {
      const event = named('vevent', named('uid', 'u'), ...own, named('valarm', ...inner));
      const calendar = named('vCalendar', event);
      const normal = normalCalendar(calendar) as Xml;
      const again = appToXml(xmlToApp(calendar) ?? '', 'icalendar') as Xml;
      const bare = (xml: Xml) => printXml(xml).replace(/<vCalendar[^>]*>/, '');
      expect(bare(again)).toBe(bare(normal));
    }),
    { numRuns: 60 },
  );
});
