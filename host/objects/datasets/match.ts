/** Which entries of a data set a request asks for (cli.md 6.7). */
import { dictGet, isString } from '../../../stdlib/values/index.js';
import type { Bytes, Dict } from '../../../stdlib/values/types.js';

/** How a field is compared: the same, begins, ends, includes. Without regard to the case of Latin letters. */
export type MatchMode = 'eq' | 'beg' | 'end' | 'incl';

/** A filter; `field` `entry` is the name of the entry. */
export interface EntryFilter {
  readonly field: Bytes;
  readonly text: Bytes;
  readonly mode: MatchMode;
}

const tests: Readonly<Record<MatchMode, (value: string, text: string) => boolean>> = {
  eq: (value, text) => value === text,
  beg: (value, text) => value.startsWith(text),
  end: (value, text) => value.endsWith(text),
  incl: (value, text) => value.includes(text),
};

export const isMatchMode = (text: string): text is MatchMode => Object.hasOwn(tests, text);

const fold = (text: Bytes) => text.replace(/[A-Z]+/g, letters => letters.toLowerCase());

/** True when an entry passes; null passes all. */
export function matchesEntry(filter: EntryFilter | null, name: Bytes, data: Dict): boolean {
  if (filter === null) return true;
  const value = filter.field === 'entry' ? name : dictGet(data, filter.field);
  return isString(value) && tests[filter.mode](fold(value), fold(filter.text));
}
