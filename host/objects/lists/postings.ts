/** What mail does with lists (objects.md 11): postings, subscriptions, reports. */
import type { Bytes } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import type { Core } from '../core/core.js';
import type { Addr } from '../core/types.js';
import { DONE, failed, type Outcome, type Submission } from '../delivery/types.js';
import type { Mailboxes } from '../mailboxes/mailboxes.js';
import type { Messages } from '../messages/messages.js';
import { allParts, type ComposeContext, composeMessage, parseStructure, partText } from '../mime/index.js';
import { type Principal, SYSTEM } from '../principal.js';
import type { Queue } from '../queue/queue.js';
import { QUEUE_OWNER } from '../queue/records.js';
import type { QueuedMessage, Settle } from '../queue/types.js';
import { Facts } from '../rules/facts.js';
import { flagSetting, sizeSetting } from '../settings/read.js';
import { digestFor } from './digest.js';
import { verdictOf } from './moderation.js';
import { listMessage, notice } from './notices.js';
import { listOwner } from './records.js';
import { effectiveList, listText } from './settings.js';
import type { ListStore } from './store.js';
import type { ListOperation, ListRecord, SubscriberMode } from './types.js';

export interface PostingDeps {
  readonly core: Core;
  readonly lists: ListStore;
  readonly boxes: Mailboxes;
  readonly messages: Messages;
  readonly submit: (who: Principal, submission: Submission) => Promise<number>;
  readonly queue: Queue;
  /** Checks a message and stores its text for `Queue.takeIn`. */
  readonly prepare: (who: Principal, submission: Submission) => Promise<QueuedMessage>;
  readonly composing: () => ComposeContext;
}

/** Command addresses that change what a subscriber gets. */
const COMMANDS: Readonly<Record<string, ListOperation>> = {
  on: 'subscribe',
  off: 'unsubscribe',
  digest: 'digest',
  index: 'index',
  null: 'null',
};

export class Postings {
  constructor(private readonly deps: PostingDeps) {}

  private addressOf({ name, domainId }: ListRecord, command = ''): Bytes {
    const domain = this.deps.core.domains.get(domainId)?.name ?? '';
    return `${name}${command === '' ? '' : `-${command}`}@${domain}`;
  }

  /** Address of the owner, null when the account is gone. */
  private ownerOf(list: ListRecord): Bytes | null {
    const owner = this.deps.core.accounts.get(list.owner);
    const domain = owner === null ? null : this.deps.core.domains.get(owner.domainId);
    return owner === null || domain === null ? null : `${owner.name}@${domain.name}`;
  }

  private async send(list: ListRecord, to: readonly Bytes[], text: Uint8Array): Promise<void> {
    if (to.length > 0) await this.deps.submit(SYSTEM, this.letter(list, to, text));
  }

  private letter(list: ListRecord, to: readonly Bytes[], text: Uint8Array): Submission {
    return { from: this.addressOf(list, 'report'), to, text, source: 'LIST' };
  }

  // ---- mail

  /** A message for the list, or for one of its command addresses. */
  async receive(
    { account, domain }: Addr,
    command: Bytes | null,
    message: QueuedMessage,
    text: Uint8Array,
    settle: Settle,
  ): Promise<Outcome> {
    const list = this.deps.lists.find({ account, domain });
    if (list === null) return failed('there is no such list', '5.1.1');
    const facts = new Facts(text);
    if (command === null) return this.post(list, message, text, facts, settle);
    if (command === 'report') return this.report(list, text);
    if (command === 'admin') return this.toOwner(list, message, text, settle);
    // What machines send changes nothing, else two lists could answer each other.
    const [address] = facts.addresses('from');
    if (address === undefined || !address.includes('@') || !facts.isHuman(message.from)) return DONE;
    if (command === 'confirm' || command === 'unconfirm')
      return this.confirm(list, address, facts, command === 'confirm');
    const operation = COMMANDS[command];
    if (operation === undefined) return failed('there is no such list', '5.1.1');
    if (!this.maySubscribe(list, address, operation))
      return failed('the list takes no subscriptions', '5.7.1');
    const confirm = flagSetting(effectiveList(list.settings), 'Confirm');
    await this.operate(list, address, facts.names('from')[0] ?? '', operation, { confirm });
    return DONE;
  }

