/** Rules of the account (ximss.md 11): the same objects that the CLI and the web pages edit. */
import { xmlText } from '../../../stdlib/data/index.js';
import type { Bytes, Value, Xml } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import { type MailRule, type RuleKind, readRules } from '../../objects/rules/shape.js';
import { illegal } from '../failure.js';
import type { Call, Handlers } from '../run/call.js';
import { attribute, childNamed, childrenNamed } from '../xml/query.js';
import { leaf } from '../xml/write.js';

const TYPES = ['mailIn', 'signalIn'] as const;

const typeOf = (call: Call): (typeof TYPES)[number] =>
  call.word('type', TYPES, 'mailIn', 'unknown rule type');

const kindOf = (call: Call): RuleKind => (typeOf(call) === 'mailIn' ? 'mail' : 'signal');

const INACTIVE = 0;
const HIGHEST = 10;
const USUAL = 5;

const priorityText = (priority: number): Bytes =>
  priority === INACTIVE ? 'Inactive' : priority === HIGHEST ? 'Highest' : String(priority);

function priorityOf(call: Call): number {
  const text = call.filled('priority')?.toLowerCase() ?? null;
  if (text === null) return USUAL;
  if (text === 'inactive') return INACTIVE;
  if (text === 'highest') return HIGHEST;
  if (!/^(?:[0-9]|10)$/.test(text)) throw illegal('illegal rule');
  return Number(text);
}

function rulesOf(call: Call): MailRule[] {
  const kind = kindOf(call);
  return readRules(call.world.objects.rules.account(call.session.principal, '*', kind), kind);
}

function find(call: Call): MailRule {
  const name = call.need('name');
  const found = rulesOf(call).find(rule => rule.name === name);
  if (found === undefined) throw new PosternError('rule-unknown');
  return found;
}

/** Text behind the conditions and actions: comment, and the moment of a signal Rule. */
const extra = ({ stored }: MailRule, at: number): Bytes | null => {
  const value = stored[at];
  return typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : null;
};

function sendRule(call: Call, rule: MailRule, content: Bytes): void {
  call.send(
    'rule',
    [
      ['type', typeOf(call)],
      ['name', rule.name],
      ['priority', priorityText(rule.priority)],
      ['stage', kindOf(call) === 'signal' ? extra(rule, 5) : null],
    ],
    content,
  );
}

function ruleList(call: Call): void {
  for (const rule of rulesOf(call)) sendRule(call, rule, '');
}

function ruleRead(call: Call): void {
  const rule = find(call);
  const conditions = rule.conditions.map(({ what, op, value }) =>
    leaf('condition', value, [
      ['opCode', what],
      ['operator', op === '' ? null : op],
    ]),
  );
  const actions = rule.actions.map(({ what, value }) => leaf('action', value, [['opCode', what]]));
  const comment = extra(rule, 4);
  sendRule(
    call,
    rule,
    [...conditions, ...actions, comment === null ? '' : leaf('comment', comment)].join(''),
  );
}

const OPERATORS = new Set(['is', 'is not', 'in', 'not in', 'greater than', 'less than']);

function opCodeOf(xml: Xml): Bytes {
  const opCode = attribute(xml, 'opcode');
  if (opCode === null || opCode === '') throw illegal('illegal rule');
  return opCode;
}

function condition(xml: Xml): Value {
  const operator = attribute(xml, 'operator')?.toLowerCase() ?? '';
  const text = xmlText(xml);
  if (operator === '' && text === '') return [opCodeOf(xml)];
  if (!OPERATORS.has(operator)) throw illegal('illegal rule');
  return [opCodeOf(xml), operator, text];
}

function action(xml: Xml): Value {
  const text = xmlText(xml);
  return text === '' ? [opCodeOf(xml)] : [opCodeOf(xml), text];
}

async function ruleSet(call: Call): Promise<void> {
  const kind = kindOf(call);
  const comment = childNamed(call.request, 'comment');
  const stage = kind === 'signal' ? call.filled('stage') : null;
  if (stage !== null && !/^[0-9]{1,9}$/.test(stage)) throw illegal('illegal rule');
  const rule: Value[] = [
    String(priorityOf(call)),
    call.need('name'),
    childrenNamed(call.request, 'condition').map(condition),
    childrenNamed(call.request, 'action').map(action),
  ];
  if (comment !== null || stage !== null) rule.push(comment === null ? '' : xmlText(comment));
  if (stage !== null) rule.push(stage);
  await asIllegal(call.world.objects.rules.updateAccount(call.session.principal, '*', kind, { rule }));
}

/** Malformed Rules are told in the words of the protocol. */
async function asIllegal(change: Promise<void>): Promise<void> {
  try {
    await change;
  } catch (error) {
    if (error instanceof PosternError && error.code === 'illegal-value') throw illegal('illegal rule');
    throw error;
  }
}

async function ruleRename(call: Call): Promise<void> {
  const { rules } = call.world.objects;
  const name = call.need('name');
  await asIllegal(rules.renameAccount(call.session.principal, '*', kindOf(call), name, call.need('newName')));
}

async function ruleRemove(call: Call): Promise<void> {
  const { name } = find(call);
  await call.world.objects.rules.updateAccount(call.session.principal, '*', kindOf(call), { remove: name });
}

export const RULES_HANDLERS: Handlers = { ruleList, ruleRead, ruleSet, ruleRename, ruleRemove };
