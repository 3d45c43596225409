/** Records of the object layer as they are kept in memory. Nobody changes them in place: a change makes a new record. */
import type { Bytes, Dict } from '../../../stdlib/values/types.js';

/** An account or another object by name, lower case; it need not exist. */
export interface Addr {
  readonly account: Bytes;
  readonly domain: string;
}

/** A domain. */
export interface DomainRecord {
  readonly id: number;
  readonly name: string;
  readonly aliases: readonly string[];
  readonly suspended: boolean;
  /** Milliseconds since 1970. */
  readonly created: number;
  readonly settings: Dict;
  readonly accountDefaults: Dict;
  readonly accountPrefs: Dict;
  readonly template: Dict;
}

export const ACCOUNT_TYPES = ['MultiMailbox', 'AGrade', 'BGrade', 'CGrade'] as const;
export type AccountType = (typeof ACCOUNT_TYPES)[number];

/** Kinds of objects that share the name space of a domain. */
export type NameKind = 'account' | 'alias' | 'group' | 'list' | 'forwarder' | 'task';

/** What a name of a domain stands for; `id` is the account's number for accounts and aliases. */
export interface NameEntry {
  readonly kind: NameKind;
  readonly id: number;
}

/** An account with its explicit settings. */
export interface AccountRecord {
  readonly id: number;
  readonly name: Bytes;
  readonly domainId: number;
  readonly type: AccountType;
  readonly created: number;
  readonly settings: Dict;
  readonly rights: readonly Bytes[];
}

/** Where failures go; texts without line breaks, without secrets. */
export interface ObjectLog {
  failure(text: string): void;
  problem(text: string): void;
  low(text: string): void;
}
