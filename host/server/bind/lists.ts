/** Archives of mailing lists as the web face sees them. */
import type { Bytes } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import type { Objects } from '../../objects/api.js';
import type { BrowsableList } from '../../objects/lists/archive.js';
import type { Identity, ListLine, WebLists } from '../../web/index.js';

/** Milliseconds in which an address is asked to confirm once, and a client may ask so often. */
const PERIOD = 10 * 60_000;
const MOST_PER_CLIENT = 10;
/** Addresses and clients that are remembered. */
const REMEMBERED = 10_000;

const lineOf = ({ record, address, realName, browse, charset }: BrowsableList): ListLine => ({
  name: record.name,
  address,
  realName,
  browse,
  charset,
});

/** Counts what was asked for lately, so that nobody fills the mailbox of somebody else. */
class Requests {
  private counts = new Map<string, number>();
  private since = 0;

  constructor(private readonly clock: () => number) {}

  /** Throws `too-many`. */
  count(key: string, most: number): void {
    const now = this.clock();
    if (now - this.since > PERIOD || this.counts.size > REMEMBERED) {
      this.counts = new Map();
      this.since = now;
    }
    const count = (this.counts.get(key) ?? 0) + 1;
    if (count > most) throw new PosternError('too-many');
    this.counts.set(key, count);
  }
}

export function webLists({ archives, accounts, core }: Objects): WebLists {
  const requests = new Requests(core.clock);
  const need = (domain: string, name: Bytes): BrowsableList => {
    const list = archives.find(domain, name);
    if (list === null) throw new PosternError('list-unknown');
    return list;
  };
  const namesOf = ({ account, domain, email, principal }: Identity): Bytes[] => [
    email,
    ...accounts.aliases(principal, `${account}@${domain}`).map(alias => `${alias}@${domain}`),
  ];
  return {
    index: async domain => (await archives.index(domain)).map(lineOf),
    find: (domain, name) => {
      const list = archives.find(domain, name);
      return list === null ? null : lineOf(list);
    },
    isSubscriber: (domain, name, who) => archives.isSubscriber(need(domain, name), namesOf(who)),
    page: (domain, name, { sortField, isDescending, filter, skip, limit }) => {
      const wish = { sortField, isDescending, filter, filterField: null, fields: ['From', 'Subject'] };
      return archives.look(need(domain, name), wish, view => {
        if (view === null) return { total: 0, unseen: 0, selected: 0, messages: [] };
        const messages = view.uids(skip, skip + limit - 1).flatMap(uid => {
          const record = view.record(uid);
          if (record === null) return [];
          const { size, internalDate } = record;
          return [{ uid, head: view.head(uid), size, received: Math.floor(internalDate / 1000) }];
        });
        const { allMessages } = archives.useOf(view);
        return { total: allMessages, unseen: view.unseen, selected: view.size, messages };
      });
    },
    neighbours: (domain, name, uid) =>
      archives.look(need(domain, name), { sortField: 'UID' }, view => {
        const at = view?.indexOf(uid) ?? -1;
        if (view === null || at < 0) return { next: null, previous: null };
        return { next: view.uidAt(at + 1) ?? null, previous: at === 0 ? null : (view.uidAt(at - 1) ?? null) };
      }),
    message: (domain, name, uid) => archives.text(need(domain, name), uid),
    request: async (domain, name, address, operation, client) => {
      const list = need(domain, name);
      requests.count(`client ${client}`, MOST_PER_CLIENT);
      requests.count(`${list.record.id} ${operation} ${address.toLowerCase().slice(0, 300)}`, 1);
      await archives.request(list, address, operation);
    },
  };
}
