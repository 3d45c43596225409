/** Access control lists: identifier -> letters, for accounts, mailboxes and files alike (objects.md 5, 7.3). */

import { dictDelete, dictKeys, dictOf, dictPut } from '../../../stdlib/values/dict.js';
import type { Bytes, Dict } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import { isDefault, rawValue } from '../settings/update.js';

/** Most identifiers of one list. */
const MAX_ENTRIES = 1000;

/**
 * The list with changes: `+letters` adds, `-letters` removes, anything else replaces; an entry without letters
 * disappears, other entries stay. `order` names the letters in the order in which they are kept; null: any letter, as
 * given.
 */
export function changedAcl(old: Dict, changes: Dict, order: Bytes | null): Dict {
  const next = dictOf(Object.entries(old.entries));
  for (const raw of dictKeys(changes)) {
    const value = rawValue(changes, raw);
    if (isDefault(value)) {
      dictDelete(next, raw);
      continue;
    }
    const sign = typeof value === 'string' ? value.charAt(0) : '';
    const isChange = sign === '+' || sign === '-';
    const letters = typeof value === 'string' ? (isChange ? value.slice(1) : value) : null;
    if (raw === '' || raw.length > 255 || letters === null || !known(letters, order))
      throw new PosternError('illegal-value', { args: [raw.slice(0, 64)] });
    const had = next.entries[raw];
    const before = isChange && typeof had === 'string' ? had : '';
    const left =
      sign === '-' ? [...before].filter(letter => !letters.includes(letter)).join('') : before + letters;
    const kept = inOrder(left, order);
    if (kept === '') dictDelete(next, raw);
    else dictPut(next, raw, kept);
  }
  if (dictKeys(next).length > MAX_ENTRIES) throw new PosternError('too-large');
  return next;
}

/** Each letter once, in the order of the table. */
export function inOrder(letters: Bytes, order: Bytes | null): Bytes {
  const once = [...new Set(letters)];
  return (order === null ? once : [...order].filter(letter => once.includes(letter))).join('');
}

function known(letters: Bytes, order: Bytes | null): boolean {
  if (order === null) return /^[a-z0-9]*$/i.test(letters);
  return [...letters].every(letter => order.includes(letter));
}
