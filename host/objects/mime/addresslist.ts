/** Where the addresses of a list begin and end (RFC 5322 3.4): the parser takes `bob, Ann <a@b>` for one name with a comma. */
import type { Bytes } from '../../../stdlib/values/types.js';

/** What can hold a comma that parts nothing (quoted strings, addresses in brackets), and what parts. */
const OUTSIDE = /\\[\s\S]|"(?:[^"\\]|\\[\s\S])*"|<[^<>"]*>|[(,;]/g;
/** In comments only other comments count. */
const COMMENT = /\\[\s\S]|[()]/g;

/** Some senders leave commas in encoded words as they are. */
const ENCODED_WORD = /=\?[^?\s]+\?q\?[^?\s]*\?=/gi;
const hidden: Readonly<Record<string, string>> = { ',': '=2C', ';': '=3B' };

/** The entries of a list in order; the parts of a group are entries, the first of them with its name. */
export function* listEntries(list: Bytes): Generator<Bytes> {
  const text = list.replace(ENCODED_WORD, word => word.replace(/[,;]/g, part => hidden[part] ?? part));
  let [start, at, depth] = [0, 0, 0];
  for (;;) {
    const pattern = depth === 0 ? OUTSIDE : COMMENT;
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found === null) break;
    at = pattern.lastIndex;
    if (found[0] === '(') depth++;
    else if (found[0] === ')') depth--;
    else if (found[0] === ',' || found[0] === ';') {
      yield text.slice(start, found.index);
      start = at;
    }
  }
  yield text.slice(start);
}
