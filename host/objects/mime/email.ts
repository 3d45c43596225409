/**
 * Messages of programs (cgpl.md 14.19, `SubmitEMail`): headers as a dictionary, content as a string, datablock, array or
 * dictionary. Keys count in any letter case.
 */

import { printXml } from '../../../stdlib/data/index.js';
import { writeVCardGroup } from '../../../stdlib/formats/index.js';
import {
  dictKeys,
  foldKey,
  isArray,
  isData,
  isDict,
  isString,
  isTime,
  isXml,
} from '../../../stdlib/values/index.js';
import type { Bytes, Dict, Value } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import type { HeadAddress } from '../messages/head.js';
import { writtenAddresses } from './addresses.js';
import type { ComposeField, Content } from './compose.js';
import { ADDRESS_FIELDS } from './fieldkinds.js';
import { isFieldName } from './headerline.js';
import { defaultMimeLimits } from './limits.js';

/** What a program sends, ready to be composed. */
export interface ProgramMail {
  readonly fields: readonly ComposeField[];
  readonly content: Content;
  /** Address of From, null when there is none. */
  readonly from: Bytes | null;
  /** Addresses of To, Cc and Bcc. */
  readonly to: readonly Bytes[];
  /** Keys that are no fields: `sourceType`, `sourceAddress`, `protocol`, `flags` and the others of `MailboxAppend`. */
  readonly options: ReadonlyMap<Bytes, Value>;
}

/** Gives a message, or a part of one, that a content names by its handle. */
export type ResolveSource = (handle: Value, partId: Bytes | null) => Promise<Content>;

const OPTIONS = new Set([
  'sourcetype',
  'sourceaddress',
  'protocol',
  'flags',
  'internaldate',
  'replacesuid',
  'replacemode',
  'report',
]);
/** Fields that are not taken from programs. */
const MANAGED = new Set([
  'mime-version',
  'content-type',
  'content-transfer-encoding',
  'received',
  'return-path',
]);
const MAX_DEPTH = 20;
const MAX_PARTS = 1000;

/** Reads headers and content. Throws `bad-data` for what cannot be sent. */
export async function programMail(
  headers: Dict | null,
  content: Value,
  resolve: ResolveSource,
): Promise<ProgramMail> {
  const fields: ComposeField[] = [];
  const options = new Map<Bytes, Value>();
  const to: Bytes[] = [];
  let from: Bytes | null = null;
  for (const key of headers === null ? [] : dictKeys(headers)) {
    const value = headers?.entries[headers.names ? foldKey(key) : key] ?? null;
    const small = key.toLowerCase();
    if (OPTIONS.has(small)) options.set(small, value);
    else if (!isFieldName(key) || MANAGED.has(small)) continue;
    else if (ADDRESS_FIELDS.has(small)) {
      const addresses = addressesOf(value);
      if (addresses.length > 0) fields.push([key, addresses]);
      if (small === 'from') from = addresses[0]?.address ?? null;
      if (small === 'to' || small === 'cc' || small === 'bcc')
        to.push(...addresses.map(each => each.address));
    } else if (isTime(value)) {
      if (Number.isFinite(value.at)) fields.push([key, value.at]);
    } else
      for (const item of isArray(value) ? value : [value])
        if (textOf(item) !== null) fields.push([key, textOf(item) ?? '']);
  }
  const budget = { parts: MAX_PARTS };
  return { fields, content: await contentOf(content, resolve, 0, budget), from, to, options };
}

const textOf = (value: Value): Bytes | null =>
  isString(value) ? value : typeof value === 'number' ? String(value) : null;

/** Addresses of a string with commas, of an array, of dictionaries as the parsed header has them. */
function addressesOf(value: Value): HeadAddress[] {
  if (isArray(value)) return value.flatMap(addressesOf);
  if (isDict(value)) {
    const address = value.entries[''];
    const realName = value.entries.realName;
    if (typeof address !== 'string' || address === '') return [];
    return [{ address, realName: typeof realName === 'string' ? realName : null }];
  }
  if (!isString(value)) return [];
  return writtenAddresses(value, defaultMimeLimits);
}

