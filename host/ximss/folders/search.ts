/** Search expressions after IMAP SEARCH (ximss.md 6.2), on the messages of a view. */

import { foldCase } from '../../../stdlib/values/foldcase.js';
import type { Bytes, Dict } from '../../../stdlib/values/types.js';
import { type FlagList, matchesFlags, parseFlags } from '../../objects/messages/flags.js';
import { fieldValues, timeOf, valueText } from '../../objects/messages/head.js';
import type { MessageRecord } from '../../objects/messages/records.js';
import type { View } from '../../objects/views/index.js';
import { illegal } from '../failure.js';
import { messageText } from '../present/searchtext.js';
import type { Call } from '../run/call.js';

/** A message while it is looked at; header and text are read when somebody asks. */
export interface Candidate {
  readonly uid: number;
  readonly record: MessageRecord;
  readonly head: () => Dict;
  /** Decoded text of the header and of the bodies, without regard to letter case. */
  readonly text: () => Promise<{ readonly header: Bytes; readonly body: Bytes }>;
}

export type Search = (message: Candidate) => boolean | Promise<boolean>;

const wrong = (): Error => illegal('illegal search expression');

/** Longest expression and deepest nesting. */
const LONGEST = 8192;
const DEEPEST = 50;
const DAY = 86_400;

/** Words, quoted strings and parentheses. */
function tokensOf(text: Bytes): Bytes[] {
  const tokens: Bytes[] = [];
  const pattern = /\s*(?:"((?:[^"\\]|\\.)*)"|([()])|([^\s()"]+))/gy;
  let at = 0;
  while (at < text.length) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match === null) {
      if (/^\s*$/.test(text.slice(at))) break;
      throw wrong();
    }
    at = pattern.lastIndex;
    // quoted words are marked, so that they are never keys
    tokens.push(
      match[1] === undefined ? (match[2] ?? match[3] ?? '') : `"${match[1].replace(/\\(.)/g, '$1')}`,
    );
  }
  return tokens;
}

/** Reads an expression. Throws `illegal search expression`. */
export function readSearch(text: Bytes): Search {
  if (text.length > LONGEST) throw wrong();
  const reader = new Reader(tokensOf(text));
  const search = reader.all(0);
  if (!reader.isAtEnd) throw wrong();
  return search;
}

const flag =
  (list: Bytes): Search =>
  ({ record }) =>
    matchesFlags(record.flags, parsed(list));

const lists = new Map<Bytes, ReturnType<typeof parseFlags>>();
function parsed(list: Bytes): ReturnType<typeof parseFlags> {
  const known = lists.get(list);
  if (known !== undefined) return known;
  const made = parseFlags(list);
  if (lists.size < 1000) lists.set(list, made);
  return made;
}

/** Keys without arguments. */
const PLAIN: Readonly<Record<string, Search>> = {
  ALL: () => true,
  ANSWERED: flag('Answered'),
  UNANSWERED: flag('Unanswered'),
  DELETED: flag('Deleted'),
  UNDELETED: flag('Undeleted'),
  DRAFT: flag('Draft'),
  UNDRAFT: flag('Undraft'),
  FLAGGED: flag('Flagged'),
  UNFLAGGED: flag('Unflagged'),
  SEEN: flag('Seen'),
  UNSEEN: flag('Unseen'),
  READ: flag('Seen'),
  UNREAD: flag('Unseen'),
  JUNK: flag('Junk'),
  NOTJUNK: flag('NotJunk'),
  MEDIA: flag('Media'),
  NOTMEDIA: flag('NotMedia'),
  REDIRECTED: flag('Redirected'),
  RECENT: flag('Recent'),
  NEW: flag('Recent,Unseen'),
  OLD: message => !matchesFlags(message.record.flags, parsed('Recent')),
};

const holds = (head: Dict, field: Bytes, wanted: Bytes): boolean => {
  const values = fieldValues(head, field);
  return wanted === ''
    ? values.length > 0
    : values.some(value => foldCase(valueText(value)).includes(wanted));
};

const header =
  (field: Bytes) =>
  (text: Bytes): Search => {
    const wanted = foldCase(text);
    return ({ head }) => holds(head(), field, wanted);
  };

const internal =
  (test: (day: number, at: number) => boolean) =>
  (text: Bytes): Search => {
    const day = readDay(text);
    return ({ record }) => test(day, record.internalDate / 1000);
  };

const sent =
  (test: (day: number, at: number) => boolean) =>
  (text: Bytes): Search => {
    const day = readDay(text);
    return ({ head }) => {
      const at = timeOf(head(), 'date');
      return at !== null && test(day, at);
    };
  };

const before = (day: number, at: number): boolean => at < day;
const since = (day: number, at: number): boolean => at >= day;
const on = (day: number, at: number): boolean => at >= day && at < day + DAY;

