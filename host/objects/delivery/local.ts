/** Delivery into an account: Rules of its domain, its own Rules, the mailbox. */
import type { Bytes } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import type { CachedAccount } from '../core/accounttable.js';
import type { Core } from '../core/core.js';
import type { DomainRecord } from '../core/types.js';
import type { Mailboxes } from '../mailboxes/mailboxes.js';
import type { Box } from '../mailboxes/types.js';
import type { Flags } from '../messages/flags.js';
import type { Messages } from '../messages/messages.js';
import { admits } from '../passwords/policy.js';
import { type Principal, SYSTEM } from '../principal.js';
import type { QueuedMessage, Settle } from '../queue/types.js';
import type { Statistics } from '../statistics/service.js';
import { type FullnessDeps, isSuspended, tellFullness } from './fullness.js';
import { DONE, failed, later, type Outcome } from './types.js';

/** A message at the door of an account. */
export interface Arriving {
  readonly message: QueuedMessage;
  /** Address that it came for. */
  readonly recipient: Bytes;
  readonly account: CachedAccount;
  readonly domain: DomainRecord;
  /** With its Return-Path. */
  readonly text: Uint8Array;
}

/** What the Rules made of a message. */
export interface Judged {
  readonly verdict: 'keep' | 'discard' | 'reject' | 'later';
  /** Text of the refusal, or why it has to wait. */
  readonly reason: Bytes;
  readonly text: Uint8Array;
  readonly flags: Flags;
}

export interface LocalDeps extends FullnessDeps {
  readonly boxes: Mailboxes;
  readonly messages: Messages;
  readonly judge: (arriving: Arriving) => Promise<Judged>;
  readonly count: Statistics['count'];
}

/** Failures that a report tells; all others are tried again. */
const FINAL: Readonly<Record<string, readonly [status: Bytes, text: Bytes]>> = {
  'storage-limit': ['5.2.2', 'the account storage limit is reached'],
  'too-large': ['5.2.3', 'the message is too large for the account'],
};

/**
 * Delivers to one account.
 * @param detail text behind the `+` of the address, null for none: a mailbox that may be written to by mail
 * @param blob where the text is stored already
 * @param settle ends the recipient with the delivery
 */
export async function deliverLocally(
  deps: LocalDeps,
  arriving: Arriving,
  detail: Bytes | null,
  blob: string,
  settle: Settle,
): Promise<Outcome> {
  const { core } = deps;
  const { account, domain } = arriving;
  if (domain.suspended) return later('the domain is suspended');
  if (!admits('Mail', core.resolver.account(account), core.resolver.domain(domain))) {
    return failed('the account does not take mail', '5.2.1');
  }
  if (isSuspended(deps, account)) return later('the account storage is full');
  try {
    const judged = await deps.judge(arriving);
    if (judged.verdict === 'reject') return failed(judged.reason, '5.7.1');
    if (judged.verdict === 'later') return later(judged.reason);
    if (judged.verdict === 'discard') return DONE;
    const box = await placeFor(deps, arriving, detail);
    const { owners, run } = await deps.messages.appending(SYSTEM, box, judged.text, {
      letter: 'p',
      flags: judged.flags,
      ...(judged.text === arriving.text ? { blob } : {}),
    });
    await core.store.transact([...owners, ...settle.owners], async tx => {
      await settle.run(tx);
      run(tx);
    });
    const addr = { account: account.name, domain: domain.name };
    deps.count(addr, 'MessagesReceived');
    deps.count(addr, 'BytesReceived', judged.text.length);
    await tellFull(deps, account, domain);
    return DONE;
  } catch (error) {
    if (!(error instanceof PosternError)) throw error;
    if (error.code === 'message-unknown') throw error;
    const final = FINAL[error.code];
    return final ? failed(final[1], final[0]) : later(error.message);
  }
}

/** The message is stored: whatever goes wrong here must not deliver it twice. */
async function tellFull(deps: LocalDeps, account: CachedAccount, domain: DomainRecord): Promise<void> {
  try {
    await tellFullness(deps, account, `${account.name}@${domain.name}`);
  } catch (error) {
    deps.core.log.problem(`${account.name}@${domain.name} was not told of a full storage: ${String(error)}`);
  }
}

/** The mailbox that the detail names, when the sender may post there; else the INBOX. */
async function placeFor(
  deps: LocalDeps,
  { message, account, domain }: Arriving,
  detail: Bytes | null,
): Promise<Box> {
  const name = `${account.name}@${domain.name}`;
  if (detail !== null && detail !== '') {
    try {
      return await deps.boxes.open(posterOf(deps.core, message), name, detail, 'p');
    } catch (error) {
      if (!(error instanceof PosternError)) throw error;
    }
  }
  return deps.boxes.open(SYSTEM, name, 'INBOX', 'p');
}

/** Whoever signed in to send it. */
function posterOf(core: Core, { sender }: QueuedMessage): Principal {
  const at = sender?.lastIndexOf('@') ?? -1;
  if (sender === null || at < 1) return { kind: 'nobody', domain: null };
  const domain = core.domains.find(sender.slice(at + 1));
  if (domain === null) return { kind: 'nobody', domain: null };
  return { kind: 'account', account: sender.slice(0, at), domain: domain.name };
}
