/** Parts of messages as XML (xml-objects.md 3). */
import { readICalendar, readVCardGroup, readVCards } from '../../../stdlib/formats/index.js';
import type { Bytes, Xml } from '../../../stdlib/values/types.js';
import { encodeUtf8 } from '../../../stdlib/values/utf8.js';
import { isXmlName } from '../../../stdlib/values/xmlname.js';
import { partText } from '../../objects/mime/body.js';
import { decodeField } from '../../objects/mime/charset.js';
import { readHeader } from '../../objects/mime/fields.js';
import { defaultMimeLimits, firstField, type MimePart } from '../../objects/mime/index.js';
import { addressesOf, subjectOf } from '../../objects/smime/certificates.js';
import type { CheckedContent } from '../../objects/smime/signature.js';
import { isKnownZone } from '../../objects/zones/zones.js';
import { type Attributes, element, escapeText, leaf, writeXml } from '../xml/write.js';
import { headerElements } from './email.js';

/** What the parts of one message share while they are written. */
export interface MimeContext {
  /** The whole message. */
  readonly text: Uint8Array;
  /** Bytes of content that may still be written. */
  left: number;
  /** What is known of the signatures in signed parts, by part ID. */
  readonly signatures?: ReadonlyMap<Bytes, CheckedContent | null>;
}

/** A new context; `limit` bytes of content. */
export const mimeContext = (
  text: Uint8Array,
  limit: number,
  signatures: MimeContext['signatures'] = NONE,
): MimeContext => ({ text, left: limit, signatures });

const NONE: ReadonlyMap<Bytes, CheckedContent | null> = new Map();

export function mimeElement(part: MimePart, context: MimeContext): Bytes {
  const body = bodyOf(part, context);
  const error: Attributes = typeof body === 'string' ? [] : [['parseError', body.error]];
  const attributes = [...attributesOf(part), ...signatureOf(part, context), ...error];
  return element('MIME', attributes, typeof body === 'string' ? body : '');
}

/** Whether the signature of a signed part is right, and whose it is. */
function signatureOf({ id }: MimePart, { signatures = NONE }: MimeContext): Attributes {
  const checked = signatures.get(id);
  if (checked === undefined) return [];
  const signers = checked?.signers ?? [];
  const isValid = signers.length > 0 && signers.every(signer => signer.isValid);
  const isTrusted = isValid && signers.every(signer => signer.isTrusted);
  const names = signers.flatMap(({ certificate }) =>
    certificate === null ? [] : (addressesOf(certificate)[0] ?? subjectOf(certificate).get('CN') ?? []),
  );
  return [
    ['signature', isTrusted ? 'trusted' : isValid ? 'valid' : 'invalid'],
    ['signer', names.length === 0 ? null : encodeUtf8(names.join(', '))],
  ];
}

function attributesOf(part: MimePart): Attributes {
  const field = (name: Bytes): Bytes | null => {
    const value = firstField(part.fields, name);
    return value === null || value.trim() === '' ? null : decodeField(value);
  };
  const named = (prefix: Bytes, parameters: ReadonlyMap<Bytes, Bytes>): (readonly [Bytes, Bytes])[] =>
    [...parameters]
      .filter(([name]) => name !== 'charset' && isXmlName(`${prefix}${name}`))
      .map(([name, value]) => [`${prefix}${name}`, value] as const);
  return [
    ['partID', part.id === '' ? null : part.id],
    ['type', part.type],
    ['subtype', part.subtype],
    ['charset', part.charset === '' ? null : part.charset],
    ['estimatedSize', part.estimatedSize],
    ['contentID', field('content-id')?.replace(/^<(.*)>$/, '$1')],
    ['description', field('content-description')],
    ['location', field('content-location')],
    ['class', field('content-class')],
    ['disposition', part.disposition],
    ...named('Disposition-', part.dispositionParams),
    ...named('Type-', part.typeParams),
  ];
}

type Body = Bytes | { readonly error: string };

function bodyOf(part: MimePart, context: MimeContext): Body {
  const { type, subtype } = part;
  if (type === 'multipart') return part.parts.map(inner => mimeElement(inner, context)).join('');
  const inner = part.parts[0];
  if (type === 'message' && inner !== undefined) return emailElement(inner, context);
  const isReport = type === 'message' && /^(?:delivery-status|disposition-notification)$/.test(subtype);
  if (type !== 'text' && !isReport) return '';
  // the estimate is of the encoded text, of which four bytes may be one
  if (part.estimatedSize > 4 * context.left) return '';
  const text = partText(context.text, part);
  const converted = isReport ? reportOf(text) : (CONVERTED[subtype]?.(text, part) ?? escapeText(text));
  if (typeof converted !== 'string') return converted;
  if (text.length > context.left) return '';
  context.left -= text.length;
  return converted;
}

const xmlOr = (xml: Xml | null | undefined, error: string): Body => (xml ? writeXml(xml) : { error });

const card = (text: Bytes): Body => xmlOr(readVCards(text)?.[0], 'illegal vCard data format');

const CONVERTED: Readonly<Record<string, (text: Bytes, part: MimePart) => Body>> = {
  directory: card,
  'x-vcard': card,
  vcard: card,
  'x-vgroup': text => xmlOr(readVCardGroup(text), 'illegal vCardGroup data format'),
  calendar: text => xmlOr(withoutZones(readICalendar(text)), 'illegal iCalendar data format'),
  'rfc822-headers': (text, part) => {
    const bytes = Buffer.from(text.replace(/\n/g, '\r\n'), 'latin1');
    const { fields } = readHeader(bytes, 0, bytes.length, defaultMimeLimits);
    return `<EMail>${headerElements({ ...part, fields })}</EMail>`;
  },
};

/** Time zones that the server knows itself are not shown (xml-objects.md 6). */
export function withoutZones(calendar: Xml | null): Xml | null {
  const inner = calendar?.body[0];
  if (calendar === null || inner === undefined || typeof inner === 'string') return calendar;
  const body = inner.body.filter(
    item => typeof item === 'string' || item.type !== 'vtimezone' || !knows(item),
  );
  return { ...calendar, body: [{ ...inner, body }] };
}

function knows(zone: Xml): boolean {
  const id = zone.body.find(item => typeof item !== 'string' && item.type === 'tzid');
  const name = typeof id === 'object' ? id.body[0] : undefined;
  return typeof name === 'string' && isKnownZone(name);
}

/** Fields of the message, then a group for each recipient. */
function reportOf(text: Bytes): Bytes {
  const groups = text
    .split(/\n[ \t]*\n/)
    .filter(group => group.trim() !== '')
    .map(group => {
      const bytes = Buffer.from(`${group}\n\n`, 'latin1');
      return readHeader(bytes, 0, bytes.length, defaultMimeLimits)
        .fields.filter(({ name }) => isXmlName(name))
        .map(({ name, value }) => leaf(name, decodeField(value)))
        .join('');
    });
  const [first = '', ...recipients] = groups;
  return element('MIMEReport', [], first + recipients.map(group => element('recipient', [], group)).join(''));
}

/** A whole message. */
export function emailElement(part: MimePart, context: MimeContext): Bytes {
  return `<EMail>${headerElements(part)}${mimeElement(part, context)}</EMail>`;
}
