/**
 * When and from where accounts were opened (objects.md 4). These are the most frequent changes of all and nobody needs
 * them to survive a power failure, so they are written behind the logins; whoever reads sees them at once.
 */
import { parseIp } from '../../../stdlib/data/index.js';
import { dictOf, dictPut } from '../../../stdlib/values/dict.js';
import { makeTime } from '../../../stdlib/values/make.js';
import type { Bytes, Dict, Value } from '../../../stdlib/values/types.js';
import type { Store } from '../../storage/index.js';
import { decodeAccount, dictFrom, stored } from '../core/codec.js';
import { accountKey, accountOwner, accountPartKey } from '../core/keys.js';
import type { ObjectLog } from '../core/types.js';

const DELAY_MS = 1000;
/** Accounts whose notes wait; more are written at once. */
const MAX_WAITING = 10_000;

export class Logins {
  readonly #store: Store;
  readonly #clock: () => number;
  readonly #log: ObjectLog;
  readonly #waiting = new Map<number, Dict>();
  #timer: NodeJS.Timeout | null = null;
  #writing: Promise<void> = Promise.resolve();

  constructor(store: Store, clock: () => number, log: ObjectLog) {
    this.#store = store;
    this.#clock = clock;
    this.#log = log;
  }

  /** Notes a login; `address` is the client's, as text. */
  succeeded(accountId: number, address: string | null): void {
    const info = this.#noted(accountId);
    const { LastLogin, LastAddress } = info.entries;
    if (LastLogin !== undefined) dictPut(info, 'PrevLogin', LastLogin);
    if (LastAddress !== undefined) dictPut(info, 'PrevLoginAddress', LastAddress);
    dictPut(info, 'LastLogin', this.#now());
    const ip = addressValue(address);
    if (ip !== null) dictPut(info, 'LastAddress', ip);
    this.#later(accountId, info);
  }

  /** Notes a wrong password. */
  failed(accountId: number, address: string | null): void {
    const info = this.#noted(accountId);
    dictPut(info, 'LastFailedLogin', this.#now());
    const ip = addressValue(address);
    if (ip !== null) dictPut(info, 'LastFailedLoginAddress', ip);
    this.#later(accountId, info);
  }

  /** The notes of an account, written or not. */
  read(accountId: number): Dict {
    return this.#waiting.get(accountId) ?? dictFrom(this.#store.get(accountPartKey(accountId, 'info')));
  }

  /** Writes everything that waits. */
  async flush(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const batch = [...this.#waiting];
    this.#writing = Promise.allSettled([
      this.#writing,
      ...batch.map(([id, info]) => this.#write(id, info)),
    ]).then(() => undefined);
    await this.#writing;
  }

  #noted(accountId: number): Dict {
    return dictOf(Object.entries(this.read(accountId).entries));
  }

  #later(accountId: number, info: Dict): void {
    this.#waiting.set(accountId, info);
    if (this.#waiting.size > MAX_WAITING) {
      void this.flush();
      return;
    }
    this.#timer ??= setTimeout(() => void this.flush(), DELAY_MS);
    this.#timer.unref();
  }

  async #write(id: number, info: Dict): Promise<void> {
    try {
      await this.#store.transact(accountOwner(id), tx => {
        const head = tx.get(accountKey(id));
        if (head !== undefined && decodeAccount(head).name !== '') {
          tx.put(accountPartKey(id, 'info'), stored(info));
        }
      });
    } catch (error) {
      this.#log.problem(`the login of an account was not noted: ${String(error)}`);
    } finally {
      if (this.#waiting.get(id) === info) this.#waiting.delete(id);
    }
  }

  #now(): Value {
    return makeTime(Math.floor(this.#clock() / 1000));
  }
}

/** An address as a value; null when the text is none. */
export function addressValue(address: string | null): Value {
  return address === null ? null : parseIp(address as Bytes);
}
