/** Conditions and actions of Rules (objects.md 9, ximss.md 11), and which actions an account may use. */
import { foldKey } from '../../../stdlib/values/index.js';
import type { Bytes } from '../../../stdlib/values/types.js';
import type { RuleKind } from './shape.js';

/** How much an action can do: `RulesAllowed` says up to which an account may use them. */
type Power = 'filter' | 'normal' | 'exec' | 'server';

const MAIL_ACTIONS: readonly (readonly [name: string, power: Power])[] = [
  ['Store in', 'filter'],
  ['Mark', 'filter'],
  ['Reject with', 'filter'],
  ['Discard', 'filter'],
  ['Stop Processing', 'filter'],
  ['Add Header', 'normal'],
  ['Tag Subject', 'normal'],
  ["Remember 'From' in", 'normal'],
  ['Accept Request', 'normal'],
  ['Accept Reply', 'normal'],
  ['Store Encrypted in', 'normal'],
  ['Copy Attachments into', 'normal'],
  ['Redirect to', 'normal'],
  ['Forward to', 'normal'],
  ['Mirror to', 'normal'],
  ['Reply with', 'normal'],
  ['Reply to All with', 'normal'],
  ['React with', 'normal'],
  ['Send Instant Message', 'normal'],
  ['SendIM', 'normal'],
  ['SendPush', 'normal'],
  ['FingerNotify', 'normal'],
  ['Write To Log', 'normal'],
  ['Execute URL', 'exec'],
  ['SendURL', 'exec'],
  ['Execute', 'exec'],
  ['ExternalFilter', 'server'],
];

const SIGNAL_ACTIONS: readonly (readonly [name: string, power: Power])[] = [
  ['Reject with', 'filter'],
  ['Stop Processing', 'filter'],
  ['Discard Rules', 'filter'],
  ['Redirect to', 'normal'],
  ['Fork to', 'normal'],
  ["Remember 'From' in", 'normal'],
  ['SendIM', 'normal'],
  ['Send Instant Message', 'normal'],
  ['SendPush', 'normal'],
  ['Write To Log', 'normal'],
  ['SendURL', 'exec'],
  ['Execute URL', 'exec'],
];

const GENERIC_CONDITIONS = [
  'From',
  "'From' Name",
  'To',
  'Submit Address',
  'Time Of Day',
  'Current Date',
  'Current Day',
  'Preference',
  'FreeBusy',
];

const MAIL_CONDITIONS = [
  ...GENERIC_CONDITIONS,
  'Sender',
  'Return-Path',
  'Cc',
  'Reply-To',
  'Any To or Cc',
  'Each To or Cc',
  'Any Recipient',
  'Each Recipient',
  'Any Route',
  'Each Route',
  'Subject',
  'Message-ID',
  'Message Size',
  'Header Field',
  'Human Generated',
  'Source',
  'Security',
  'Existing Mailbox',
  'Calendar Method',
];

const SIGNAL_CONDITIONS = [
  ...GENERIC_CONDITIONS,
  'Method',
  'RequestURI',
  'CallType',
  'RegClients',
  'ReqField',
  'AgentType',
  'Authenticated',
  'Presence',
];

const folded = <T>(pairs: readonly (readonly [string, T])[]): ReadonlyMap<Bytes, T> =>
  new Map(pairs.map(([name, value]) => [foldKey(name), value]));

const ACTIONS: Readonly<Record<RuleKind, ReadonlyMap<Bytes, Power>>> = {
  mail: folded(MAIL_ACTIONS),
  signal: folded(SIGNAL_ACTIONS),
};
const CONDITIONS: Readonly<Record<RuleKind, ReadonlySet<Bytes>>> = {
  mail: new Set(MAIL_CONDITIONS.map(foldKey)),
  signal: new Set(SIGNAL_CONDITIONS.map(foldKey)),
};

export const isCondition = (kind: RuleKind, what: Bytes): boolean => CONDITIONS[kind].has(foldKey(what));
export const isAction = (kind: RuleKind, what: Bytes): boolean => ACTIONS[kind].has(foldKey(what));

/** Powers that each value of `RulesAllowed` admits; a value of another spelling admits what the default does. */
const ALLOWED: Readonly<Record<Bytes, readonly Power[]>> = {
  no: [],
  none: [],
  'filter only': ['filter'],
  'all but exec': ['filter', 'normal'],
  any: ['filter', 'normal', 'exec'],
};

/** True when the setting admits an action. */
export function admits(allowed: Bytes, kind: RuleKind, what: Bytes): boolean {
  const power = ACTIONS[kind].get(foldKey(what));
  const powers = ALLOWED[foldKey(allowed)] ?? ['filter'];
  return power !== undefined && powers.includes(power);
}

/** True when the setting admits Rules at all. */
export const admitsRules = (allowed: Bytes): boolean => (ALLOWED[foldKey(allowed)] ?? ['filter']).length > 0;
