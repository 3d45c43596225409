/** Actions of Rules that send mail. What answers by itself says so, and never answers machines. */
import type { Bytes } from '../../../stdlib/values/types.js';
import { withFields } from '../delivery/text.js';
import { type ComposeField, type Content, composeMessage, isFieldName } from '../mime/index.js';
import { type Principal, SYSTEM } from '../principal.js';
import { textSetting } from '../settings/read.js';
import { Facts } from './facts.js';
import { listOf } from './match.js';
import { actorOf, addressOf, type Case, type RuleWorld } from './world.js';

/** The account with its name, of the server its postmaster. */
function ownAddress(world: RuleWorld, of: Case) {
  if (of.place === null) return { address: `postmaster@${world.core.domains.main.name}`, realName: null };
  const name = textSetting(world.core.resolver.account(of.place.account), 'RealName', '');
  return { address: addressOf(of), realName: name === '' ? null : name };
}

/** True when the message came back to where a Rule sent it from. */
const isLoop = (of: Case, own: Bytes): boolean =>
  new Facts(of.text).texts('delivered-to').some(text => text.toLowerCase() === own);

async function send(
  world: RuleWorld,
  of: Case,
  from: Bytes,
  to: readonly Bytes[],
  text: Uint8Array,
): Promise<void> {
  if (to.length === 0) return;
  const own = ownAddress(world, of).address;
  const who: Principal = from === own && of.place !== null ? actorOf(of) : SYSTEM;
  await world.submit(who, { from, to, text, source: 'RULE' });
}

/** The same message with the sender that it had. */
export async function mirrorTo(world: RuleWorld, of: Case, to: readonly Bytes[]): Promise<void> {
  const own = ownAddress(world, of).address;
  if (isLoop(of, own)) return;
  await send(world, of, of.message.from, to, withFields(of.text, [['Delivered-To', own]]));
}

/** The same message, sent again by the account. */
export async function redirectTo(world: RuleWorld, of: Case, to: readonly Bytes[]): Promise<void> {
  const own = ownAddress(world, of);
  if (isLoop(of, own.address)) return;
  const { now, unique, hostName } = world.composing();
  const fields: ComposeField[] = [
    ['Resent-From', own],
    ['Resent-To', to.map(address => ({ address, realName: null }))],
    ['Resent-Date', now],
    ['Resent-Message-ID', `<${unique()}@${hostName}>`],
    ['Delivered-To', own.address],
  ];
  const from = of.message.from === '' ? '' : own.address;
  await send(world, of, from, to, withFields(of.text, fields));
}

/** A new message with this one in it. */
export async function forwardTo(world: RuleWorld, of: Case, to: readonly Bytes[]): Promise<void> {
  const own = ownAddress(world, of);
  if (isLoop(of, own.address)) return;
  const subject = new Facts(of.text).texts('subject')[0] ?? '';
  const content: Content = {
    type: 'multipart',
    subtype: 'mixed',
    body: [
      { type: 'message', subtype: 'rfc822', body: withFields(of.text, [['Delivered-To', own.address]]) },
    ],
  };
  const fields: ComposeField[] = [
    ['From', own],
    ['To', to.map(address => ({ address, realName: null }))],
    ['Subject', `Fwd: ${subject}`],
    ['Delivered-To', own.address],
  ];
  const from = of.message.from === '' ? '' : own.address;
  await send(world, of, from, to, composeMessage(fields, content, world.composing()));
}

/** A template with `^S` subject, `^F` sender, `^T` recipients, `^I` Message-ID, `^R` the account, `^D` date, `^^` a `^`. */
function filled(world: RuleWorld, of: Case, template: Bytes): Bytes {
  const facts = new Facts(of.text);
  const values: Readonly<Record<Bytes, Bytes>> = {
    S: facts.texts('subject')[0] ?? '',
    F: facts.addresses('from')[0] ?? '',
    T: facts.addresses('to').join(', '),
    I: facts.texts('message-id')[0] ?? '',
    R: ownAddress(world, of).address,
    D: new Date(world.core.clock()).toUTCString(),
    '^': '^',
  };
  return template.replace(/\^([SFTIRD^])/g, (_, letter: Bytes) => values[letter] ?? '');
}

