/** Server-wide records: few, small, asked for often, so they stay in memory once somebody asked. */

import type { Bytes, Dict, Value } from '../../../stdlib/values/types.js';
import type { Store, Tx } from '../../storage/index.js';
import { decodeValue } from '../../storage/index.js';
import { dictFrom, stored } from './codec.js';
import type { Events } from './events.js';
import { SERVER_OWNER, serverKey } from './keys.js';

/** Change log topic of server-wide records; the subject is the item and its name. */
export const SERVER_TOPIC = 'server';

export class ServerRecords {
  readonly #store: Store;
  readonly #dicts = new Map<string, Dict>();
  readonly #values = new Map<string, Value>();
  /** Grows with every change. */
  version = 0;

  constructor(store: Store, events: Events) {
    this.#store = store;
    events.subscribe(SERVER_TOPIC, null, change => {
      const label = change.subject.join('\0');
      this.#dicts.delete(label);
      this.#values.delete(label);
      this.version++;
    });
  }

  /** A dictionary; empty when nobody stored one. Never change it. */
  dict(item: string, name = ''): Dict {
    const label = `${item}\0${name}`;
    let dict = this.#dicts.get(label);
    if (dict === undefined) {
      dict = dictFrom(this.#store.get(serverKey(item, name)));
      this.#dicts.set(label, dict);
    }
    return dict;
  }

  /** Any value; null when nobody stored one. Never change it. */
  value(item: string, name = ''): Value {
    const label = `${item}\0${name}`;
    let value = this.#values.get(label);
    if (value === undefined) {
      const bytes = this.#store.get(serverKey(item, name));
      value = bytes === undefined ? null : decodeValue(bytes);
      this.#values.set(label, value);
    }
    return value;
  }

  /** Changes a dictionary. */
  async changeDict(item: string, change: (old: Dict) => Dict, name = ''): Promise<void> {
    await this.#store.transact(SERVER_OWNER, tx => {
      putServer(tx, item, change(dictFrom(tx.get(serverKey(item, name)))), name);
    });
  }

  /** Replaces a value; null removes it. */
  async put(item: string, value: Value, name = ''): Promise<void> {
    await this.#store.transact(SERVER_OWNER, tx => putServer(tx, item, value, name));
  }
}

/** Stores a server-wide record inside a transaction of the server. */
export function putServer(tx: Tx, item: string, value: Value, name: Bytes = ''): void {
  if (value === null) tx.del(serverKey(item, name));
  else tx.put(serverKey(item, name), stored(value));
  tx.change(SERVER_TOPIC, [item, name]);
}
