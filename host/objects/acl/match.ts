/** Which entries of an access control list speak of somebody (objects.md 7.3). */
import type { Bytes, Dict } from '../../../stdlib/values/types.js';
import type { Addr } from '../core/types.js';
import { lower } from '../names/syntax.js';

/** What the list needs to know about groups. */
export interface Membership {
  /** True when the account is a member, also through other groups. */
  isMember(group: Addr, account: Addr): Promise<boolean>;
}

/**
 * The letters that a list gives to somebody: the union of the matching entries without the union of the matching
 * negative ones (identifiers with a leading `-`). `who` null is a visitor without account; names without domain belong
 * to the owner's domain. `find` gives the real name of a domain.
 */
export async function grantedLetters(
  acl: Dict,
  owner: Addr,
  who: Addr | null,
  groups: Membership,
  find: (domain: string) => string | null,
): Promise<ReadonlySet<string>> {
  const given = new Set<string>();
  const taken: string[] = [];
  for (const [key, letters] of Object.entries(acl.entries)) {
    if (typeof letters !== 'string') continue;
    const isNegative = key.startsWith('-');
    const identifier = lower(isNegative ? key.slice(1) : key);
    if (!(await matches(identifier, owner, who, groups, find))) continue;
    if (isNegative) taken.push(letters);
    else for (const letter of letters) given.add(letter);
  }
  for (const letters of taken) for (const letter of letters) given.delete(letter);
  return given;
}

async function matches(
  identifier: Bytes,
  owner: Addr,
  who: Addr | null,
  groups: Membership,
  find: (domain: string) => string | null,
): Promise<boolean> {
  if (identifier === 'anyone') return true;
  if (who === null) return false;
  const isGroup = identifier.startsWith('#');
  const at = identifier.lastIndexOf('@');
  const name = at < 0 ? identifier.slice(isGroup ? 1 : 0) : identifier.slice(isGroup ? 1 : 0, at);
  const spelled = at < 0 ? '' : identifier.slice(at + 1);
  const domain = spelled === '' ? owner.domain : (find(spelled) ?? spelled);
  if (isGroup) return groups.isMember({ account: name, domain }, who);
  if (domain !== who.domain) return false;
  return name === who.account || (name === 'anyone' && at >= 0);
}
