/**
 * Where the object layer keeps its records, and who may write them. Domains and accounts have permanent numbers, so that
 * a rename moves names only and never what is owned.
 */

import type { Bytes } from '../../../stdlib/values/types.js';
import { key } from '../../storage/index.js';

/** Parts of an account's record that are stored on their own. */
export type AccountPart =
  | 'settings'
  | 'prefs'
  | 'info'
  | 'rights'
  | 'acl'
  | 'aliases'
  | 'alerts'
  | 'confirmed'
  | 'stat'
  | 'quota'
  | 'marks'
  | 'telnums';

/** One server-wide record. */
export const serverKey = (item: string, name = ''): Uint8Array => key('srv', item, name);
/** The one name space of domains and domain aliases. */
export const domainNameKey = (name: string): Uint8Array => key('domname', name);
export const domainKey = (id: number, part = ''): Uint8Array => key('dom', id, part);
/** The one name space of a domain's objects. */
export const nameKey = (domain: number, name: Bytes): Uint8Array => key('name', domain, name);
/** How many objects of each kind a domain has. */
export const countKey = (domain: number): Uint8Array => key('count', domain);
/** The record of an account: its name, domain, type, time of creation. */
export const accountKey = (id: number): Uint8Array => key('acct', id);
export const accountPartKey = (id: number, part: AccountPart): Uint8Array => key('acct', id, part);
export const groupKey = (domain: number, name: Bytes): Uint8Array => key('grp', domain, name);
/** Tells the groups that a name of the domain is a member of. */
export const memberKey = (domain: number, member: Bytes, group: Bytes): Uint8Array =>
  key('member', domain, member, group);
export const forwarderKey = (domain: number, name: Bytes): Uint8Array => key('fwd', domain, name);
export const taskKey = (domain: number, name: Bytes): Uint8Array => key('task', domain, name);
export const telnumKey = (number: Bytes): Uint8Array => key('telnum', number);
/** What may own more than one transaction can remove. */
export type GoneKind = 'account' | 'domain' | 'list';
/** What is left of something that was removed until everything it owned is gone, too. */
export const goneKey = (kind: GoneKind, id: number): Uint8Array => key('gone', kind, id);

/** The writer of everything that an account owns. */
export const accountOwner = (id: number): string => `a:${id}`;
/** The writer of a domain's record and of its name space. */
export const domainOwner = (id: number): string => `d:${id}`;
/** The writer of domain names and server-wide records. */
export const SERVER_OWNER = 'server';
