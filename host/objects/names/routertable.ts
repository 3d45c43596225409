/**
 * The router table: one rule a line, tried from the top at every step of a route. `domain = other` sends a whole domain
 * elsewhere, `<name@domain> = target` addresses; one `*` on either side stands for the same text. `Mail:`, `Access:` and
 * `Signal:` in front restrict a rule to that kind of routing; `;` begins a comment. Targets: an address, a domain,
 * `NULL` (discard), `ERROR` (refuse).
 */

import type { Bytes } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import { lower } from './syntax.js';

/** What a route is for. */
export type RouteMode = 'mail' | 'access' | 'signal';

export interface RouterRule {
  /** Null: every kind of routing. */
  readonly mode: RouteMode | null;
  /** Matches a domain, or a whole address. */
  readonly whole: boolean;
  /** Text before and behind the `*`; `behind` is null without one. */
  readonly before: Bytes;
  readonly behind: Bytes | null;
  readonly target: Bytes;
}

const MAX_LINES = 5000;
const MAX_LINE = 1024;
const MODES: Readonly<Record<string, RouteMode>> = {
  mail: 'mail',
  relay: 'mail',
  access: 'access',
  signal: 'signal',
};

/** Reads a table; refuses with `illegal-value` and the number of the line. */
export function parseRouterTable(text: Bytes): readonly RouterRule[] {
  const lines = text.split(/\r\n|\r|\n/);
  if (lines.length > MAX_LINES) throw new PosternError('too-large');
  const rules: RouterRule[] = [];
  for (const [index, raw] of lines.entries()) {
    const line = raw.replace(/;.*$/, '').trim();
    if (line === '') continue;
    const rule = raw.length > MAX_LINE ? null : parseRule(line);
    if (rule === null) throw new PosternError('illegal-value', { args: [`line ${index + 1}`] });
    rules.push(rule);
  }
  return rules;
}

/** Where the first matching rule sends an address; null when none matches. */
export function applyRules(
  rules: readonly RouterRule[],
  local: Bytes,
  domain: string,
  mode: RouteMode,
): Bytes | null {
  for (const rule of rules) {
    if (rule.mode !== null && rule.mode !== mode) continue;
    const rest = starOf(rule, rule.whole ? `${local}@${domain}` : domain);
    if (rest === null) continue;
    const target = rule.target.replace('*', () => rest);
    if (/^(null|error)$/i.test(target)) return target.toUpperCase();
    return rule.whole || target.includes('@') ? target : `${local}@${target}`;
  }
  return null;
}

function parseRule(line: string): RouterRule | null {
  const match = /^(?:([A-Za-z]+):)?\s*(<[^<>\s]+>|[^<>\s=]+)\s*=\s*(\S+)$/.exec(line);
  if (match === null) return null;
  const word = match[1]?.toLowerCase();
  const mode = word === undefined ? null : (MODES[word] ?? null);
  if (word !== undefined && mode === null) return null;
  const spelled = lower(match[2] as string);
  const whole = spelled.startsWith('<');
  const pattern = whole ? spelled.slice(1, -1) : spelled;
  const [before, behind, ...more] = pattern.split('*');
  const target = (match[3] as string).replace(/^<(.*)>$/, '$1');
  if (before === undefined || more.length > 0 || target.split('*').length > 2) return null;
  if (target.includes('*') && behind === undefined) return null;
  return { mode, whole, before, behind: behind ?? null, target };
}

/** What the `*` stands for, `''` without one; null when the text does not match. */
function starOf(rule: RouterRule, text: Bytes): Bytes | null {
  const { before, behind } = rule;
  if (behind === null) return text === before ? '' : null;
  const fits =
    text.length >= before.length + behind.length && text.startsWith(before) && text.endsWith(behind);
  return fits ? text.slice(before.length, text.length - behind.length) : null;
}
