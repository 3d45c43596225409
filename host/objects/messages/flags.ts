/** Flags of messages (objects.md 7.2, ximss.md 2.8): names, negative names, the user's own. */
import type { Bytes } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';

/** Every flag in the order in which it is shown, with the names that clear it. */
const TABLE: readonly (readonly [name: string, ...negative: string[]])[] = [
  ['Seen', 'Unseen', 'Unread'],
  ['Answered', 'Unanswered'],
  ['Flagged', 'Unflagged'],
  ['Draft', 'Undraft'],
  ['Deleted', 'Undeleted'],
  ['Redirected', 'NotRedirected', 'UnRedirected'],
  ['MDNSent', 'NoMDNSent'],
  ['Hidden', 'NotHidden'],
  ['Service', 'NotService'],
  ['Media', 'NotMedia'],
  ['Junk', 'NotJunk'],
  ['Label1', 'NotLabel1'],
  ['Label2', 'NotLabel2'],
  ['Label3', 'NotLabel3'],
  ['Recent'],
];

const ALIASES: Readonly<Record<string, string>> = {
  read: 'seen',
  $forwarded: 'redirected',
  $mdnsent: 'mdnsent',
};

interface Meaning {
  readonly bit: number;
  readonly isSet: boolean;
}

const meanings = new Map<string, Meaning>();
for (const [at, [name, ...negative]] of TABLE.entries()) {
  meanings.set(name.toLowerCase(), { bit: 1 << at, isSet: true });
  for (const other of negative) meanings.set(other.toLowerCase(), { bit: 1 << at, isSet: false });
}

const bitOf = (name: string) => meanings.get(name.toLowerCase())?.bit ?? 0;

export const SEEN = bitOf('Seen');
export const DELETED = bitOf('Deleted');
export const FLAGGED = bitOf('Flagged');
export const ANSWERED = bitOf('Answered');
export const DRAFT = bitOf('Draft');
export const REDIRECTED = bitOf('Redirected');
export const MDN_SENT = bitOf('MDNSent');
export const HIDDEN = bitOf('Hidden');
export const MEDIA = bitOf('Media');
export const RECENT = bitOf('Recent');

/** Flags of one message: bits of the table, and the user's own names. */
export interface Flags {
  readonly bits: number;
  readonly own: readonly string[];
}

export const NO_FLAGS: Flags = { bits: 0, own: [] };

/** A parsed flag list: what it sets or asks for, and what it clears or asks to be absent. */
export interface FlagList {
  readonly on: number;
  readonly off: number;
  readonly ownOn: readonly string[];
  readonly ownOff: readonly string[];
}

const OWN = /^[A-Za-z$][A-Za-z0-9_$-]{0,31}$/;

/** Parses a comma-separated list. Throws `illegal-value` for what is no name. */
export function parseFlags(text: Bytes): FlagList {
  let on = 0;
  let off = 0;
  const ownOn: string[] = [];
  const ownOff: string[] = [];
  for (const part of text.split(',')) {
    const name = part.trim();
    if (name === '') continue;
    const key = name.toLowerCase();
    const known = meanings.get(ALIASES[key] ?? key);
    if (known) {
      if (known.isSet) on |= known.bit;
      else off |= known.bit;
      continue;
    }
    if (!OWN.test(name)) throw new PosternError('illegal-value', { args: ['flags'] });
    if (/^not.+/i.test(name)) ownOff.push(name.slice(3));
    else ownOn.push(name);
  }
  return { on, off, ownOn, ownOff };
}

const has = (own: readonly string[], name: string) =>
  own.some(other => other.toLowerCase() === name.toLowerCase());

/** The flags after a change; `Recent` is never changed. Throws `illegal-value` when there are too many own ones. */
export function changeFlags(flags: Flags, list: FlagList, mostOwn = 64): Flags {
  const on = list.on & ~RECENT;
  const off = list.off & ~RECENT;
  const own = flags.own.filter(name => !has(list.ownOff, name));
  for (const name of list.ownOn) if (!has(own, name)) own.push(name);
  if (own.length > mostOwn) throw new PosternError('illegal-value', { args: ['flags'] });
  return { bits: (flags.bits & ~off) | on, own };
}

/** True when all conditions of a list hold. */
export function matchesFlags(flags: Flags, list: FlagList): boolean {
  return (
    (flags.bits & list.on) === list.on &&
    (flags.bits & list.off) === 0 &&
    list.ownOn.every(name => has(flags.own, name)) &&
    !list.ownOff.some(name => has(flags.own, name))
  );
}

/** Texts of the bits that were asked for: of the 32,768 combinations few are in use. */
const texts = new Map<number, string>();

function textOf(bits: number): string {
  const names = TABLE.filter((_, at) => (bits & (1 << at)) !== 0).map(([name]) => name);
  const text = names.join(',');
  texts.set(bits, text);
  return text;
}

/** Names, comma-separated, in the order of the table, the user's own last. */
export function flagsText({ bits, own }: Flags): string {
  const known = bits & ((1 << TABLE.length) - 1);
  const text = texts.get(known) ?? textOf(known);
  if (own.length === 0) return text;
  return text === '' ? own.join(',') : `${text},${own.join(',')}`;
}

/** Letters of the mailbox ACL that a change needs: `s` for Seen, `d` for Deleted, `w` for all others. */
export function lettersFor(list: FlagList): string {
  const changed = (list.on | list.off) & ~RECENT;
  let letters = '';
  if ((changed & SEEN) !== 0) letters += 's';
  if ((changed & DELETED) !== 0) letters += 'd';
  if ((changed & ~(SEEN | DELETED)) !== 0 || list.ownOn.length > 0 || list.ownOff.length > 0) letters += 'w';
  return letters;
}
