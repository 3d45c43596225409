/** Who may do what with a mailbox (objects.md 7.3). */
import type { Bytes } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import type { Reader } from '../../storage/index.js';
import { type AclElement, effectiveLetters } from '../acl/acl.js';
import type { Owner } from '../owner.js';
import type { Principal } from '../principal.js';
import { outerName } from './names.js';
import { readBox, readName } from './records.js';
import { LETTERS, type MailDeps } from './types.js';

const ALL: ReadonlySet<string> = new Set(LETTERS);

/** Who asks: the acting principal, and one whose rights narrow what it may do (AUTH of the CLI). */
export interface Asker {
  readonly who: Principal;
  readonly auth?: Principal | null;
}

function lettersOfOne(
  deps: MailDeps,
  who: Principal,
  owner: Owner,
  acl: readonly AclElement[],
): ReadonlySet<string> {
  return deps.mayEverything(who, owner) ? ALL : effectiveLetters(acl, who, owner.domain, deps.isMember);
}

/** Letters that an ACL gives to whoever asks. */
export function lettersOf(
  deps: MailDeps,
  { who, auth }: Asker,
  owner: Owner,
  acl: readonly AclElement[],
): ReadonlySet<string> {
  const own = lettersOfOne(deps, who, owner, acl);
  if (!auth) return own;
  const other = lettersOfOne(deps, auth, owner, acl);
  return new Set([...own].filter(letter => other.has(letter)));
}

/** Throws `mailbox-denied` unless all letters are there. */
export function needLetters(letters: ReadonlySet<string>, needed: string): void {
  for (const letter of needed) if (!letters.has(letter)) throw new PosternError('mailbox-denied');
}

/** The nearest mailbox above a name, null when there is none. */
export function outerBox(reader: Reader, owner: Owner, name: Bytes): { acl: readonly AclElement[] } | null {
  for (let outer = outerName(name); outer !== null; outer = outerName(outer)) {
    const found = readName(reader, owner.id, outer);
    if (found && found.box > 0) return readBox(reader, owner.id, found.box);
  }
  return null;
}

/**
 * Throws `mailbox-denied` unless whoever asks may make, rename or remove names there: `c` on the mailbox above, on the
 * top level `a` on the account.
 */
export function needOuter(deps: MailDeps, asker: Asker, reader: Reader, owner: Owner, name: Bytes): void {
  const outer = outerBox(reader, owner, name);
  if (outer) {
    needLetters(lettersOf(deps, asker, owner, outer.acl), 'c');
    return;
  }
  for (const who of [asker.who, asker.auth]) {
    if (!who || deps.mayEverything(who, owner)) continue;
    if (!deps.accountLetters(who, owner).has('a')) throw new PosternError('mailbox-denied');
  }
}

/** Letters in the order in which they are shown. */
export const shownLetters = (letters: ReadonlySet<string>): string =>
  [...LETTERS].filter(letter => letters.has(letter)).join('');
