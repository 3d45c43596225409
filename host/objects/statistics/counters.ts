/**
 * Counters of accounts and domains (cli.md 7.18), kept only if the server setting AccountStatistics is YES. They are
 * added up in memory and written behind the work that they count.
 */
import { dictOf, dictPut } from '../../../stdlib/values/dict.js';
import { makeTime } from '../../../stdlib/values/make.js';
import type { Bytes, Dict } from '../../../stdlib/values/types.js';
import { dictFrom, stored } from '../core/codec.js';
import type { Core } from '../core/core.js';
import { accountKey, accountOwner, accountPartKey, domainKey, domainOwner } from '../core/keys.js';
import { flagSetting } from '../settings/read.js';

export const DOMAIN_COUNTERS = [
  'MessagesReceived',
  'BytesReceived',
  'MessagesSent',
  'BytesSent',
  'CallsReceived',
  'CallsSent',
] as const;
export const ACCOUNT_COUNTERS = [...DOMAIN_COUNTERS, 'Logins'] as const;
export type Counter = (typeof ACCOUNT_COUNTERS)[number];

const DELAY_MS = 1000;
/** Key of the time of the last reset. */
const RESET = 'StatReset';

/** An account or a domain by its number. */
export interface Counted {
  readonly kind: 'account' | 'domain';
  readonly id: number;
}

export class Counters {
  readonly #core: Core;
  readonly #waiting = new Map<string, { readonly counted: Counted; readonly sums: Map<Counter, number> }>();
  #timer: NodeJS.Timeout | null = null;

  constructor(core: Core) {
    this.#core = core;
  }

  /** Adds to a counter of an account and of its domain. */
  add(accountId: number, domainId: number, counter: Counter, amount = 1): void {
    if (!this.#isOn()) return;
    this.#add({ kind: 'account', id: accountId }, counter, amount);
    if (counter !== 'Logins') this.#add({ kind: 'domain', id: domainId }, counter, amount);
  }

  /** Every counter as digits, and the time of the last reset if there was one. */
  read(counted: Counted): Dict {
    const all = dictOf([]);
    const kept = this.#isOn() ? dictFrom(this.#core.store.get(keyOf(counted))) : all;
    const waiting = this.#waiting.get(labelOf(counted))?.sums;
    for (const counter of counted.kind === 'account' ? ACCOUNT_COUNTERS : DOMAIN_COUNTERS) {
      const value = kept.entries[counter];
      const sum = (typeof value === 'number' ? value : 0) + (waiting?.get(counter) ?? 0);
      dictPut(all, counter, String(sum));
    }
    const reset = kept.entries[RESET];
    dictPut(all, RESET, makeTime(typeof reset === 'number' ? reset : Math.floor(this.#core.clock() / 1000)));
    return all;
  }

  /** Sets one counter, or all, to zero. */
  async reset(counted: Counted, counter: Bytes | null): Promise<void> {
    await this.flush();
    await this.#write(counted, old => {
      const next = dictOf(
        counter === null ? [] : Object.entries(old.entries).filter(([key]) => key !== counter),
      );
      dictPut(next, RESET, Math.floor(this.#core.clock() / 1000));
      return next;
    });
  }

  /** Writes what waits. */
  async flush(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const batch = [...this.#waiting.values()];
    this.#waiting.clear();
    await Promise.all(
      batch.map(({ counted, sums }) =>
        this.#write(counted, old => {
          const next = dictOf(Object.entries(old.entries));
          for (const [counter, sum] of sums) {
            const value = next.entries[counter];
            dictPut(next, counter, (typeof value === 'number' ? value : 0) + sum);
          }
          return next;
        }).catch(error => this.#core.log.problem(`counters were not kept: ${String(error)}`)),
      ),
    );
  }

  #isOn(): boolean {
    return flagSetting(this.#core.server.dict('settings'), 'AccountStatistics');
  }

  #add(counted: Counted, counter: Counter, amount: number): void {
    const label = labelOf(counted);
    const entry = this.#waiting.get(label) ?? { counted, sums: new Map<Counter, number>() };
    entry.sums.set(counter, (entry.sums.get(counter) ?? 0) + amount);
    this.#waiting.set(label, entry);
    this.#timer ??= setTimeout(() => void this.flush(), DELAY_MS);
    this.#timer.unref();
  }

  async #write(counted: Counted, change: (old: Dict) => Dict): Promise<void> {
    const isAccount = counted.kind === 'account';
    const owner = isAccount ? accountOwner(counted.id) : domainOwner(counted.id);
    const record = isAccount ? accountKey(counted.id) : domainKey(counted.id);
    const key = keyOf(counted);
    await this.#core.store.transact(owner, tx => {
      if (tx.get(record) !== undefined) tx.put(key, stored(change(dictFrom(tx.get(key)))));
    });
  }
}

const labelOf = (counted: Counted): string => `${counted.kind}/${counted.id}`;
const keyOf = (counted: Counted): Uint8Array =>
  counted.kind === 'account' ? accountPartKey(counted.id, 'stat') : domainKey(counted.id, 'stat');