  private maySubscribe(list: ListRecord, address: Bytes, operation: ListOperation): boolean {
    const now = this.deps.lists.subscriber(list, address);
    if (now?.mode === 'banned') return false;
    if (operation === 'unsubscribe' || now !== null) return true;
    const policy = listText(list.settings, 'Subscribe').toLowerCase();
    if (policy.startsWith('this domain')) {
      const domain = this.deps.core.domains.find(address.slice(address.lastIndexOf('@') + 1));
      return domain?.id === list.domainId;
    }
    return policy.startsWith('any');
  }

  /** A visitor of the web asks for a change: the holder of the address must confirm it. Throws `no-rights`. */
  async request(list: ListRecord, address: Bytes, operation: ListOperation): Promise<void> {
    // Nobody learns who is subscribed: the end of no subscription is asked for, too, and changes nothing.
    if (operation === 'unsubscribe' && this.deps.lists.subscriber(list, address) === null) return;
    if (!this.maySubscribe(list, address, operation)) throw new PosternError('no-rights');
    await this.operate(list, address, '', operation, { confirm: true });
  }

  /** Changes a subscription and tells the subscriber; a confirmation is asked for first when it is wanted. */
  async operate(
    list: ListRecord,
    address: Bytes,
    realName: Bytes,
    operation: ListOperation,
    options: { readonly silently?: boolean; readonly confirm?: boolean },
  ): Promise<void> {
    const { lists } = this.deps;
    const change = lists.operate(list, address, realName, operation, options.confirm ?? false);
    const { before, after } = await lists.change(list, address, change);
    const isPending = after !== null && after.confirmation !== '';
    if (isPending)
      await this.tell(list, address, after.mode === 'unsubscribe' ? 'leave' : 'join', after.confirmation);
    else if (!options.silently && operation !== 'banned') {
      if (after === null && before !== null) await this.tell(list, address, 'bye', '');
      else if (after !== null && (before === null || before.mode === 'subscribe'))
        await this.tell(list, address, 'welcome', '');
    }
  }

  private async tell(
    list: ListRecord,
    to: Bytes,
    kind: 'join' | 'leave' | 'welcome' | 'bye',
    id: Bytes,
  ): Promise<void> {
    const facts = {
      list: this.addressOf(list),
      confirm: this.addressOf(list, 'confirm'),
      off: this.addressOf(list, 'off'),
    };
    const { fields, content } = notice(kind, to, id, facts, list.settings);
    await this.send(list, [to], composeMessage(fields, content, this.deps.composing()));
  }

  private async confirm(list: ListRecord, address: Bytes, facts: Facts, isYes: boolean): Promise<Outcome> {
    const subjects = facts.texts('subject').join(' ');
    const now = this.deps.lists.subscriber(list, address);
    if (now === null || now.confirmation === '' || !subjects.includes(now.confirmation)) return DONE;
    const { after } = await this.deps.lists.change(list, address, current => {
      if (current === null || current.confirmation !== now.confirmation) return current;
      const stays = (current.mode === 'subscribe') === isYes;
      return stays ? { ...current, mode: current.wanted, confirmation: '' } : null;
    });
    if (isYes) await this.tell(list, address, after === null ? 'bye' : 'welcome', '');
    return DONE;
  }

  /** Reports of what subscribers did not get. */
  private async report(list: ListRecord, text: Uint8Array): Promise<Outcome> {
    for (const part of allParts(parseStructure(text))) {
      if (part.type !== 'message' || part.subtype !== 'delivery-status') continue;
      for (const group of partText(text, part).split(/\n[ \t]*\n/)) {
        const address = /^Final-Recipient:[^;\n]*;[ \t]*(\S+)/im.exec(group)?.[1];
        const action = /^Action:[ \t]*(\w+)/im.exec(group)?.[1]?.toLowerCase();
        if (address !== undefined && action === 'failed') await this.deps.lists.bounced(list, address, false);
      }
    }
    return DONE;
  }

