/** Subscriptions and aliases of mailboxes (objects.md 7.4): names that clients show, own and foreign. */
import { dictKeys, isArray, isDict, isString, newDict } from '../../../stdlib/values/index.js';
import type { Bytes, Dict } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import { decodeValue, encodeValue, key } from '../../storage/index.js';
import type { Owner } from '../owner.js';
import type { Principal } from '../principal.js';
import type { MailDeps } from './types.js';

/** The service. `account` is a name from outside. */
export class BoxSubscriptions {
  constructor(private readonly deps: MailDeps) {}

  private own(who: Principal, account: string): Owner {
    const owner = this.deps.owner(who, account);
    if (!this.deps.mayEverything(who, owner)) throw new PosternError('no-rights');
    return owner;
  }

  /** Subscribed names in stored order. */
  list(who: Principal, account: string): Bytes[] {
    return this.stored(this.own(who, account));
  }

  private stored(owner: Owner): Bytes[] {
    const bytes = this.deps.store.get(key('mbox.sub', owner.id));
    const value = bytes ? decodeValue(bytes) : null;
    return isArray(value) ? value.filter(isString) : [];
  }

  /** Puts other names in place; `update` gets the old ones. Names need not exist. */
  async change(
    who: Principal,
    account: string,
    update: (names: readonly Bytes[]) => readonly Bytes[],
  ): Promise<void> {
    const owner = this.own(who, account);
    await this.deps.store.transact(this.deps.writer(owner), tx => {
      const names = [...new Set(update(this.stored(owner)))];
      if (names.length > this.deps.limits().subscriptions) {
        throw new PosternError('illegal-value', { args: ['subscription'] });
      }
      tx.put(key('mbox.sub', owner.id), encodeValue(names));
      tx.change('mailbox.subscription', [owner.id]);
    });
  }

  /** Alias to mailbox name. */
  aliases(who: Principal, account: string): Dict {
    return this.storedAliases(this.own(who, account));
  }

  private storedAliases(owner: Owner): Dict {
    const bytes = this.deps.store.get(key('mbox.alias', owner.id));
    const value = bytes ? decodeValue(bytes) : null;
    return isDict(value) ? value : newDict();
  }

  /** The mailbox name that an alias of the account stands for, null when it is none. No rights. */
  aliased(owner: Owner, name: Bytes): Bytes | null {
    const target = this.storedAliases(owner).entries[name];
    return typeof target === 'string' ? target : null;
  }

  /** Puts other aliases in place. Throws `illegal-value` for what is no name. */
  async setAliases(who: Principal, account: string, aliases: Dict): Promise<void> {
    const owner = this.own(who, account);
    const keys = dictKeys(aliases);
    const isGood = (name: Bytes) =>
      isString(aliases.entries[name] ?? null) && name !== '' && !name.startsWith('~');
    if (keys.length > this.deps.limits().subscriptions || !keys.every(isGood)) {
      throw new PosternError('illegal-value', { args: ['aliases'] });
    }
    await this.deps.store.transact(this.deps.writer(owner), tx => {
      tx.put(key('mbox.alias', owner.id), encodeValue(aliases));
      tx.change('mailbox.subscription', [owner.id]);
    });
  }
}
