/** Names of mailboxes from outside (objects.md 7.1). */
import type { Bytes } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import { isPathPart } from '../names/part.js';

export const INBOX = 'INBOX';

/** A parsed name. */
export interface BoxName {
  /** Other account (`~name/...`), null for the one that is meant anyway. */
  readonly owner: string | null;
  readonly name: Bytes;
  /** The name ended with a slash: only a folder is meant. */
  readonly isFolder: boolean;
}

/** The spelling under which a name is kept: INBOX in capitals. */
export function canonical(name: Bytes): Bytes {
  if (!/^inbox(?:\/|$)/i.test(name)) return name;
  return INBOX + name.slice(INBOX.length);
}

/** Splits `~account/` off. */
export function splitOwner(name: Bytes): { owner: string | null; rest: Bytes } {
  if (!name.startsWith('~')) return { owner: null, rest: name };
  const slash = name.indexOf('/');
  const owner = slash < 0 ? name.slice(1) : name.slice(1, slash);
  if (owner === '') throw new PosternError('mailbox-name');
  return { owner, rest: slash < 0 ? '' : name.slice(slash + 1) };
}

/** Parses the name of one mailbox. Throws `mailbox-name`. */
export function parseBoxName(text: Bytes, maxBytes: number): BoxName {
  const { owner, rest } = splitOwner(text);
  const isFolder = rest.endsWith('/');
  const name = isFolder ? rest.slice(0, -1) : rest;
  const isBad =
    name.length > maxBytes ||
    name.startsWith('#') ||
    name.startsWith('~') ||
    !name.split('/').every(isPathPart);
  if (isBad) throw new PosternError('mailbox-name');
  return { owner, name: canonical(name), isFolder };
}

/** The name one level up, null at the top. */
export function outerName(name: Bytes): Bytes | null {
  const slash = name.lastIndexOf('/');
  return slash < 0 ? null : name.slice(0, slash);
}

/** Bytes of the longest filter. */
const LONGEST_FILTER = 1024;

/**
 * A test of names: `*` any text, `%` any text without a slash; INBOX without regard to letter case. Takes at most the
 * length of the filter times the length of the name, whatever they are: both come from outside.
 */
export function nameFilter(filter: Bytes): (name: Bytes) => boolean {
  if (filter === '*') return () => true;
  if (filter.length > LONGEST_FILTER) throw new PosternError('mailbox-name');
  const pattern = canonical(filter).replace(/[*%]+/g, wild => (wild.includes('*') ? '*' : '%'));
  return name => matches(pattern, name);
}

/** Follows all ways through the pattern at once: `ways[at]` is true when what was read so far fits what is before `at`. */
function matches(pattern: Bytes, name: Bytes): boolean {
  const isWild = (at: number): boolean => pattern[at] === '*' || pattern[at] === '%';
  let ways: boolean[] = [true];
  for (let at = 0; at < pattern.length; at++) ways.push((ways[at] ?? false) && isWild(at));
  for (const byte of name) {
    const next: boolean[] = [false];
    for (let at = 0; at < pattern.length; at++) {
      const stays = isWild(at) && ways[at + 1] === true && (pattern[at] === '*' || byte !== '/');
      const goesOn = isWild(at) ? next[at] === true : ways[at] === true && pattern[at] === byte;
      next.push(stays || goesOn);
    }
    ways = next;
  }
  return ways[pattern.length] === true;
}