/** Header lines at the start of a template, up to an empty line; a `+` in front of each is passed over. */
function split(text: Bytes): { readonly fields: ComposeField[]; readonly body: Bytes } {
  const lines = text.split(/\r\n|\r|\n/);
  const end = lines.indexOf('');
  const head = (end < 0 ? [] : lines.slice(0, end)).map(line => /^\+?([!-9;-~]+):[ \t]*(.*)$/.exec(line));
  const isHead = head.length > 0 && head.every(match => match !== null && isFieldName(match[1] ?? ''));
  if (!isHead) return { fields: [], body: text };
  return {
    fields: head.map((match): ComposeField => [match?.[1] ?? '', match?.[2] ?? '']),
    body: lines.slice(end + 1).join('\n'),
  };
}

const REPLY_OWN = new Set(['from', 'to', 'cc', 'bcc', 'in-reply-to', 'references', 'auto-submitted']);

/** Answers the sender, or everybody, once more unless a machine wrote. */
export async function replyWith(world: RuleWorld, of: Case, template: Bytes, toAll: boolean): Promise<void> {
  const facts = new Facts(of.text);
  if (!facts.isHuman(of.message.from)) return;
  const own = ownAddress(world, of);
  const wanted = [...facts.addresses('reply-to'), ...facts.addresses('from')].filter(address =>
    address.includes('@'),
  );
  const [first] = wanted.length > 0 ? wanted : [of.message.from];
  const others = toAll ? facts.addresses('to', 'cc') : [];
  const to = [...new Set([first ?? '', ...others])].filter(
    address => address !== '' && address.toLowerCase() !== own.address,
  );
  if (to.length === 0) return;
  const { fields, body } = split(filled(world, of, template));
  const given = fields.filter(([name]) => !REPLY_OWN.has(name.toLowerCase()));
  const subject = facts.texts('subject')[0] ?? '';
  const [id] = facts.texts('message-id');
  const own_: ComposeField[] = given.some(([name]) => name.toLowerCase() === 'subject')
    ? []
    : [['Subject', /^re:/i.test(subject) ? subject : `Re: ${subject}`]];
  const threads: ComposeField[] =
    id === undefined
      ? []
      : [
          ['In-Reply-To', id],
          ['References', [...facts.texts('references'), id].join(' ')],
        ];
  const all: ComposeField[] = [
    ['From', own],
    ['To', to.map(address => ({ address, realName: null }))],
    ...own_,
    ...given,
    ...threads,
    ['Auto-Submitted', 'auto-replied'],
  ];
  const text = composeMessage(all, { type: 'text', subtype: 'plain', body }, world.composing());
  await send(world, of, '', to, text);
}

/** A new message whose header is in the template; needs To there. */
export async function reactWith(world: RuleWorld, of: Case, template: Bytes): Promise<void> {
  const { fields, body } = split(filled(world, of, template));
  const isAddress = (name: Bytes) => /^(?:to|cc|bcc)$/i.test(name);
  const to = fields.filter(([name]) => isAddress(name)).flatMap(([, value]) => listOf(String(value)));
  if (to.length === 0 || !new Facts(of.text).isHuman(of.message.from)) return;
  const own = ownAddress(world, of);
  const all: ComposeField[] = [
    ['From', own],
    ...fields.filter(([name]) => !/^(?:from|auto-submitted)$/i.test(name)),
    ['Auto-Submitted', 'auto-generated'],
  ];
  const text = composeMessage(all, { type: 'text', subtype: 'plain', body }, world.composing());
  await send(world, of, '', to, text);
}
