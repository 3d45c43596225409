/**
 * Spelling of names (objects.md 1). Names pass here once, at the edge of a service; inside they are lower case
 * ASCII.
 */
import { domainToASCII } from 'node:url';
import type { Bytes } from '../../../stdlib/values/types.js';

/** Longest object name in bytes. */
export const MAX_NAME = 128;
/** Longest domain name (RFC 1035). */
const MAX_DOMAIN = 253;

const OBJECT_NAME = /^[a-z0-9](?:[a-z0-9_-]|\.(?!\.))*$/;
const DOMAIN_NAME = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/;

/** ASCII capitals become small letters; every other byte stays. */
export function lower(name: Bytes): Bytes {
  return /[A-Z]/.test(name) ? name.replace(/[A-Z]+/g, capitals => capitals.toLowerCase()) : name;
}

/** True for a lower case name of an account, alias, group, list, forwarder or named task. */
export function isObjectName(name: Bytes): boolean {
  return name.length <= MAX_NAME && OBJECT_NAME.test(name) && /[a-z0-9]$/.test(name);
}

/** True for a lower case ASCII domain name; one label is enough. */
export function isDomainName(name: Bytes): boolean {
  return name.length <= MAX_DOMAIN && DOMAIN_NAME.test(name);
}

/** The stored form of a domain name from outside: ASCII, lower case. Null when it is not a domain name. */
export function domainForm(raw: Bytes): string | null {
  const small = lower(raw);
  if (isDomainName(small)) return small;
  if (raw.length > MAX_DOMAIN * 4 || /^[\x00-\x7f]*$/.test(raw)) return null;
  const ascii = domainToASCII(Buffer.from(raw, 'latin1').toString('utf8'));
  return isDomainName(ascii) ? ascii : null;
}

/** A name with what may follow it, before anybody asked whether it exists. */
export interface SplitName {
  /** Lower case. */
  readonly local: Bytes;
  /** Raw text behind the last `@`; null when there is none. */
  readonly domain: Bytes | null;
}

/** Splits `name` and `name@domain` at the last `@`. */
export function splitName(raw: Bytes): SplitName {
  const at = raw.lastIndexOf('@');
  return at < 0
    ? { local: lower(raw), domain: null }
    : { local: lower(raw.slice(0, at)), domain: raw.slice(at + 1) };
}

/** Splits a login name: `%` works as `@` when there is no `@` (objects.md 4). */
export function splitLogin(raw: Bytes): SplitName {
  const name = splitName(raw);
  if (name.domain !== null) return name;
  const at = raw.lastIndexOf('%');
  return at < 0 ? name : { local: lower(raw.slice(0, at)), domain: raw.slice(at + 1) };
}

/** Splits `name+detail`; the detail keeps its case. */
export function splitDetail(local: Bytes): { readonly name: Bytes; readonly detail: Bytes | null } {
  const at = local.indexOf('+');
  return at < 1 ? { name: local, detail: null } : { name: local.slice(0, at), detail: local.slice(at + 1) };
}
