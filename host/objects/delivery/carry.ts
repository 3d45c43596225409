/** One attempt to bring a message to its recipients. */
import type { Bytes } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import type { Addr } from '../core/types.js';
import { provideName } from '../helpers/provide.js';
import { route } from '../names/route.js';
import type { Queue, Routing } from '../queue/queue.js';
import type { QueuedMessage, Recipient, Settle } from '../queue/types.js';
import { everybody } from './everybody.js';
import { deliverToGroup, type Resend } from './group.js';
import { deliverLocally, type LocalDeps } from './local.js';
import { expandRecipients, type Routed } from './routing.js';
import { withFields } from './text.js';
import { DONE, failed, later, type Outcome, type Relay } from './types.js';

export interface CarryDeps extends LocalDeps {
  readonly queue: Queue;
  /** Server Rules, once for each message: its end, or null, and the text that goes on. */
  readonly judgeAll: (message: QueuedMessage, text: Uint8Array) => Promise<JudgedAll>;
  /** A message for a mailing list; `command` is what follows its name. */
  readonly toList: (
    list: Addr,
    command: Bytes | null,
    message: QueuedMessage,
    text: Uint8Array,
    settle: Settle,
  ) => Promise<Outcome>;
  /** Takes a message for the members of a group that changed it. */
  readonly resend: Resend;
  /** The way to other hosts, null when there is none. */
  readonly relay: () => Relay | null;
  /** True when senders are told of recipients that nobody knows of, instead of a second try. */
  readonly reportsUnsure: () => boolean;
}

export interface JudgedAll {
  readonly outcome: Outcome | null;
  readonly text: Uint8Array;
}

export interface Tried {
  readonly recipient: Recipient;
  readonly outcome: Outcome;
}

export interface Attempt {
  /** What was found in this attempt: recipients, and another text when the Rules of the server changed it. */
  readonly routing: Routing;
  readonly tried: readonly Tried[];
}

/** Recipients here that are served at a time. */
const PARALLEL = 4;

/** Tries every recipient that is due. The Rules of the server run, and groups are expanded, in the first attempt. */
export async function attempt(
  deps: CarryDeps,
  message: QueuedMessage,
  text: Uint8Array,
  isLoop: boolean,
): Promise<Attempt> {
  const now = deps.core.clock();
  const isNew = message.to.length > 0;
  const recipients = isNew
    ? expandRecipients(deps.core, await provided(deps, message)).map((each, at) =>
        recipientOf(each, at + 1, now),
      )
    : await deps.queue.recipients(message.id);
  const routed: Routing = isNew ? { routed: recipients } : {};
  const all = (outcome: Outcome): Attempt => ({
    routing: routed,
    tried: recipients.map(recipient => ({ recipient, outcome: recipient.isDone ? DONE : outcome })),
  });
  if (isLoop) return all(failed('the message went through too many servers', '5.4.6'));
  const judged = isNew ? await deps.judgeAll(message, text) : { outcome: null, text };
  // Nothing is routed before the Rules had their say.
  if (judged.outcome?.kind === 'later') throw new Error(judged.outcome.error);
  if (judged.outcome !== null) return all(judged.outcome);
  const routing =
    judged.text === text ? routed : { ...routed, blob: await deps.core.store.blobs.put(judged.text) };
  const told = recipients.filter(each => each.isDone).map(recipient => ({ recipient, outcome: DONE }));
  const due = recipients.filter(each => !each.isHeld && !each.isDone && each.next <= now);
  const isHere = ({ queue }: Recipient) => queue === '';
  const settle = ({ number }: Recipient): Settle => deps.queue.settle(message, number, routing);
  const here = await carryHere(deps, message, judged.text, due.filter(isHere), settle);
  const away = await carryAway(
    deps,
    message,
    judged.text,
    due.filter(each => !isHere(each)),
    routing,
  );
  return { routing, tried: [...told, ...here, ...away] };
}

/** The addresses; everybody of a domain one by one, unknown names as the external authenticator leads them. */
async function provided({ core }: CarryDeps, { to, sender }: QueuedMessage): Promise<Bytes[]> {
  const found: Bytes[] = [];
  for (const address of to) {
    const all = await everybody(core, address, sender);
    if (all === null) found.push((await provideName(core, address, 'mail')) ?? address);
    else for (const each of all) found.push(each);
  }
  return found;
}

function recipientOf({ address, end }: Routed, number: number, now: number): Recipient {
  const queue = end.kind === 'remote' ? end.domain : '';
  const target = end.kind === 'remote' ? end.address : address;
  const state = { isHeld: false, isUnderway: false, isDone: false, isWarned: false };
  return { number, address: target, queue, tries: 0, next: now, error: '', ...state };
}

