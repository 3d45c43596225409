/** The actions of mail Rules (objects.md 9). */
import { dictOf, foldKey } from '../../../stdlib/values/index.js';
import type { Bytes } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import { EMAIL } from '../datasets/datasets.js';
import { withFields, withoutFields } from '../delivery/text.js';
import { changeFlags, parseFlags } from '../messages/flags.js';
import { allParts, isFieldName, parseStructure, partBytes } from '../mime/index.js';
import { isSealed } from '../smime/message.js';
import { forwardTo, mirrorTo, reactWith, redirectTo, replyWith } from './answers.js';
import { Facts } from './facts.js';
import { listOf } from './match.js';
import type { Action } from './shape.js';
import { actorOf, addressOf, type Case, type RuleWorld } from './world.js';

/** How it goes on after an action. */
export type Step =
  | { readonly kind: 'next' }
  /** Ends the Rules of the level. */
  | { readonly kind: 'stop' }
  | { readonly kind: 'discard' }
  | { readonly kind: 'reject'; readonly text: Bytes }
  | { readonly kind: 'later'; readonly text: Bytes };

const NEXT: Step = { kind: 'next' };

type Act = (world: RuleWorld, of: Case, value: Bytes) => Step | undefined | Promise<Step | undefined>;

const missing = (what: string): PosternError => new PosternError('no-service', { args: [what] });

const storeIn: Act = async ({ boxes, messages }, of, value) => {
  const who = actorOf(of);
  const account = of.place === null ? 'postmaster' : addressOf(of);
  const box = await boxes.openOrMake(who, account, value, '', 'i');
  await messages.append(who, box, of.text, { flags: of.flags });
  return undefined;
};

/** What is encrypted already stays as it is: only its reader could make something else of it. */
const storeEncryptedIn: Act = async (world, of, value) => {
  if (of.place === null) throw missing('encryption');
  const isSealedAlready = isSealed(parseStructure(of.text));
  const text = isSealedAlready ? of.text : await world.encrypt(addressOf(of), of.text);
  return storeIn(world, { ...of, text }, value);
};

const addHeader: Act = (_world, of, value) => {
  const match = /^\+?([!-9;-~]+):\s*([\s\S]*)$/.exec(value.trim());
  if (!match?.[1] || !isFieldName(match[1])) throw new PosternError('illegal-value', { args: ['header'] });
  of.text = withFields(of.text, [[match[1], match[2] ?? '']]);
  return undefined;
};

const tagSubject: Act = (_world, of, value) => {
  const subject = new Facts(of.text).texts('subject')[0] ?? '';
  if (subject.includes(value)) return undefined;
  const rest = withoutFields(of.text, new Set(['subject']));
  of.text = withFields(rest, [['Subject', `${value} ${subject}`.trim()]]);
  return undefined;
};

