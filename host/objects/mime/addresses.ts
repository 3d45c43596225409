/** Addresses of mail: lists with names, comments and groups, as dictionaries of the parsed header. */
import addressparser from 'nodemailer/lib/addressparser';
import { dictPut, newDict } from '../../../stdlib/values/index.js';
import type { Bytes, Dict, Value } from '../../../stdlib/values/types.js';
import type { HeadAddress } from '../messages/head.js';
import { listEntries } from './addresslist.js';
import { decodeField } from './charset.js';
import type { MimeLimits } from './limits.js';

/** One address alone, the usual forms: found without the whole parser. */
const BARE = /^[\w.+=/~-]+@[A-Za-z0-9.-]+$/;
const NAMED = /^("?)([\w .'=?+/-]*)\1\s*<([\w.+=/~-]+@[A-Za-z0-9.-]+)>$/;

/** Longer texts go through the whole parser. */
const SHORT = 200;

/** The addresses of a field as they were sent, and what is no address as text. */
export function parseAddressList(raw: Bytes, limits: MimeLimits): (HeadAddress | Bytes)[] {
  const text = raw.trim();
  if (text === '') return [];
  const isShort = text.length <= SHORT;
  if (isShort && BARE.test(text)) return [{ address: text, realName: null }];
  const named = isShort ? NAMED.exec(text) : null;
  if (named) return [addressFrom(named[3] ?? '', named[2] ?? '')];
  const found: (HeadAddress | Bytes)[] = [];
  for (const part of listEntries(text)) {
    for (const entry of addressparser(part, { flatten: true })) {
      if (found.length >= limits.addresses) return found;
      const address = entry.address.trim();
      if (isUsable(address)) found.push(addressFrom(address, entry.name));
      else if (address !== '' || entry.name !== '')
        found.push(decodeField(`${entry.name} ${address}`.trim()));
    }
  }
  return found.length > 0 ? found : [decodeField(text)];
}

/** Local part and domain, or a name alone as servers write it; nothing that breaks a line. */
const isUsable = (address: Bytes) => address !== '' && !/[\s<>\0-\x1f]/.test(address);

function addressFrom(address: Bytes, name: Bytes): HeadAddress {
  const realName = decodeField(name);
  return { address: decodeField(address), realName: realName === '' ? null : realName };
}

/** The addresses of a text that somebody wrote: names without domain count, too; what is no address is left out. */
export function writtenAddresses(text: Bytes, limits: MimeLimits): HeadAddress[] {
  return parseAddressList(text, limits).flatMap(entry => {
    if (typeof entry !== 'string') return [entry];
    return entry
      .split(',')
      .map(each => each.trim())
      .filter(isUsable)
      .map(address => ({ address, realName: null }));
  });
}

/** The form that the parsed header keeps. */
export function addressValue(entry: HeadAddress | Bytes): Value {
  if (typeof entry === 'string') return entry;
  const dict: Dict = newDict();
  dictPut(dict, '', entry.address);
  if (entry.realName !== null) dictPut(dict, 'realName', entry.realName);
  return dict;
}
