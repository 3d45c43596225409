/** The parsed header that is stored beside each message (form: host/objects/messages/head.ts). */
import { dictPut, makeTime, newDict } from '../../../stdlib/values/index.js';
import type { Bytes, Dict, Value } from '../../../stdlib/values/types.js';
import { MEDIA_KEY, SHIFT_KEY, TYPE_KEY } from '../messages/head.js';
import { addressValue, parseAddressList } from './addresses.js';
import { decodeField } from './charset.js';
import { type MailDate, parseMailDate } from './dates.js';
import { ADDRESS_FIELDS, DATE_FIELDS } from './fieldkinds.js';
import { type Field, readHeader } from './fields.js';
import { defaultMimeLimits, type MimeLimits } from './limits.js';

const TYPE = /^\s*([\w!#$&^.+-]{1,80})\/([\w!#$&^.+-]{1,80})/;
/** Where a part of a multipart says that it can be heard or seen. */
const MEDIA_PART = /^content-type:[ \t]*(?:\r?\n[ \t]+)?(?:audio|video)\//im;
/** Bytes of a multipart that are searched for such parts. */
const MEDIA_SEARCH = 64 * 1024;

/** `type/subtype` in small letters, null for what is no media type. */
export function parseMediaType(raw: Bytes | null): readonly [type: Bytes, subtype: Bytes] | null {
  const match = raw === null ? null : TYPE.exec(raw);
  return match ? [(match[1] ?? '').toLowerCase(), (match[2] ?? '').toLowerCase()] : null;
}

/** Parses the header of a message. Never fails: text without header gives a header without fields. */
export function parseHead(text: Uint8Array, limits: MimeLimits = defaultMimeLimits): Dict {
  const buffer = bufferOf(text);
  const { fields, bodyStart } = readHeader(buffer, 0, buffer.length, limits);
  const { head, date } = fieldValuesOf(fields, limits);
  const type = parseMediaType(rawOf(fields, 'content-type')) ?? ['text', 'plain'];
  dictPut(head, TYPE_KEY, `${type[0]}/${type[1]}`);
  if (date !== null) dictPut(head, SHIFT_KEY, date.shift);
  if (isMedia(type[0], buffer, bodyStart)) dictPut(head, MEDIA_KEY, 'YES');
  return head;
}

/** The values of fields as a dictionary from the names in small letters, and the date of the message. */
export function fieldValuesOf(
  fields: readonly Field[],
  limits: MimeLimits = defaultMimeLimits,
): { readonly head: Dict; readonly date: MailDate | null } {
  const head = newDict();
  let date: MailDate | null = null;
  for (const { name, value } of fields) {
    const key = name.toLowerCase();
    let values = head.entries[key] as Value[] | undefined;
    if (values === undefined) {
      values = [];
      dictPut(head, key, values);
    }
    if (ADDRESS_FIELDS.has(key)) {
      for (const entry of parseAddressList(value, limits)) values.push(addressValue(entry));
    } else if (DATE_FIELDS.has(key)) {
      const found = parseMailDate(value);
      if (key === 'date') date ??= found;
      values.push(found === null ? decodeField(value) : makeTime(found.at));
    } else values.push(decodeField(value));
  }
  return { head, date };
}

function rawOf(fields: readonly Field[], name: Bytes): Bytes | null {
  for (const field of fields) if (field.name.toLowerCase() === name) return field.value;
  return null;
}

function isMedia(type: Bytes, text: Buffer, bodyStart: number): boolean {
  if (type === 'audio' || type === 'video') return true;
  if (type !== 'multipart') return false;
  return MEDIA_PART.test(text.toString('latin1', bodyStart, bodyStart + MEDIA_SEARCH));
}

/** The same bytes with the methods of a Buffer. */
export const bufferOf = (text: Uint8Array): Buffer =>
  Buffer.isBuffer(text) ? text : Buffer.from(text.buffer, text.byteOffset, text.byteLength);