const remember: Act = async ({ datasets }, of, value) => {
  const facts = new Facts(of.text);
  const [address] = facts.addresses('from');
  if (of.place === null || address === undefined || address === '') return undefined;
  const name = facts.names('from')[0] ?? '';
  const entry = dictOf([
    [EMAIL, address],
    ['addressbook.DisplayName', name === '' ? null : name],
  ]);
  await datasets.addAddress(actorOf(of), '*', value.replace(/^#/, ''), entry, null);
  return undefined;
};

/** Attachments as files; names lose what would lead elsewhere. */
const copyAttachments: Act = async ({ files }, of, value) => {
  if (of.place === null) return undefined;
  const folder = value.replace(/\/+$/, '');
  const structure = parseStructure(of.text);
  for (const [at, part] of [...allParts(structure)].entries()) {
    if (part.filename === null || part.parts.length > 0) continue;
    const name =
      part.filename
        .replace(/[\0-\x1f/\\]+/g, '_')
        .replace(/^\.+/, '_')
        .slice(0, 200) || `part${at}`;
    await files.write(actorOf(of), '*', folder === '' ? name : `${folder}/${name}`, partBytes(of.text, part));
  }
  return undefined;
};

const calendar =
  (kind: 'request' | 'reply'): Act =>
  async (world, of) => {
    const act = world.hooks().calendar;
    if (act === undefined) throw missing('calendar');
    if (of.place !== null) await act(actorOf(of), kind, of.text);
    return undefined;
  };

const instantMessage: Act = async (world, of, value) => {
  const send = world.hooks().instantMessage;
  if (send === undefined) throw missing('instant messages');
  const [to, ...text] = value.split(/[\r\n]+/);
  await send(
    actorOf(of),
    (to ?? '').trim(),
    text.join('\n') || (new Facts(of.text).texts('subject')[0] ?? ''),
  );
  return undefined;
};

const externalFilter: Act = async (world, of, value) => {
  const ask = world.hooks().externalFilter;
  if (ask === undefined) throw missing('ExternalFilter');
  const answer = await ask(value, of.message, of.text);
  if (answer.kind !== 'pass') return answer.kind === 'discard' ? { kind: 'discard' } : answer;
  for (const line of answer.headers) await addHeader(world, of, line);
  return undefined;
};

const answers =
  (act: (world: RuleWorld, of: Case, value: Bytes) => Promise<void>): Act =>
  async (world, of, value) => {
    await act(world, of, value);
    return undefined;
  };

const ACTIONS: Readonly<Record<string, Act>> = {
  'Store in': storeIn,
  Mark: (_world, of, value) => {
    of.flags = changeFlags(of.flags, parseFlags(value));
    return undefined;
  },
  'Add Header': addHeader,
  'Tag Subject': tagSubject,
  'Reject with': (_world, _of, value) => ({
    kind: 'reject',
    text: value === '' ? 'the message was refused' : value,
  }),
  Discard: () => ({ kind: 'discard' }),
  'Stop Processing': () => ({ kind: 'stop' }),
  "Remember 'From' in": remember,
  'Accept Request': calendar('request'),
  'Accept Reply': calendar('reply'),
  'Store Encrypted in': storeEncryptedIn,
  'Copy Attachments into': copyAttachments,
  'Redirect to': answers((world, of, value) => redirectTo(world, of, listOf(value))),
  'Forward to': answers((world, of, value) => forwardTo(world, of, listOf(value))),
  'Mirror to': answers((world, of, value) => mirrorTo(world, of, listOf(value))),
  'Reply with': answers((world, of, value) => replyWith(world, of, value, false)),
  'Reply to All with': answers((world, of, value) => replyWith(world, of, value, true)),
  'React with': answers(reactWith),
  'Send Instant Message': instantMessage,
  SendIM: instantMessage,
  'Execute URL': async (world, of, value) => {
    void of;
    const execute = world.hooks().executeUrl;
    if (execute === undefined) throw missing('Execute URL');
    await execute(value);
    return undefined;
  },
  Execute: async (world, of, value) => {
    const execute = world.hooks().execute;
    if (execute === undefined) throw missing('Execute');
    await execute(value, of.text);
    return undefined;
  },
  ExternalFilter: externalFilter,
  // there is no push gateway, and arriving mail opens no connections to finger daemons: the Rule ends here
  SendPush: () => {
    throw missing('SendPush');
  },
  FingerNotify: () => {
    throw missing('FingerNotify');
  },
  'Write To Log': (world, of, value) => {
    world.core.log.low(`rule, message ${of.message.id}: ${value.replace(/[\0-\x1f\x7f]+/g, ' ')}`);
    return undefined;
  },
};

const BY_NAME = new Map(Object.entries(ACTIONS).map(([name, act]) => [foldKey(name), act]));
const ALIASES = new Map([['sendurl', 'execute url']]);

/** Runs one action. Throws what goes wrong: the Rule ends then, and the message goes on. */
export async function runAction(world: RuleWorld, of: Case, { what, value }: Action): Promise<Step> {
  const name = foldKey(what);
  const act = BY_NAME.get(ALIASES.get(name) ?? name);
  if (act === undefined) throw missing(what);
  return (await act(world, of, value)) ?? NEXT;
}
