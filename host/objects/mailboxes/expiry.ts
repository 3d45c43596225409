/**
 * Messages that are old (objects.md 3). At the end of a session what lay in Trash or Junk longer than the preferences
 * `EmptyTrash` and `EmptyJunk` say goes; once a day messages older than `DeleteMessagesAfter` go, and those older than
 * `ArchiveMessagesAfter` move into the archive.
 */
import { dictOf } from '../../../stdlib/values/index.js';
import type { Bytes, Dict, Value } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import { putPart } from '../accounts/write.js';
import { accountIn, type CachedAccount } from '../core/accounttable.js';
import { dictFrom } from '../core/codec.js';
import type { Core } from '../core/core.js';
import { accountOwner, accountPartKey } from '../core/keys.js';
import { namesOf } from '../core/namespace.js';
import type { Messages } from '../messages/messages.js';
import type { MessageRecord } from '../messages/records.js';
import { SYSTEM } from '../principal.js';
import { secondsSetting, textSetting } from '../settings/read.js';
import type { Mailboxes } from './mailboxes.js';
import type { Box } from './types.js';

export interface ExpiryDeps {
  readonly core: Core;
  readonly boxes: Mailboxes;
  readonly messages: Messages;
}

const DAY = 86_400_000;
/** Messages removed or moved in one transaction. */
const PIECE = 500;
/** Marks that are kept of one mailbox: one a day. */
const MOST_MARKS = 400;
/** Server record with the time of the last daily work. */
const LAST_RUN = 'expiryRun';

/** Mailboxes that are emptied: the preferences with the name and the time. */
const EMPTIED: readonly (readonly [box: Bytes, usual: Bytes, period: Bytes])[] = [
  ['TrashBox', 'Trash', 'EmptyTrash'],
  ['JunkBox', 'Junk', 'EmptyJunk'],
];

type Test = (message: { readonly uid: number; readonly record: MessageRecord }) => boolean;

/** What the next UID of a mailbox was at a time: messages below it lay there already, whatever their own date is. */
type Mark = readonly [time: number, uidNext: number];

function marksIn(dict: Dict, box: Box): Mark[] {
  const value = dict.entries[String(box.id)];
  const list: Value[] = Array.isArray(value) ? value : [];
  return list.flatMap(item => {
    const [time, uid] = Array.isArray(item) ? item : [];
    return typeof time === 'number' && typeof uid === 'number' ? [[time, uid] as const] : [];
  });
}

export class Expiry {
  constructor(private readonly deps: ExpiryDeps) {}

  /** Empties Trash and Junk of an account of what lay there long enough. */
  async tidy(accountId: number): Promise<void> {
    const { core, boxes } = this.deps;
    const account = core.accounts.get(accountId);
    const email = account === null ? null : this.#emailOf(account);
    if (account === null || email === null) return;
    const preferences = core.resolver.prefs(account);
    for (const [key, usual, period] of EMPTIED) {
      const seconds = secondsSetting(preferences, period, null);
      if (seconds === null || seconds <= 0) continue;
      const box = await found(boxes.open(SYSTEM, email, textSetting(preferences, key, usual), 'd'));
      if (box === null) continue;
      const below = await this.#mark(account, box, seconds * 1000);
      if (below > 1) await this.#remove(box, ({ uid }) => uid < below);
    }
  }

