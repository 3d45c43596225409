/** Messages that clients compose as XML (xml-objects.md 2 and 3). */
import { randomBytes } from 'node:crypto';
import { decodeBase64, xmlText } from '../../../stdlib/data/index.js';
import {
  normalCalendar,
  normalCard,
  normalGroup,
  writeICalendar,
  writeVCard,
  writeVCardGroup,
} from '../../../stdlib/formats/index.js';
import type { Bytes, Xml } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import type { HeadAddress } from '../../objects/messages/head.js';
import { parseAddressList } from '../../objects/mime/addresses.js';
import {
  type ComposeContext,
  type ComposeField,
  type Content,
  composeMessage,
} from '../../objects/mime/compose.js';
import { ADDRESS_FIELDS, DATE_FIELDS } from '../../objects/mime/fieldkinds.js';
import { isFieldName } from '../../objects/mime/headerline.js';
import { defaultMimeLimits } from '../../objects/mime/index.js';
import { attribute, childNamed, children } from '../xml/query.js';
import { readTime } from '../xml/times.js';
import { writeXml } from '../xml/write.js';
import { type PartSource, takenPart } from './sources.js';

/** A message ready to be encoded, and what it is for. */
export interface Composed {
  readonly fields: readonly ComposeField[];
  readonly content: Content;
  /** Element FLAGS, null when there is none. */
  readonly flags: Bytes | null;
}

/** Nesting of parts. */
const DEEPEST = 30;

export const illegalMessage = (): PosternError =>
  new PosternError('bad-data', { args: ['illegal message data'] });

/** Fields that the server writes itself. */
const MANAGED = /^(?:received|return-path|content-.*|mime-version|dkim-.*|arc-.*|authentication-results)$/;

/** Reads an `EMail` element. */
export async function readEmail(xml: Xml | null, source: PartSource): Promise<Composed> {
  if (xml === null) throw new PosternError('missing-element', { args: ['EMail'] });
  return readEmailAt(xml, source, 0);
}

async function readEmailAt(xml: Xml, source: PartSource, depth: number): Promise<Composed> {
  let body: Xml | null = null;
  for (const child of children(xml)) {
    if (child.type.toLowerCase() !== 'mime') continue;
    if (body !== null) throw illegalMessage();
    body = child;
  }
  const content = body === null ? EMPTY : await readContent(body, source, depth + 1);
  const flags = childNamed(xml, 'flags');
  return { fields: fieldsOf(xml), content, flags: flags === null ? null : xmlText(flags) };
}

const EMPTY: Content = { type: 'text', subtype: 'plain', body: '' };

/** Header fields in order; those with several addresses become one field each. */
function fieldsOf(xml: Xml): ComposeField[] {
  const fields: ComposeField[] = [];
  const addresses = new Map<Bytes, HeadAddress[]>();
  const hasPriority = childNamed(xml, 'pty') !== null;
  for (const child of children(xml)) {
    const key = child.type.toLowerCase();
    if (key === 'mime' || key === 'flags' || MANAGED.test(key) || !isFieldName(child.type)) continue;
    if (hasPriority && /^(?:x-priority|importance|priority|x-msmail-priority)$/.test(key)) continue;
    if (ADDRESS_FIELDS.has(key)) {
      const known = addresses.get(key);
      const list = known ?? [];
      list.push(...addressesOf(child));
      if (known === undefined) {
        addresses.set(key, list);
        fields.push([child.type, list]);
      }
    } else {
      const field = plainField(child, key);
      if (field !== null) fields.push(field);
    }
  }
  return fields.filter(([, value]) => !Array.isArray(value) || value.length > 0);
}

function plainField(child: Xml, key: Bytes): ComposeField | null {
  const text = xmlText(child);
  if (key === 'pty') {
    const word = text.trim().toLowerCase();
    return word === 'high' ? ['X-Priority', '1 (High)'] : word === 'low' ? ['X-Priority', '5 (Low)'] : null;
  }
  if (!DATE_FIELDS.has(key)) return [child.type, text.replace(/[\r\n]+/g, ' ')];
  const time = readTime(text);
  if (time === null) throw illegalMessage();
  return [child.type, time.at];
}

/** One address with its name in an attribute, or a list in the form of headers. */
function addressesOf(child: Xml): HeadAddress[] {
  const text = xmlText(child).trim();
  if (text === '') return [];
  const realName = attribute(child, 'realname');
  if (realName !== null && !/[<,]/.test(text))
    return [{ address: text, realName: realName === '' ? null : realName }];
  return parseAddressList(text, defaultMimeLimits).map(entry => {
    if (typeof entry === 'string') throw illegalMessage();
    return realName === null ? entry : { ...entry, realName };
  });
}

