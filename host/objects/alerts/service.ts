/** Alerts of the server, of domains and of accounts: texts that users see once (objects.md 10, cli.md 6.5, 7.10). */

import { dictDelete, dictKeys, dictOf, dictPut } from '../../../stdlib/values/dict.js';
import type { Bytes, Dict } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import type { Tx } from '../../storage/index.js';
import { accountIn } from '../core/accounttable.js';
import { dictFrom, numberFrom, stored } from '../core/codec.js';
import type { Core } from '../core/core.js';
import { domainIn } from '../core/domaintable.js';
import {
  accountOwner,
  accountPartKey,
  domainKey,
  domainOwner,
  SERVER_OWNER,
  serverKey,
} from '../core/keys.js';
import type { Addr } from '../core/types.js';
import type { Principal } from '../principal.js';
import { type Rule, rule } from '../rights/rule.js';
import { replaced } from '../settings/update.js';
import { secondsOfStamp, stampOf } from './stamps.js';

export type AlertScope = 'server' | 'domain' | 'account';

/** Change log topic; the subject is the scope and the number of the domain or account (0 for the server). */
export const ALERT_TOPIC = 'alert';

/** An alert that its reader has not confirmed. */
export interface PendingAlert {
  /** Seconds since 1970. */
  readonly time: number;
  readonly text: Bytes;
  readonly scope: AlertScope;
}

interface Actions {
  readonly get: Rule;
  readonly change: Rule;
  readonly remove: Rule;
}

const RULES: Readonly<Record<AlertScope, Actions>> = {
  server: { get: rule('Settings|Users'), change: rule('Settings|Users'), remove: rule('Settings|Users') },
  domain: {
    get: rule('Users|Domain'),
    change: rule('Users|Domain:CanPostAlerts'),
    remove: rule('Users|Domain:CanPostAlerts'),
  },
  account: {
    get: rule('own|Users|Domain'),
    change: rule('Users|Domain:CanPostAlerts'),
    remove: rule('own|Users|Domain:CanPostAlerts'),
  },
};

const MAX_TEXT = 4096;
const MAX_ALERTS = 1000;
/** Seconds after which an alert makes room for a new one when there are too many. */
const KEEP = 30 * 86_400;

/** Where a set of alerts is kept, and who may write it. */
interface Home {
  readonly scope: AlertScope;
  readonly id: number;
  readonly key: Uint8Array;
  readonly owner: string;
  /** Refuses when the domain or account has gone. */
  readonly check: (tx: Tx) => void;
}

export class Alerts {
  readonly #core: Core;

  constructor(core: Core) {
    this.#core = core;
  }

  /** Stamp -> text. `target` names the domain or account; null is the own domain, or the server. */
  get(who: Principal, scope: AlertScope, target: Bytes | null): Dict {
    return dictFrom(this.#core.store.get(this.#home(who, scope, target, 'get').key));
  }

  /** Replaces the set; keys must be stamps. */
  async set(who: Principal, scope: AlertScope, target: Bytes | null, alerts: Dict): Promise<void> {
    const home = this.#home(who, scope, target, 'change');
    const next = replaced(alerts);
    for (const key of dictKeys(next)) {
      const text = next.entries[key];
      if (secondsOfStamp(key) === null || typeof text !== 'string')
        throw new PosternError('illegal-value', { args: [key.slice(0, 64)] });
      checkText(text);
    }
    if (dictKeys(next).length > MAX_ALERTS) throw new PosternError('too-large');
    await this.#change(home, () => next);
  }

  /** Adds an alert with the current second as stamp, or the next free one. Gives the stamp. */
  async post(who: Principal, scope: AlertScope, target: Bytes | null, text: Bytes): Promise<Bytes> {
    const home = this.#home(who, scope, target, 'change');
    checkText(text);
    const now = Math.floor(this.#core.clock() / 1000);
    let stamp = '';
    await this.#change(home, old => {
      const isFull = dictKeys(old).length >= MAX_ALERTS;
      const next = dictOf(
        Object.entries(old.entries).filter(([key]) => !isFull || (secondsOfStamp(key) ?? 0) > now - KEEP),
      );
      if (dictKeys(next).length >= MAX_ALERTS) throw new PosternError('too-large');
      let seconds = now;
      while (next.entries[stampOf(seconds)] !== undefined) seconds++;
      stamp = stampOf(seconds);
      dictPut(next, stamp, text);
      return next;
    });
    return stamp;
  }

