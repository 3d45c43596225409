/** The stored form of Rules (cli.md 6.8): read with every check, or as far as it goes. */
import { isArray, isString } from '../../../stdlib/values/index.js';
import type { Bytes, Value } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';

/** Mail that arrives, or signals. */
export type RuleKind = 'mail' | 'signal';

export interface Condition {
  readonly what: Bytes;
  /** Empty when there is none. */
  readonly op: Bytes;
  readonly value: Bytes;
}

export interface Action {
  readonly what: Bytes;
  readonly value: Bytes;
}

/** One Rule. `stored` is what was given, unchanged. */
export interface MailRule {
  readonly priority: number;
  readonly name: Bytes;
  readonly conditions: readonly Condition[];
  readonly actions: readonly Action[];
  readonly stored: Value[];
}

const MAX_RULES = 500;
const MAX_PIECES = 100;
const MAX_NAME = 128;
const MAX_TEXT = 32 * 1024;
const MAX_PRIORITY = 10;

/** Refusal of a malformed Rule. */
const refuse = (what: string): PosternError => new PosternError('illegal-value', { args: [what] });

/** A string, or a number as its digits; null for other values and for texts that are too long. */
function textOf(value: Value | undefined): Bytes | null {
  if (typeof value === 'number') return String(value);
  return value !== undefined && isString(value) && value.length <= MAX_TEXT ? value : null;
}

/** `---` is how an empty operator or value is spelled. */
const word = (value: Value | undefined): Bytes | null => {
  if (value === undefined) return '';
  const text = textOf(value);
  return text === '---' ? '' : text;
};

/** A priority: 0 to 10 as number or digits; 0 is switched off. */
export function priorityOf(value: Value | undefined): number | null {
  const text = textOf(value);
  if (text === null || !/^\d{1,2}$/.test(text)) return null;
  return Number(text) <= MAX_PRIORITY ? Number(text) : null;
}

export function nameOf(value: Value | undefined): Bytes | null {
  const isName = value !== undefined && isString(value) && value !== '' && value.length <= MAX_NAME;
  return isName && !/[\0-\x1f\x7f]/.test(value) ? value : null;
}

function condition(value: Value): Condition | null {
  if (!isArray(value) || value.length < 1 || value.length > 3) return null;
  const what = textOf(value[0]);
  const op = word(value[1]);
  const operand = word(value[2]);
  return what === null || what === '' || op === null || operand === null
    ? null
    : { what, op, value: operand };
}

function action(value: Value): Action | null {
  if (!isArray(value) || value.length < 1 || value.length > 2) return null;
  const what = textOf(value[0]);
  const operand = word(value[1]);
  return what === null || what === '' || operand === null ? null : { what, value: operand };
}

function all<T>(value: Value | undefined, read: (item: Value) => T | null): T[] | null {
  if (value === undefined || !isArray(value) || value.length > MAX_PIECES) return null;
  const found: T[] = [];
  for (const item of value) {
    const one = read(item);
    if (one === null) return null;
    found.push(one);
  }
  return found;
}

/** One Rule, null for what is none. A signal Rule may carry the moment behind its comment. */
export function readRule(value: Value, kind: RuleKind): MailRule | null {
  if (!isArray(value) || value.length < 4 || value.length > (kind === 'signal' ? 6 : 5)) return null;
  const priority = priorityOf(value[0]);
  const name = nameOf(value[1]);
  const conditions = all(value[2], condition);
  const actions = all(value[3], action);
  const isFit = value.slice(4).every(extra => textOf(extra) !== null);
  if (priority === null || name === null || conditions === null || actions === null || !isFit) return null;
  return { priority, name, conditions, actions, stored: value };
}

/** Checks one Rule. Throws `illegal-value`. */
export function checkRule(value: Value, kind: RuleKind): MailRule {
  const rule = readRule(value, kind);
  if (rule === null) throw refuse('rule');
  return rule;
}

/** Checks a list of Rules. Throws `illegal-value` for malformed ones, for names that come twice, for too many. */
export function checkRules(value: Value, kind: RuleKind): MailRule[] {
  if (!isArray(value) || value.length > MAX_RULES) throw refuse('rules');
  const rules = value.map(item => checkRule(item, kind));
  if (new Set(rules.map(({ name }) => name)).size < rules.length) throw refuse('rule names');
  return rules;
}

/** The Rules of a stored list; what is malformed is passed over. */
export function readRules(value: Value | undefined, kind: RuleKind): MailRule[] {
  if (value === undefined || !isArray(value)) return [];
  return value.flatMap(item => readRule(item, kind) ?? []);
}