/** Keys with one argument. */
const UNARY: Readonly<Record<string, (text: Bytes) => Search>> = {
  FROM: header('from'),
  TO: header('to'),
  CC: header('cc'),
  BCC: header('bcc'),
  SUBJECT: header('subject'),
  BODY: text => {
    const wanted = foldCase(text);
    return async message => (await message.text()).body.includes(wanted);
  },
  TEXT: text => {
    const wanted = foldCase(text);
    return async message => {
      const { header: head, body } = await message.text();
      return head.includes(wanted) || body.includes(wanted);
    };
  },
  BEFORE: internal(before),
  SINCE: internal(since),
  ON: internal(on),
  SENTBEFORE: sent(before),
  SENTSINCE: sent(since),
  SENTON: sent(on),
  LARGER: text => {
    const size = readNumber(text);
    return ({ record }) => record.size > size;
  },
  SMALLER: text => {
    const size = readNumber(text);
    return ({ record }) => record.size < size;
  },
  KEYWORD: text => keyword(text, true),
  UNKEYWORD: text => keyword(text, false),
  UID: text => uids(text),
};

function keywordFlags(text: Bytes): FlagList {
  try {
    return parseFlags(text);
  } catch {
    throw wrong();
  }
}

function keyword(text: Bytes, isSet: boolean): Search {
  const list = keywordFlags(text);
  return ({ record }) => matchesFlags(record.flags, list) === isSet;
}

function readNumber(text: Bytes): number {
  if (!/^[0-9]{1,15}$/.test(text)) throw wrong();
  return Number(text);
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** `1-Mar-2026` or `20260301`: seconds since 1970 of its beginning. */
function readDay(text: Bytes): number {
  const named = /^([0-9]{1,2})-([A-Za-z]{3})-([0-9]{4})$/.exec(text);
  const plain = /^([0-9]{4})([0-9]{2})([0-9]{2})/.exec(text);
  const parts = named
    ? [Number(named[3]), MONTHS.indexOf((named[2] ?? '').toLowerCase()), Number(named[1])]
    : plain
      ? [Number(plain[1]), Number(plain[2]) - 1, Number(plain[3])]
      : null;
  if (parts === null || (parts[1] ?? -1) < 0) throw wrong();
  return Date.UTC(parts[0] ?? 0, parts[1] ?? 0, parts[2] ?? 1) / 1000;
}

/** `3,7:9,12:*`. */
function uids(text: Bytes): Search {
  const ranges = text.split(',').map(part => {
    const match = /^([0-9]{1,10}|\*)(?::([0-9]{1,10}|\*))?$/.exec(part);
    if (match === null) throw wrong();
    const number = (value: string): number => (value === '*' ? Number.MAX_SAFE_INTEGER : Number(value));
    const from = number(match[1] ?? '');
    const till = match[2] === undefined ? from : number(match[2]);
    return [Math.min(from, till), Math.max(from, till)] as const;
  });
  return ({ uid }) => ranges.some(([from, till]) => uid >= from && uid <= till);
}

class Reader {
  private at = 0;

  constructor(private readonly tokens: readonly Bytes[]) {}

  get isAtEnd(): boolean {
    return this.at >= this.tokens.length;
  }

  /** Keys up to the end or a closing parenthesis: all must hold. */
  all(depth: number): Search {
    const parts: Search[] = [];
    while (!this.isAtEnd && this.tokens[this.at] !== ')') parts.push(this.one(depth));
    if (parts.length === 0) throw wrong();
    if (parts.length === 1) return parts[0] as Search;
    return async message => {
      for (const part of parts) if (!(await part(message))) return false;
      return true;
    };
  }

  private one(depth: number): Search {
    if (depth > DEEPEST) throw wrong();
    const token = this.next();
    if (token === '(') {
      const inner = this.all(depth + 1);
      if (this.next() !== ')') throw wrong();
      return inner;
    }
    const key = token.toUpperCase();
    if (key === 'NOT') {
      const inner = this.one(depth + 1);
      return async message => !(await inner(message));
    }
    if (key === 'OR') {
      const [left, right] = [this.one(depth + 1), this.one(depth + 1)];
      return async message => (await left(message)) || (await right(message));
    }
    if (key === 'CHARSET') {
      this.argument();
      return this.one(depth + 1);
    }
    if (key === 'HEADER') return header(this.argument())(this.argument());
    const plain = Object.hasOwn(PLAIN, key) ? PLAIN[key] : undefined;
    if (plain !== undefined) return plain;
    const unary = Object.hasOwn(UNARY, key) ? UNARY[key] : undefined;
    if (unary === undefined) throw wrong();
    return unary(this.argument());
  }

  private next(): Bytes {
    const token = this.tokens[this.at++];
    if (token === undefined) throw wrong();
    return token;
  }

  private argument(): Bytes {
    const token = this.next();
    if (token === '(' || token === ')') throw wrong();
    return token.startsWith('"') ? token.slice(1) : token;
  }
}

/** Looks through a view; gives the UIDs of the hits in view order. Stops at the limit, and when the time is over. */
export async function* searchView(
  call: Call,
  view: View,
  search: Search,
  until: number,
  limit: number,
): AsyncGenerator<number> {
  let left = limit;
  let steps = 0;
  for (const uid of view.uids()) {
    if (left <= 0 || call.world.now() > until) return;
    if (++steps % 500 === 0) await new Promise(resolve => setImmediate(resolve));
    const record = view.record(uid);
    if (record === null) continue;
    const text = (): ReturnType<Candidate['text']> => messageText(call, view, uid);
    const hit = search({ uid, record, head: () => view.head(uid), text });
    if (!(hit === true || (hit !== false && (await hit)))) continue;
    left--;
    yield uid;
  }
}