/** The value under a key in any letter case. */
function pick(dict: Dict, wanted: Bytes): Value {
  for (const key of Object.keys(dict.entries)) {
    if (key.toLowerCase() === wanted) return dict.entries[key] ?? null;
  }
  return null;
}

async function contentOf(
  value: Value,
  resolve: ResolveSource,
  depth: number,
  budget: { parts: number },
): Promise<Content> {
  if (depth > MAX_DEPTH || --budget.parts < 0)
    throw new PosternError('bad-data', { args: ['too many parts'] });
  if (isArray(value)) return multipart('mixed', value, resolve, depth, budget);
  if (isXml(value)) return xmlContent(value);
  if (!isDict(value)) return leaf(value);
  const message = pick(value, 'message');
  if (message !== null) return resolve(message, null);
  const source = pick(value, 'source');
  const partId = pick(value, 'mimepartid');
  const body = pick(value, 'body');
  const type = textOf(pick(value, 'content-type'))?.toLowerCase();
  const subtype = textOf(pick(value, 'content-subtype'))?.toLowerCase();
  if (isArray(body)) return multipart(subtype ?? 'mixed', body, resolve, depth, budget);
  const base =
    source !== null
      ? await resolve(source, isString(partId) ? partId : null)
      : isXml(body)
        ? xmlContent(body)
        : leaf(body);
  const filename = textOf(pick(value, 'filename'));
  const disposition =
    textOf(pick(value, 'content-disposition')) ?? (filename === null ? base.disposition : 'attachment');
  const isText = (type ?? base.type) === 'text';
  return {
    ...base,
    type: word(type ?? base.type, 'application'),
    subtype: word(
      subtype ?? (type === undefined ? base.subtype : isText ? 'plain' : 'octet-stream'),
      'octet-stream',
    ),
    disposition: disposition === undefined || disposition === null ? null : word(disposition, 'attachment'),
    dispositionParams: filename === null ? (base.dispositionParams ?? []) : [['filename', filename]],
    fields: fieldsOf(value),
  };
}

/** Other Content fields of a part. */
function fieldsOf(dict: Dict): ComposeField[] {
  return Object.keys(dict.entries).flatMap((key): ComposeField[] => {
    const small = key.toLowerCase();
    const text = textOf(dict.entries[key] ?? null);
    const isOther =
      small.startsWith('content-') && !/^content-(?:type|subtype|disposition|transfer-encoding)$/.test(small);
    return isOther && text !== null ? [[key, text]] : [];
  });
}

/** A word of a Content field. */
const word = (text: Bytes, fallback: Bytes): Bytes => (/^[\w!#$&^.+-]{1,80}$/.test(text) ? text : fallback);

async function multipart(
  subtype: Bytes,
  items: readonly Value[],
  resolve: ResolveSource,
  depth: number,
  budget: { parts: number },
): Promise<Content> {
  const body: Content[] = [];
  for (const item of items) body.push(await contentOf(item, resolve, depth + 1, budget));
  return { type: 'multipart', subtype: word(subtype, 'mixed'), body };
}

/** A string is text, a datablock an application, anything else an empty body. */
function leaf(value: Value): Content {
  if (isData(value)) {
    return { type: 'application', subtype: 'octet-stream', body: Buffer.from(value.bytes, 'latin1') };
  }
  return { type: 'text', subtype: 'plain', body: textOf(value) ?? '' };
}

/** A group of contacts, or any document. */
function xmlContent(value: Extract<Value, { attributes: unknown }>): Content {
  if (value.type.toLowerCase() === 'vcardgroup') {
    return { type: 'text', subtype: 'x-vgroup', body: writeVCardGroup(value) };
  }
  return { type: 'text', subtype: 'xml', body: printXml(value) };
}
