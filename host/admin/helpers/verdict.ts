/** The answer of a message filter: actions in front of a final word, all on one line (admin.md 12.4). */
import type { Bytes } from '../../../stdlib/values/types.js';
import type { FilterVerdict } from '../../objects/helpers/types.js';
import { takeWord, wholeText } from './lines.js';
import type { HelperAnswer } from './request.js';

/** A field with a name, or the continuation of one; nothing else may get into a header. */
const HEADER_LINE = /^(?:[!-9;-~]{1,76}:|[ \t]).*$/;
const ADDRESS = /^[^\0-\x20\x7f<>,;"]{1,500}$/;
const MAX_ACTIONS = 100;

const FINALS: Readonly<Record<string, FilterVerdict['final']>> = {
  OK: 'pass',
  DISCARD: 'discard',
  ERROR: 'reject',
  REJECTED: 'reject',
  FAILURE: 'later',
};

/** What is inserted: lines without ends; null when something of it is no header. */
function headerLines(text: Bytes): Bytes[] | null {
  const lines = text.split(/\r\n|[\r\n]|\\e|\\n/).filter(line => line.trim() !== '');
  if (lines.length === 0 || /^[ \t]/.test(lines[0] ?? '')) return null;
  return lines.every(line => HEADER_LINE.test(line) && !line.includes('\0')) ? lines : null;
}

/** An answer that means nothing: the message is tried again later. */
export function unclear(reason: Bytes): FilterVerdict {
  return { final: 'later', reason, headers: [], copies: [], routes: [] };
}

/** Reads an answer. What cannot be read makes the message wait. */
export function readVerdict(answer: HelperAnswer): FilterVerdict {
  const headers: Bytes[] = [];
  const copies: Bytes[] = [];
  const routes: Bytes[] = [];
  const lists: Readonly<Record<string, Bytes[]>> = { MIRRORTO: copies, ADDROUTE: routes };
  const end = (final: FilterVerdict['final'], reason: Bytes): FilterVerdict => ({
    final,
    reason,
    headers,
    copies,
    routes,
  });
  let word = answer.word;
  let rest = answer.text;
  for (let count = 0; count < MAX_ACTIONS; count++) {
    const final = Object.hasOwn(FINALS, word) ? FINALS[word] : undefined;
    if (final !== undefined) return end(final, wholeText(rest).replace(/[\r\n]+/g, ' '));
    if (word === 'ADDHEADER') {
      const taken = rest.startsWith('"') ? takeWord(rest) : { word: rest, rest: '' };
      const lines = taken === null ? null : headerLines(taken.word);
      if (taken === null || lines === null) return unclear('the filter answered with a malformed header');
      headers.push(...lines);
      rest = taken.rest;
    } else {
      const list = Object.hasOwn(lists, word) ? lists[word] : undefined;
      const taken = list === undefined ? null : takeWord(rest);
      const address = taken?.word.replace(/^<(.*)>$/, '$1') ?? '';
      if (list === undefined || taken === null || !ADDRESS.test(address)) {
        return unclear('the filter gave an answer that is not understood');
      }
      list.push(address);
      rest = taken.rest;
    }
    if (rest === '') return end('pass', '');
    const next = /^(\S+)\s*(.*)$/s.exec(rest);
    word = next?.[1]?.toUpperCase() ?? '';
    rest = next?.[2] ?? '';
  }
  return unclear('the filter wants too many actions');
}
