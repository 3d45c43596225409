/** Changes of an ACL (cli.md 7.9, SETMAILBOXACL): per identifier, `+` adds letters, `-` removes them, else they replace. */
import { dictGet, dictKeys, isArray, isString } from '../../../stdlib/values/index.js';
import type { Dict } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import type { AclElement } from '../acl/acl.js';
import { LETTERS } from './types.js';

const IDENTIFIER = /^-?(?:anyone|anyone@[A-Za-z0-9.-]*|#?[A-Za-z0-9][A-Za-z0-9._-]*(?:@[A-Za-z0-9.-]+)?)$/;

const inOrder = (letters: Iterable<string>): string => {
  const set = new Set(letters);
  return [...LETTERS].filter(letter => set.has(letter)).join('');
};

function checked(letters: string): string {
  for (const letter of letters) {
    if (!LETTERS.includes(letter)) throw new PosternError('illegal-value', { args: ['ACL'] });
  }
  return letters;
}

/** The elements after an update. An element without letters disappears. Throws `illegal-value`. */
export function updateAcl(before: readonly AclElement[], updates: Dict, most: number): AclElement[] {
  const after = new Map(before);
  const spellings = new Map(before.map(([identifier]) => [identifier.toLowerCase(), identifier]));
  for (const key of dictKeys(updates)) {
    const given = dictGet(updates, key);
    const text = isArray(given) && given.length === 0 ? '' : given;
    if (!IDENTIFIER.test(key) || !isString(text)) throw new PosternError('illegal-value', { args: ['ACL'] });
    const identifier = spellings.get(key.toLowerCase()) ?? key;
    const old = after.get(identifier) ?? '';
    const isChange = text.startsWith('+') || text.startsWith('-');
    const letters = checked(isChange ? text.slice(1) : text);
    const kept = text.startsWith('-')
      ? [...old].filter(letter => !letters.includes(letter))
      : [...(isChange ? old : ''), ...letters];
    if (kept.length === 0) after.delete(identifier);
    else after.set(identifier, inOrder(kept));
  }
  if (after.size > most) throw new PosternError('illegal-value', { args: ['ACL'] });
  return [...after];
}
