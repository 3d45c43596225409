/**
 * Runs Rules at delivery (objects.md 9): those of the server once for a message, those of the domain and of the account
 * when it reaches the account. Higher priorities first, the domain's before the account's, else as they are stored.
 */
import type { Bytes, Value } from '../../../stdlib/values/types.js';
import type { Arriving, Judged } from '../delivery/local.js';
import { DONE, failed, later, type Outcome } from '../delivery/types.js';
import { NO_FLAGS } from '../messages/flags.js';
import type { QueuedMessage } from '../queue/types.js';
import { runAction, type Step } from './actions.js';
import { holdAll } from './conditions.js';
import type { Rules } from './service.js';
import { type MailRule, readRules } from './shape.js';
import type { Case, RuleWorld } from './world.js';

interface Levelled {
  readonly rule: MailRule;
  readonly level: string;
}

/** Rules that are switched on, in the order in which they run. */
function ordered(levels: readonly (readonly [level: string, stored: readonly Value[]])[]): Levelled[] {
  return levels
    .flatMap(([level, stored]) => readRules([...stored], 'mail').map(rule => ({ rule, level })))
    .filter(({ rule }) => rule.priority > 0)
    .sort((a, b) => b.rule.priority - a.rule.priority);
}

type End = Exclude<Step, { kind: 'next' | 'stop' }>;

/** Runs them; gives what ended the message, null when it goes on. */
async function runAll(world: RuleWorld, of: Case, rules: readonly Levelled[]): Promise<End | null> {
  const stopped = new Set<string>();
  for (const { rule, level } of rules) {
    if (stopped.has(level)) continue;
    const step = await runOne(world, of, rule);
    if (step.kind === 'stop') stopped.add(level);
    else if (step.kind !== 'next') return step;
  }
  return null;
}

/** An action that fails ends its Rule: what follows, such as Discard, would lose the message. */
async function runOne(world: RuleWorld, of: Case, rule: MailRule): Promise<Step> {
  try {
    if (!(await holdAll(world, of, rule.conditions))) return { kind: 'next' };
    for (const action of rule.actions) {
      const step = await runAction(world, of, action);
      if (step.kind !== 'next') return step;
    }
  } catch (error) {
    const name = rule.name.replace(/[\0-\x1f\x7f]+/g, ' ');
    world.core.log.problem(`rule ${name} failed for message ${of.message.id}: ${String(error)}`);
  }
  return { kind: 'next' };
}

/** What the Rules of the domain and the account make of a message that arrives. */
export async function judgeArriving(world: RuleWorld, rules: Rules, arriving: Arriving): Promise<Judged> {
  const { account, domain, message, recipient, text } = arriving;
  const levels = [
    ['domain', rules.ofDomain(domain.id, 'mail')],
    ['account', rules.ofAccount(account, 'mail')],
  ] as const;
  const of: Case = { message, recipients: [recipient], place: { account, domain }, text, flags: NO_FLAGS };
  const end = await runAll(world, of, ordered(levels));
  const verdict = end === null ? 'keep' : end.kind;
  return { verdict, reason: reasonOf(end), text: of.text, flags: of.flags };
}

const reasonOf = (end: End | null): Bytes => (end !== null && 'text' in end ? end.text : '');

/** What the Rules of the server make of a message; `text` is what goes on. */
export async function judgeQueued(
  world: RuleWorld,
  rules: Rules,
  message: QueuedMessage,
  text: Uint8Array,
): Promise<{ readonly outcome: Outcome | null; readonly text: Uint8Array }> {
  const levels = [['server', rules.ofServer('mail')]] as const;
  const of: Case = { message, recipients: message.to, place: null, text, flags: NO_FLAGS };
  const end = await runAll(world, of, ordered(levels));
  return { outcome: end === null ? null : outcomeOf(end), text: of.text };
}

function outcomeOf(end: End): Outcome {
  if (end.kind === 'reject') return failed(end.text, '5.7.1');
  return end.kind === 'later' ? later(end.text) : DONE;
}