async function readContent(xml: Xml, source: PartSource, depth: number): Promise<Content> {
  if (depth > DEEPEST) throw illegalMessage();
  const type = (attribute(xml, 'type') ?? 'text').toLowerCase();
  const taken = await takenPart(xml, type, source);
  const base = taken ?? { type, subtype: (attribute(xml, 'subtype') ?? 'plain').toLowerCase() };
  if (!/^[a-z0-9!#$&^_.+-]{1,80}$/.test(base.type) || !/^[a-z0-9!#$&^_.+-]{1,80}$/.test(base.subtype)) {
    throw illegalMessage();
  }
  const body = taken?.body ?? (await bodyOf(xml, base, source, depth));
  return { ...base, ...fieldsOfContent(xml, taken), body };
}

function fieldsOfContent(xml: Xml, taken: Content | null): Omit<Content, 'type' | 'subtype' | 'body'> {
  const dispositionParams = parametersOf(xml, 'disposition-');
  const disposition = attribute(xml, 'disposition') ?? taken?.disposition ?? null;
  const fields: ComposeField[] = [];
  const id = attribute(xml, 'contentid');
  if (id) fields.push(['Content-ID', `<${id.replace(/^<|>$/g, '')}>`]);
  for (const [key, name] of [
    ['description', 'Content-Description'],
    ['location', 'Content-Location'],
    ['class', 'Content-Class'],
  ] as const) {
    const value = attribute(xml, key);
    if (value) fields.push([name, value]);
  }
  return {
    params: [...(taken?.params ?? []), ...parametersOf(xml, 'type-')],
    charset: attribute(xml, 'charset') ?? taken?.charset ?? null,
    ...(disposition === null && dispositionParams.length === 0
      ? {}
      : { disposition: disposition ?? 'attachment' }),
    dispositionParams: merged(taken?.dispositionParams ?? [], dispositionParams),
    fields: [...(taken?.fields ?? []), ...fields],
  };
}

type Parameters = readonly (readonly [Bytes, Bytes])[];

/** The second list wins. */
function merged(first: Parameters, second: Parameters): Parameters {
  const names = new Set(second.map(([name]) => name));
  return [...first.filter(([name]) => !names.has(name)), ...second];
}

function parametersOf(xml: Xml, prefix: Bytes): Parameters {
  return xml.attributes
    .filter(({ name }) => name.length > prefix.length && name.toLowerCase().startsWith(prefix))
    .map(({ name, value }) => [name.slice(prefix.length).toLowerCase(), value] as const);
}

async function bodyOf(
  xml: Xml,
  { type, subtype }: Pick<Content, 'type' | 'subtype'>,
  source: PartSource,
  depth: number,
): Promise<Content['body']> {
  const inner = children(xml);
  if (type === 'multipart') {
    const parts: Content[] = [];
    for (const child of inner) {
      if (child.type.toLowerCase() !== 'mime') throw illegalMessage();
      parts.push(await readContent(child, source, depth + 1));
    }
    if (parts.length === 0) throw illegalMessage();
    return parts;
  }
  const [child, more] = inner;
  if (child === undefined) return xmlText(xml);
  if (more !== undefined) throw illegalMessage();
  const name = child.type.toLowerCase();
  if (name === 'base64') return base64Of(child);
  if (name === 'email') {
    const { fields, content } = await readEmailAt(child, source, depth + 1);
    const whole = composeMessage(fields, content, source.context);
    return type === 'message' ? whole : illegalType();
  }
  // a document of any XML type as it is: clients put their own elements into messages
  if (/(?:^|\+)xml$/.test(subtype)) return Buffer.from(writeXml(child), 'latin1');
  const text = writtenAs(child, name);
  if (text === null || type !== 'text') throw illegalMessage();
  return text;
}

function illegalType(): never {
  throw illegalMessage();
}

function base64Of(xml: Xml): Uint8Array {
  const text = xmlText(xml).replace(/[ \t\r\n]+/g, '');
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text)) throw illegalMessage();
  return Buffer.from(decodeBase64(text), 'latin1');
}

/** Contacts and calendars as the texts that are stored. */
function writtenAs(xml: Xml, name: Bytes): Bytes | null {
  if (name === 'vcard') {
    const card = normalCard(xml);
    if (card === null) throw new PosternError('bad-vcard');
    return writeVCard(card);
  }
  if (name === 'vcardgroup') {
    const group = normalGroup(xml);
    if (group === null) throw new PosternError('bad-vcard');
    return writeVCardGroup(group);
  }
  if (name !== 'icalendar' && name !== 'vcalendar') return null;
  const calendar = normalCalendar(xml);
  if (calendar === null) throw new PosternError('bad-data', { args: ['illegal iCalendar data format'] });
  return writeICalendar(calendar);
}

/** A message as bytes. */
export function encode({ fields, content }: Composed, context: ComposeContext): Buffer {
  return composeMessage(fields, content, context);
}

/** What differs from message to message. */
export function composeContext(hostName: string, now: number): ComposeContext {
  return { now: Math.floor(now / 1000), hostName, unique: () => randomBytes(12).toString('hex') };
}
