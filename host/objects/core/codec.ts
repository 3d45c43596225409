/** Records as stored values. Readers refuse nothing: a record that lacks a field has the field's default. */

import { dictOf, newDict } from '../../../stdlib/values/dict.js';
import { type Bytes, type Dict, Kind, type Value } from '../../../stdlib/values/types.js';
import { decodeValue, encodeValue } from '../../storage/index.js';
import { isDict } from '../settings/update.js';
import {
  ACCOUNT_TYPES,
  type AccountRecord,
  type AccountType,
  type DomainRecord,
  type NameEntry,
  type NameKind,
} from './types.js';

export type Stored = Uint8Array | undefined;

/** The stored form of a value. */
export const stored = (value: Value): Uint8Array => encodeValue(value);

/** A stored dictionary; empty when there is none. */
export function dictFrom(bytes: Stored): Dict {
  const value = bytes === undefined ? null : decodeValue(bytes);
  return isDict(value) ? value : newDict();
}

/** A stored array of strings; empty when there is none. */
export function namesFrom(bytes: Stored): Bytes[] {
  const value = bytes === undefined ? null : decodeValue(bytes);
  return Array.isArray(value) ? value.filter((item): item is Bytes => typeof item === 'string') : [];
}

/** A stored string; empty when there is none. */
export function textFrom(bytes: Stored): Bytes {
  const value = bytes === undefined ? null : decodeValue(bytes);
  return typeof value === 'string' ? value : '';
}

/** A stored number; the fallback when there is none. */
export function numberFrom(bytes: Stored, fallback: number): number {
  const value = bytes === undefined ? null : decodeValue(bytes);
  return typeof value === 'number' ? value : fallback;
}

export function encodeDomain(record: DomainRecord): Uint8Array {
  return stored(
    dictOf([
      ['name', record.name],
      ['aliases', [...record.aliases]],
      ['suspended', record.suspended ? 'YES' : null],
      ['created', record.created],
      ['settings', record.settings],
      ['accountDefaults', record.accountDefaults],
      ['accountPrefs', record.accountPrefs],
      ['template', record.template],
    ]),
  );
}

export function decodeDomain(id: number, bytes: Uint8Array): DomainRecord {
  const { entries } = dictFrom(bytes);
  return {
    id,
    name: text(entries.name),
    aliases: Array.isArray(entries.aliases) ? entries.aliases.map(text) : [],
    suspended: entries.suspended === 'YES',
    created: number(entries.created),
    settings: dict(entries.settings),
    accountDefaults: dict(entries.accountDefaults),
    accountPrefs: dict(entries.accountPrefs),
    template: dict(entries.template),
  };
}

/** The record of an account without what is stored on its own. */
export type AccountHead = Pick<AccountRecord, 'name' | 'domainId' | 'type' | 'created'>;

export function encodeAccount(head: AccountHead): Uint8Array {
  return stored(
    dictOf([
      ['name', head.name],
      ['domain', head.domainId],
      ['type', head.type],
      ['created', head.created],
    ]),
  );
}

export function decodeAccount(bytes: Uint8Array): AccountHead {
  const { entries } = dictFrom(bytes);
  return {
    name: text(entries.name),
    domainId: number(entries.domain),
    type: accountType(entries.type) ?? 'MultiMailbox',
    created: number(entries.created),
  };
}

/** The account type that a word names in any letter case. */
export function accountType(word: Value | undefined): AccountType | null {
  if (typeof word !== 'string') return null;
  const small = word.toLowerCase();
  return ACCOUNT_TYPES.find(type => type.toLowerCase() === small) ?? null;
}

/** Kinds as they are stored: the number is the place, so the order never changes. */
const KINDS: readonly NameKind[] = ['account', 'alias', 'group', 'list', 'forwarder', 'task'];

/** One byte for the kind, then the number: names are the most frequent records, and counted by walking. */
export function encodeName(entry: NameEntry): Uint8Array {
  const bytes = new Uint8Array(9);
  bytes[0] = KINDS.indexOf(entry.kind);
  new DataView(bytes.buffer).setFloat64(1, entry.id);
  return bytes;
}

export function decodeName(bytes: Uint8Array): NameEntry {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { kind: KINDS[view.getUint8(0)] ?? 'account', id: view.getFloat64(1) };
}

function text(value: Value | undefined): Bytes {
  return typeof value === 'string' ? value : '';
}

function number(value: Value | undefined): number {
  return typeof value === 'number' ? value : 0;
}

function dict(value: Value | undefined): Dict {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && value.kind === Kind.Dict
    ? value
    : newDict();
}