  private async toOwner(
    list: ListRecord,
    message: QueuedMessage,
    text: Uint8Array,
    settle: Settle,
  ): Promise<Outcome> {
    const owner = this.ownerOf(list);
    if (owner === null) return failed('the list has no owner', '5.1.1');
    const { queue, prepare, core } = this.deps;
    const added = await prepare(SYSTEM, { from: message.from, to: [owner], text, source: 'LIST' });
    await core.store.transact([QUEUE_OWNER, ...settle.owners], async tx => {
      await settle.run(tx);
      queue.takeIn(tx, [added]);
    });
    return DONE;
  }

  // ---- postings

  private async post(
    list: ListRecord,
    message: QueuedMessage,
    text: Uint8Array,
    facts: Facts,
    settle: Settle,
  ): Promise<Outcome> {
    const own = this.addressOf(list);
    if (message.from === '') return DONE;
    if (
      facts.texts('list-id').some(id => id.includes(`<${list.name}.`)) &&
      facts.texts('list-post').some(each => each.includes(own))
    ) {
      return failed('the message has been on the list', '5.4.6');
    }
    const settings = effectiveList(list.settings);
    const most = sizeSetting(settings, 'MaxSize', null);
    if (most !== null && text.length > most) return failed('the message is too large for the list', '5.2.3');
    const owner = this.ownerOf(list);
    const author = facts.addresses('from')[0] ?? message.from;
    const subscriber = this.deps.lists.subscriber(list, author);
    const isOwner = owner !== null && message.sender === owner;
    const verdict = isOwner ? 'pass' : verdictOf(subscriber, listText(settings, 'Postings'));
    if (verdict === 'refuse') return failed('the list does not take postings of this sender', '5.7.1');
    if (verdict === 'moderate') return this.toOwner(list, message, text, settle);
    await this.distribute(list, text, owner, author, settle);
    await this.digest(list);
    return DONE;
  }

  /** The archive, what goes to the subscribers, the count of the author's postings: all in one transaction. */
  private async distribute(
    list: ListRecord,
    text: Uint8Array,
    owner: Bytes | null,
    author: Bytes,
    settle: Settle,
  ): Promise<void> {
    const { core, lists, queue, boxes, messages } = this.deps;
    const domain = core.domains.get(list.domainId)?.name ?? '';
    const made = listMessage(text, list, domain);
    const isKept = owner !== null && flagSetting(effectiveList(list.settings), 'SaveMessages');
    const box = isKept ? await boxes.openOrMake(SYSTEM, owner, list.name, '', 'i') : null;
    const archive = box === null ? null : await messages.appending(SYSTEM, box, made);
    const added = await this.letters(list, [[made, ['feed', 'unsubscribe']]]);
    const owners = [QUEUE_OWNER, listOwner(list.id), ...settle.owners, ...(archive?.owners ?? [])];
    await core.store.transact(owners, async tx => {
      await settle.run(tx);
      archive?.run(tx);
      queue.takeIn(tx, added);
      lists.countPosting(tx, list, author);
    });
  }

  /** A text for the subscribers of these modes; none when there are no such subscribers. */
  private async letters(
    list: ListRecord,
    texts: readonly (readonly [text: Uint8Array, modes: readonly SubscriberMode[]])[],
  ): Promise<QueuedMessage[]> {
    const to = texts.map((): Bytes[] => []);
    for await (const each of this.deps.lists.subscribers(list))
      for (const [at, [, modes]] of texts.entries())
        if (modes.includes(each.mode)) to[at]?.push(each.address);
    const added: QueuedMessage[] = [];
    for (const [at, [text]] of texts.entries()) {
      const addresses = to[at] ?? [];
      if (addresses.length > 0)
        added.push(await this.deps.prepare(SYSTEM, this.letter(list, addresses, text)));
    }
    return added;
  }

  /** Sends the digest and the index when they are due. */
  async digest(list: ListRecord): Promise<void> {
    const { core, lists, queue } = this.deps;
    const owner = this.ownerOf(list);
    const made = owner === null ? null : await digestFor(this.deps, list, owner, this.addressOf(list));
    if (made === null) return;
    const added =
      made.texts === null
        ? []
        : await this.letters(list, [
            [made.texts.digest, ['digest']],
            [made.texts.index, ['index']],
          ]);
    await core.store.transact([QUEUE_OWNER, listOwner(list.id)], tx => {
      // Somebody else may have sent it meanwhile.
      if (lists.markDigest(tx, made)) queue.takeIn(tx, added);
    });
  }
}