  async remove(who: Principal, scope: AlertScope, target: Bytes | null, stamp: Bytes): Promise<void> {
    const home = this.#home(who, scope, target, 'remove');
    await this.#change(home, old => {
      if (old.entries[stamp] === undefined) throw new PosternError('alert-unknown');
      const next = dictOf(Object.entries(old.entries));
      dictDelete(next, stamp);
      return next;
    });
  }

  /** What a user has not confirmed yet, oldest first. No rights. */
  pending(addr: Addr): readonly PendingAlert[] {
    const account = this.#account(addr);
    const { store } = this.#core;
    const confirmed = numberFrom(store.get(accountPartKey(account.id, 'confirmed')), 0);
    const found: PendingAlert[] = [];
    for (const home of [server(), ofDomain(account.domainId), ofAccount(account.id)]) {
      for (const [stamp, text] of Object.entries(dictFrom(store.get(home.key)).entries)) {
        const time = secondsOfStamp(stamp);
        if (time !== null && time > confirmed && typeof text === 'string')
          found.push({ time, text, scope: home.scope });
      }
    }
    return found.sort((a, b) => a.time - b.time);
  }

  /** Notes that the user has seen everything up to a moment, in seconds since 1970. No rights. */
  async confirm(addr: Addr, time: number): Promise<void> {
    const account = this.#account(addr);
    const key = accountPartKey(account.id, 'confirmed');
    await this.#core.store.transact(accountOwner(account.id), tx => {
      accountIn(tx, account);
      if (numberFrom(tx.get(key), 0) < time) tx.put(key, stored(Math.floor(time)));
    });
  }

  #home(who: Principal, scope: AlertScope, target: Bytes | null, action: keyof Actions): Home {
    const needs = RULES[scope][action];
    if (scope === 'server') {
      this.#core.rights.need(who, needs);
      return server();
    }
    if (scope === 'domain') return ofDomain(this.#core.targets.domain(who, target, needs).id);
    return ofAccount(this.#core.targets.account(who, target ?? '*', needs).id);
  }

  async #change(home: Home, change: (old: Dict) => Dict): Promise<void> {
    await this.#core.store.transact(home.owner, tx => {
      home.check(tx);
      tx.put(home.key, stored(change(dictFrom(tx.get(home.key)))));
      tx.change(ALERT_TOPIC, [home.scope, home.id]);
    });
  }

  #account(addr: Addr): { readonly id: number; readonly domainId: number } {
    const domain = this.#core.domains.find(addr.domain);
    const account = domain === null ? null : this.#core.accounts.find(domain.id, addr.account);
    if (account === null) throw new PosternError('account-unknown');
    return account;
  }
}

function server(): Home {
  return { scope: 'server', id: 0, key: serverKey('alerts'), owner: SERVER_OWNER, check: () => undefined };
}

function ofDomain(id: number): Home {
  return {
    scope: 'domain',
    id,
    key: domainKey(id, 'alerts'),
    owner: domainOwner(id),
    check: tx => void domainIn(tx, id),
  };
}

function ofAccount(id: number): Home {
  return {
    scope: 'account',
    id,
    key: accountPartKey(id, 'alerts'),
    owner: accountOwner(id),
    check: tx => void accountIn(tx, { id }),
  };
}

function checkText(text: Bytes): void {
  if (text === '' || text.length > MAX_TEXT)
    throw new PosternError('illegal-value', { args: ['alert text'] });
}
