/**
 * Who may do what with a file (objects.md 8): the owner, administrators of the account, and whom the nearest ACL on
 * the way up admits. Without any ACL only the owner and the administrators may come through this door; the personal
 * web site shows everything outside `private/`.
 */
import { isXml } from '../../../stdlib/values/index.js';
import type { Bytes, Xml } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import { type AclElement, effectiveLetters } from '../acl/acl.js';
import type { Principal } from '../principal.js';
import type { Entry, FileLetter, FilesDeps, Owner } from './types.js';

const LETTERS = /^[lrwda]*$/;

/** Text inside an element. */
function textOf(element: Xml): Bytes {
  return element.body.map(item => (isXml(item) ? textOf(item) : item)).join('');
}

/** The elements of an ACL attribute: `<ACL><subKey key="who">letters</subKey>...</ACL>`. */
export function aclElements(attribute: Xml): AclElement[] {
  const elements: AclElement[] = [];
  for (const item of attribute.body) {
    if (!isXml(item) || item.type !== 'subKey') continue;
    const identifier =
      item.attributes.find(({ name, prefix }) => name === 'key' && prefix === '')?.value ?? '';
    if (identifier !== '') elements.push([identifier, textOf(item).trim()]);
  }
  return elements;
}

/** Throws `illegal-value` for an ACL attribute with unknown letters. */
export function checkAcl(attribute: Xml): void {
  for (const [, letters] of aclElements(attribute)) {
    if (!LETTERS.test(letters)) throw new PosternError('illegal-value', { args: ['ACL'] });
  }
}

export const isAcl = (attribute: Xml) => attribute.type.toLowerCase() === 'acl';

/** The ACL that holds for the last entry of a chain: its own, or the nearest one above. */
export function nearestAcl(chain: readonly Entry[]): AclElement[] | null {
  for (let at = chain.length - 1; at >= 0; at--) {
    const own = chain[at]?.attributes.find(isAcl);
    if (own) return aclElements(own);
  }
  return null;
}

/** Letters of somebody else than owner and administrators. */
export function lettersOf(
  deps: FilesDeps,
  who: Principal,
  owner: Owner,
  chain: readonly Entry[],
): ReadonlySet<string> {
  const acl = nearestAcl(chain);
  return acl === null ? new Set() : effectiveLetters(acl, who, owner.domain, deps.isMember);
}

/** Throws `file-denied` unless the principal has the letter for the last entry of the chain. */
export function needLetter(
  deps: FilesDeps,
  who: Principal,
  owner: Owner,
  chain: readonly Entry[],
  letter: FileLetter,
): void {
  if (deps.mayEverything(who, owner)) return;
  if (!lettersOf(deps, who, owner, chain).has(letter)) throw new PosternError('file-denied');
}

/** True when the ACL of the entry or one above it names the letter for a visitor of the web site. */
export function mayVisit(
  deps: FilesDeps,
  who: Principal,
  owner: Owner,
  parts: readonly Bytes[],
  chain: readonly Entry[],
): boolean {
  if (deps.mayEverything(who, owner)) return true;
  const isPrivate = parts[0]?.toLowerCase() === 'private';
  const acl = nearestAcl(chain);
  if (acl === null) return !isPrivate;
  return effectiveLetters(acl, who, owner.domain, deps.isMember).has('r');
}