async function carryHere(
  deps: CarryDeps,
  message: QueuedMessage,
  text: Uint8Array,
  recipients: readonly Recipient[],
  settle: (recipient: Recipient) => Settle,
): Promise<Tried[]> {
  if (recipients.length === 0) return [];
  const local = withFields(text, [['Return-Path', `<${message.from}>`]]);
  const { id: blob } = await deps.core.store.blobs.put(local);
  const tried: Tried[] = [];
  for (let at = 0; at < recipients.length; at += PARALLEL) {
    const outcomes = recipients.slice(at, at + PARALLEL).map(async recipient => ({
      recipient,
      outcome: await deliver(deps, message, recipient, { text, local, blob }, settle(recipient)),
    }));
    tried.push(...(await Promise.all(outcomes)));
  }
  return tried;
}

interface Texts {
  readonly text: Uint8Array;
  /** The same with its Return-Path, and where that is stored. */
  readonly local: Uint8Array;
  readonly blob: string;
}

/** One recipient here; where the address leads is looked up anew, accounts may have moved. */
async function deliver(
  deps: CarryDeps,
  message: QueuedMessage,
  { address }: Recipient,
  { text, local, blob }: Texts,
  settle: Settle,
): Promise<Outcome> {
  const end = route(deps.core, address, 'mail');
  try {
    switch (end.kind) {
      case 'account': {
        const domain = deps.core.domains.find(end.addr.domain);
        const account = domain === null ? null : deps.core.accounts.find(domain.id, end.addr.account);
        if (domain === null || account === null) return unknown(address);
        const arriving = { message, recipient: address, account, domain, text: local };
        return await deliverLocally(deps, arriving, end.detail, blob, settle);
      }
      case 'list':
        return await deps.toList(end.addr, end.suffix, message, text, settle);
      case 'group':
        return await deliverToGroup(deps.core, end.addr, message, text, deps.resend, settle);
      case 'null':
        return DONE;
      case 'error':
        return failed('the address cannot be routed', '5.4.4');
      default:
        return unknown(address);
    }
  } catch (error) {
    // An administrator was faster: nothing is left to do.
    if (error instanceof PosternError && error.code === 'message-unknown') return DONE;
    deps.core.log.problem(`message ${message.id} was not delivered to ${address}: ${String(error)}`);
    return later('a failure of this server');
  }
}

const unknown = (address: Bytes): Outcome => failed(`there is no account ${address}`, '5.1.1');

/** Recipients of other hosts. Those that nobody knows of after a kill get it again, or their sender is told. */
async function carryAway(
  deps: CarryDeps,
  message: QueuedMessage,
  text: Uint8Array,
  recipients: readonly Recipient[],
  routing: Routing,
): Promise<Tried[]> {
  if (recipients.length === 0) return [];
  const unsure = recipients.filter(({ isUnderway }) => isUnderway);
  const isReported = unsure.length > 0 && deps.reportsUnsure();
  for (const { address } of unsure) {
    const end = isReported ? 'its sender is told' : 'it is passed on again';
    deps.core.log.problem(
      `message ${message.id} may have reached ${address} before the server ended: ${end}`,
    );
  }
  const told = isReported ? unsure.map(recipient => ({ recipient, outcome: UNSURE })) : [];
  const wanted = isReported ? recipients.filter(({ isUnderway }) => !isUnderway) : recipients;
  return [...told, ...(await relayed(deps, message, text, wanted, routing))];
}

const UNSURE = failed(
  'the server ended while it passed the message on: it may have arrived, or not',
  '5.4.0',
);

/**
 * One transaction for each host. Before it the recipients are marked, and what came of it is stored right after: only
 * when the server is killed in between does nobody know who has the message.
 */
async function relayed(
  deps: CarryDeps,
  message: QueuedMessage,
  text: Uint8Array,
  recipients: readonly Recipient[],
  routing: Routing,
): Promise<Tried[]> {
  const relay = deps.relay();
  const none = later('there is no way to other hosts');
  if (relay === null) return recipients.map(recipient => ({ recipient, outcome: none }));
  const tried: Tried[] = [];
  for (const queue of new Set(recipients.map(each => each.queue))) {
    const group = recipients.filter(each => each.queue === queue);
    tried.push(...(await relayGroup(deps, relay, message, text, group, routing)));
  }
  return tried;
}

async function relayGroup(
  deps: CarryDeps,
  relay: Relay,
  message: QueuedMessage,
  text: Uint8Array,
  group: readonly Recipient[],
  routing: Routing,
): Promise<Tried[]> {
  try {
    await deps.queue.underway(message, group, routing);
    // an administrator was faster: nothing is left to do
    if (deps.queue.message(message.id) === null)
      return group.map(recipient => ({ recipient, outcome: DONE }));
    const addresses = group.map(({ address }) => address);
    const outcomes = await relay.send(message.from, addresses, text);
    const tried = group.map(recipient => ({
      recipient,
      outcome: outcomes.get(recipient.address) ?? later('the relay did not answer'),
    }));
    const isDone = ({ outcome }: Tried) => outcome.kind === 'done';
    await deps.queue.passedOn(
      message,
      tried.filter(isDone).map(each => each.recipient),
      tried.filter(each => !isDone(each)).map(each => each.recipient),
    );
    return tried;
  } catch (error) {
    deps.core.log.problem(`message ${message.id} was not passed on: ${String(error)}`);
    return group.map(recipient => ({ recipient, outcome: later('a failure of this server') }));
  }
}
