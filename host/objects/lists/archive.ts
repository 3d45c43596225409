/**
 * Archives of mailing lists for the web (webapp.md C4 to C6): which lists may be browsed, their messages, requests of
 * visitors for a subscription. Whoever asks has no account here; what a list does not show does not exist.
 */
import type { Bytes } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import type { Core } from '../core/core.js';
import { countsIn, namesOf } from '../core/namespace.js';
import type { Mailboxes } from '../mailboxes/mailboxes.js';
import type { BoxUse } from '../mailboxes/types.js';
import type { Messages } from '../messages/messages.js';
import { SYSTEM } from '../principal.js';
import type { View, ViewOptions } from '../views/view.js';
import type { Views } from '../views/views.js';
import type { Postings } from './postings.js';
import { listText } from './settings.js';
import type { ListStore } from './store.js';
import type { ListOperation, ListRecord } from './types.js';

/** Who may read the messages of a list. */
export type Browsers = 'anyone' | 'subscribers';

/** A list that may be browsed. */
export interface BrowsableList {
  readonly record: ListRecord;
  /** Address of the list. */
  readonly address: Bytes;
  /** What it is about; empty when nobody said. */
  readonly realName: Bytes;
  readonly browse: Browsers;
  readonly charset: Bytes;
}

export interface ArchiveDeps {
  readonly core: Core;
  readonly lists: ListStore;
  readonly postings: Postings;
  readonly boxes: Mailboxes;
  readonly messages: Messages;
  readonly views: Views;
}

/** Sorted archives that are kept open. */
const MOST_VIEWS = 32;
/** Messages of the largest archive that is filtered. */
const MOST_FILTERED = 20_000;
/** Archives that are filtered at a time. */
const MOST_FILTERS = 2;

export class Archives {
  /** By list, mailbox and order; the one that was used last comes last. */
  readonly #views = new Map<string, View>();
  #filters = 0;

  constructor(private readonly deps: ArchiveDeps) {}

  /** True when the domain has a list, whether it may be browsed or not. */
  hasLists(domain: string): boolean {
    const record = this.deps.core.domains.find(domain);
    return record !== null && countsIn(this.deps.core.store, record.id).list > 0;
  }

  /** Lists of a domain that may be browsed, by name. */
  async index(domain: string): Promise<BrowsableList[]> {
    const record = this.deps.core.domains.find(domain);
    const found: BrowsableList[] = [];
    if (record === null || !this.hasLists(domain)) return found;
    for await (const [name, entry] of namesOf(this.deps.core.store, record.id)) {
      const list = entry.kind === 'list' ? this.find(domain, name) : null;
      if (list !== null) found.push(list);
    }
    return found;
  }

  /** A list that may be browsed; null for all others. */
  find(domain: string, name: Bytes): BrowsableList | null {
    const record = this.deps.lists.find({ account: name.toLowerCase(), domain });
    if (record === null) return null;
    const browse = BROWSERS[listText(record.settings, 'Browse').toLowerCase()];
    if (browse === undefined) return null;
    const home = this.deps.core.domains.get(record.domainId)?.name ?? domain;
    const realName = listText(record.settings, 'RealName');
    const charset = listText(record.settings, 'Charset');
    return { record, address: `${record.name}@${home}`, realName, browse, charset };
  }

  /** True when one of the addresses gets what the list sends, or may read it on the web. */
  isSubscriber({ record }: BrowsableList, addresses: readonly Bytes[]): boolean {
    return addresses.some(address => {
      const mode = this.deps.lists.subscriber(record, address)?.mode;
      return mode !== undefined && mode !== 'banned' && mode !== 'subscribe';
    });
  }

  /**
   * Looks into the archive. Throws `too-many`, `too-large` for filters that cost too much.
   * @param look called with the view; null when there is no archive yet
   */
  async look<T>(
    list: BrowsableList,
    wish: ViewOptions,
    look: (view: View | null) => Promise<T> | T,
  ): Promise<T> {
    const owner = this.#owner(list);
    const box = owner === null ? null : await this.#box(owner, list.record.name);
    if (owner === null || box === null) return look(null);
    const open = () =>
      this.deps.views.open(SYSTEM, owner, { ...wish, mailbox: list.record.name }, () => undefined);
    if ((wish.filter ?? '') !== '') {
      if (box.use.allMessages > MOST_FILTERED) throw new PosternError('too-large');
      if (this.#filters >= MOST_FILTERS) throw new PosternError('too-many');
      this.#filters++;
      try {
        const view = await open();
        try {
          return await look(view);
        } finally {
          view.close();
        }
      } finally {
        this.#filters--;
      }
    }
    const key = `${list.record.id}/${box.id}/${wish.sortField ?? ''}/${wish.isDescending ?? false}`;
    const view = this.#views.get(key) ?? (await open());
    this.#views.delete(key);
    this.#views.set(key, view);
    this.#shrink();
    view.sync();
    return look(view);
  }

  /** Counters of the mailbox of a view as they are now. */
  useOf({ box }: View): BoxUse {
    return this.deps.boxes.useOf(box.owner, box.id);
  }

  /** The text of a message, null when there is none. */
  async text(list: BrowsableList, uid: number): Promise<Uint8Array | null> {
    const owner = this.#owner(list);
    const box = owner === null ? null : await this.#box(owner, list.record.name);
    return box === null ? null : missing(this.deps.messages.read(SYSTEM, box, uid));
  }

  /**
   * Asks the holder of an address to confirm a subscription, or its end, by mail: nothing else changes. Throws
   * `no-rights` when the list does not take it, `illegal-value` for what is no address.
   */
  async request({ record }: BrowsableList, address: Bytes, operation: ListOperation): Promise<void> {
    if (!/^[^\0-\x20\x7f<>,;"@]{1,100}@[a-z0-9.-]{1,200}$/i.test(address))
      throw new PosternError('illegal-value', { args: ['address'] });
    await this.deps.postings.request(record, address, operation);
  }

  /** Closes what is open. */
  close(): void {
    for (const view of this.#views.values()) view.close();
    this.#views.clear();
  }

  #owner({ record }: BrowsableList): Bytes | null {
    const account = this.deps.core.accounts.get(record.owner);
    const domain = account === null ? null : this.deps.core.domains.get(account.domainId);
    return account === null || domain === null ? null : `${account.name}@${domain.name}`;
  }

  #box(owner: Bytes, name: Bytes) {
    return missing(this.deps.boxes.open(SYSTEM, owner, name, 'r'));
  }

  #shrink(): void {
    for (const [key, view] of this.#views) {
      if (this.#views.size <= MOST_VIEWS) return;
      this.#views.delete(key);
      view.close();
    }
  }
}

/** Values of the setting `Browse`; every other one shows nothing. */
const BROWSERS: Readonly<Record<string, Browsers | undefined>> = {
  __proto__: null as never,
  anyone: 'anyone',
  anybody: 'anyone',
  subscribers: 'subscribers',
};

async function missing<T>(reading: Promise<T>): Promise<T | null> {
  try {
    return await reading;
  } catch (error) {
    const isMissing =
      error instanceof PosternError && (error.code === 'mailbox-unknown' || error.code === 'message-unknown');
    if (isMissing) return null;
    throw error;
  }
}
