/**
 * Access control lists of mailboxes, files and accounts (objects.md 7.3): identifiers with letters. The effective
 * letters are the union of the matching positive elements without those of the matching negative ones.
 */
import type { Principal } from '../principal.js';

/** One element: identifier as stored, letters. */
export type AclElement = readonly [identifier: string, letters: string];

/** Tells whether an account is a member of a group, nested groups included. */
export type IsMember = (
  group: string,
  domain: string,
  member: { account: string; domain: string },
) => boolean;

/** Name and domain of an identifier; a name without domain belongs to the owner's domain. */
function addressed(text: string, ownerDomain: string): readonly [name: string, domain: string] {
  const at = text.indexOf('@');
  return at < 0 ? [text, ownerDomain] : [text.slice(0, at), text.slice(at + 1) || ownerDomain];
}

/** True when an identifier without its minus sign means the principal. */
function matches(identifier: string, who: Principal, ownerDomain: string, isMember: IsMember): boolean {
  const text = identifier.toLowerCase();
  if (text === 'anyone') return true;
  if (who.kind !== 'account') return false;
  const isGroup = text.startsWith('#');
  const [name, domain] = addressed(isGroup ? text.slice(1) : text, ownerDomain);
  if (isGroup) return isMember(name, domain, who);
  if (name === 'anyone') return domain === who.domain;
  return name === who.account && domain === who.domain;
}

/** Effective letters of somebody who is not the owner, in no particular order. */
export function effectiveLetters(
  acl: Iterable<AclElement>,
  who: Principal,
  ownerDomain: string,
  isMember: IsMember,
): Set<string> {
  const given = new Set<string>();
  const taken = new Set<string>();
  for (const [identifier, letters] of acl) {
    const isNegative = identifier.startsWith('-');
    if (!matches(isNegative ? identifier.slice(1) : identifier, who, ownerDomain, isMember)) continue;
    for (const letter of letters) (isNegative ? taken : given).add(letter);
  }
  for (const letter of taken) given.delete(letter);
  return given;
}