  /** Notes what lies in a mailbox today; gives the UID below which everything has been there for the time. */
  #mark(account: CachedAccount, box: Box, time: number): Promise<number> {
    const { core } = this.deps;
    const now = core.clock();
    return core.store.transact(accountOwner(account.id), tx => {
      accountIn(tx, account);
      const dict = dictFrom(tx.get(accountPartKey(account.id, 'marks')));
      const all = marksIn(dict, box);
      const ripe = all.filter(([at]) => now - at >= time);
      const below = Math.max(1, ...ripe.map(([, uid]) => uid));
      const young = all.filter(([at]) => now - at < time).slice(-MOST_MARKS);
      const isToday = young.some(([at]) => now - at < DAY);
      const marks = isToday ? young : [...young, [now, box.use.uidNext] as const];
      if (ripe.length > 0 || !isToday) {
        const next = dictOf(Object.entries(dict.entries));
        next.entries[String(box.id)] = marks.map(mark => [...mark]);
        putPart(tx, account.id, 'marks', next);
      }
      return below;
    });
  }

  /** The work of a day, over all accounts; does nothing when the last one is not a day ago. */
  async daily(): Promise<void> {
    const { core } = this.deps;
    const last = core.server.value(LAST_RUN);
    if (typeof last === 'number' && core.clock() - last < DAY) return;
    await core.server.put(LAST_RUN, core.clock());
    for (const { id } of core.domains.all()) {
      for await (const [, entry] of namesOf(core.store, id)) {
        const account = entry.kind === 'account' ? core.accounts.get(entry.id) : null;
        if (account === null) continue;
        try {
          await this.#age(account);
        } catch (error) {
          core.log.problem(`old messages of ${account.name} stay: ${String(error)}`);
        }
      }
    }
  }

  async #age(account: CachedAccount): Promise<void> {
    const { core, boxes } = this.deps;
    const settings = core.resolver.account(account);
    const limitOf = (key: Bytes): number | null => {
      const seconds = secondsSetting(settings, key, null);
      return seconds === null || seconds <= 0 ? null : core.clock() - seconds * 1000;
    };
    const [deleteBefore, archiveBefore] = [limitOf('DeleteMessagesAfter'), limitOf('ArchiveMessagesAfter')];
    const email = this.#emailOf(account);
    if ((deleteBefore === null && archiveBefore === null) || email === null) return;
    const preferences = core.resolver.prefs(account);
    const archive = textSetting(preferences, 'ArchiveBox', 'Archive');
    const kept = [
      archive,
      ...['Trash', 'Junk', 'Drafts'].map(name => textSetting(preferences, `${name}Box`, name)),
    ];
    const isKept = (name: Bytes) => kept.some(each => name === each || name.startsWith(`${each}/`));
    for (const { name } of await boxes.list(SYSTEM, email, null)) {
      const box = await found(boxes.open(SYSTEM, email, name, 'rd'));
      if (box === null || !/^(?:IPF\.Note)?$/i.test(box.record.class)) continue;
      if (deleteBefore !== null) await this.#remove(box, ({ record }) => record.internalDate < deleteBefore);
      if (archiveBefore !== null && !isKept(name))
        await this.#archive(email, box, `${archive}/${name}`, archiveBefore);
    }
  }

  async #archive(email: Bytes, box: Box, into: Bytes, before: number): Promise<void> {
    const uids = await this.#uids(box, ({ record }) => record.internalDate < before);
    if (uids.length === 0) return;
    const target = await this.deps.boxes.openOrMake(SYSTEM, email, into, '', 'i');
    for (let at = 0; at < uids.length; at += PIECE)
      await this.deps.messages.copy(SYSTEM, box, uids.slice(at, at + PIECE), target, true);
  }

  async #remove(box: Box, test: Test): Promise<void> {
    const uids = await this.#uids(box, test);
    for (let at = 0; at < uids.length; at += PIECE)
      await this.deps.messages.remove(SYSTEM, box, uids.slice(at, at + PIECE));
  }

  async #uids(box: Box, test: Test): Promise<number[]> {
    const uids: number[] = [];
    for await (const each of this.deps.messages.all(SYSTEM, box)) if (test(each)) uids.push(each.uid);
    return uids;
  }

  #emailOf({ name, domainId }: CachedAccount): Bytes | null {
    const domain = this.deps.core.domains.get(domainId);
    return domain === null ? null : `${name}@${domain.name}`;
  }
}

/** The mailbox, null when there is none. */
async function found(opening: Promise<Box>): Promise<Box | null> {
  try {
    return await opening;
  } catch (error) {
    if (error instanceof PosternError && error.code === 'mailbox-unknown') return null;
    throw error;
  }
}
