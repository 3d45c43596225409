/** Messages as values of programs, and messages that programs make. */
import { describe, expect, it } from 'vitest';
import {
  bodyValue,
  composeMessage,
  findPart,
  headerValue,
  type MimePart,
  parseStructure,
  partValue,
  programMail,
  suitablePart,
} from '../../../../../host/objects/mime/index.js';
import { printCompact } from '../../../../../stdlib/data/index.js';
import type { Dict } from '../../../../../stdlib/values/types.js';
import { data } from '../../world.js';

const context = { now: 1_772_352_000, hostName: 'example.test', unique: () => 'u' };
const make = async (headers: string, content: string) => {
  const {
    fields,
    content: composed,
    ...rest
  } = await programMail(data(headers) as Dict, data(content), async () => ({
    type: 'message',
    subtype: 'rfc822',
    body: Buffer.from('Subject: in\r\n\r\nx'),
  }));
  return { ...rest, text: composeMessage(fields, composed, context) };
};
const shape = (part: MimePart): string =>
  `${part.type}/${part.subtype}${part.parts.length ? `(${part.parts.map(shape).join(' ')})` : ''}`;

describe('messages of programs', () => {
  const contents: readonly [content: string, shape: string][] = [
    ['text', 'text/plain'],
    ['[AAEC]', 'application/octet-stream'],
    ['{body="<b>x</b>";"Content-Subtype"=html;"Content-Type"=text;}', 'text/html'],
    ['{body=[AAEC];"Content-Type"=image;"Content-Subtype"=png;filename="x.png";}', 'image/png'],
    ['(one,{body=two;fileName="2.txt";})', 'multipart/mixed(text/plain text/plain)'],
    ['{"Content-Subtype"=alternative;body=(a,b);}', 'multipart/alternative(text/plain text/plain)'],
    ['{message=handle;}', 'message/rfc822(text/plain)'],
    ['#17', 'text/plain'],
    ['{"Content-Type"="evil\\r\\nX: y";body=x;}', 'application/octet-stream'],
  ];
  it.each(contents)('%s', async (content, expected) => {
    const { text } = await make('{}', content);
    expect(shape(parseStructure(text))).toBe(expected);
    expect(text.toString()).not.toMatch(/^X: y/m);
  });

  it('reads headers in any form', async () => {
    const mail = await make(
      '{from="Ann <ann@a.test>";To=(b@b.test,"C <c@c.test>, d@d.test");BCC=e@e.test;Subject=Hi;Date=#T01-03-2026_08:00:00;flags="Seen";"X-Color"=(red,blue);"Content-Class"=note;"bad name"=x;}',
      'x',
    );
    expect(mail.from).toBe('ann@a.test');
    expect(mail.to).toEqual(expect.arrayContaining(['b@b.test', 'c@c.test', 'd@d.test', 'e@e.test']));
    expect([...mail.options]).toEqual([['flags', 'Seen']]);
    const text = mail.text.toString();
    expect(text).toContain('from: Ann <ann@a.test>\r\n');
    expect(text).toContain('X-Color: red\r\nX-Color: blue\r\n');
    expect(text).toContain('Content-Class: note\r\n');
    expect(text).toContain('Date: Sun, 01 Mar 2026 08:00:00 +0000\r\n');
    expect(text).not.toContain('e@e.test');
    expect(text).not.toContain('bad name');
  });

  it('gives nested contents an end', async () => {
    await expect(make('{}', `${'('.repeat(30)}x${')'.repeat(30)}`)).rejects.toMatchObject({
      code: 'bad-data',
    });
  });
});

describe('values of parts', () => {
  const mail = Buffer.from(
    'From: "Ann" <a@b.test>\nTo: c@d.test\nto: e@f.test\nSubject: x\nContent-Type: multipart/alternative; boundary=b\n\n' +
      '--b\nContent-Type: text/plain; charset=utf-8; format=flowed\nContent-ID: <1@x>\n\nplain\n--b\nContent-Type: text/html\n\nhtml\n' +
      '--b\nContent-Type: text/xml\n\n<a><b/></a>\n--b\nContent-Type: message/rfc822\n\nSubject: inner\n\ntext\n' +
      '--b\nContent-Type: audio/wav; name="v.wav"\nContent-Disposition: attachment; filename="v.wav"\nContent-Transfer-Encoding: base64\n\nAAEC\n--b--\n',
  );
  const root = parseStructure(mail);
  const part = (id: string) => findPart(root, id) ?? root;

  it('structure', () => {
    const value = partValue(root);
    expect(value.entries.MIMEPartID).toBe('');
    expect(value.entries['Content-Subtype']).toBe('alternative');
    expect(value.entries.MIMEParts).toHaveLength(5);
    expect(printCompact(partValue(part('01')))).toBe(
      '{Content-ID="<1@x>";Content-Subtype=plain;Content-Type=text;ContentTypeParams={charset=utf-8;format=flowed;};MIMEPartID=01;estimatedSize=#5;}',
    );
    expect(printCompact(partValue(part('05')))).toContain('Content-Disposition=attachment;');
    expect(printCompact(partValue(part('05')))).toContain('filename=v.wav;');
  });

  it('finds parts that suit', () => {
    expect(suitablePart(root, 'audio')?.id).toBe('05');
    expect(suitablePart(root, 'plain')?.id).toBe('01');
    expect(suitablePart(root, 'text')?.id).toBe('03');
    expect(suitablePart(part('01'), 'audio')).toBeNull();
  });

  it('headers', () => {
    expect(printCompact(headerValue(mail, root, 'From'))).toBe('({""=a@b.test;realName=Ann;})');
    expect(headerValue(mail, root, 'E-From')).toEqual(['a@b.test']);
    expect(headerValue(mail, root, 'e-to')).toEqual(['c@d.test', 'e@f.test']);
    expect(headerValue(mail, root, 'none')).toEqual([]);
    expect(headerValue(mail, part('04'), 'subject')).toEqual(['inner']);
    expect(Object.keys((headerValue(mail, root, null) as Dict).entries)).toEqual([
      'From',
      'To',
      'Subject',
      'Content-Type',
    ]);
  });

  it('bodies', () => {
    expect(bodyValue(mail, part('01'))).toBe('plain');
    expect(printCompact(bodyValue(mail, part('03')))).toBe('<a><b/></a>');
    expect(printCompact(bodyValue(mail, part('05')))).toBe('[AAEC]');
  });
});
