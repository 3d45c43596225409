/**
 * Who wants to know what changed: subscriptions by topic and subject over the change log of the store. Telling costs
 * the watchers of that very subject, however many others there are.
 */
import type { Change, KeyPart, Store } from '../../storage/index.js';
import type { ObjectLog } from './types.js';

export type Listener = (change: Change) => void;

export class Events {
  readonly #topics = new Map<string, Set<Listener>>();
  readonly #subjects = new Map<string, Set<Listener>>();
  readonly #log: ObjectLog;
  readonly #stop: () => void;

  constructor(store: Store, log: ObjectLog) {
    this.#log = log;
    this.#stop = store.onChange(changes => {
      for (const change of changes) this.#tell(change);
    });
  }

  /**
   * Tells every later change of a topic, or only those of one subject, once they are on disk. The listener must be quick
   * and must not throw. Gives a function that ends the subscription.
   */
  subscribe(topic: string, subject: readonly KeyPart[] | null, listener: Listener): () => void {
    const map = subject === null ? this.#topics : this.#subjects;
    const name = subject === null ? topic : nameOf(topic, subject);
    const set = map.get(name) ?? new Set();
    set.add(listener);
    map.set(name, set);
    return () => {
      set.delete(listener);
      if (set.size === 0 && map.get(name) === set) map.delete(name);
    };
  }

  close(): void {
    this.#stop();
    this.#topics.clear();
    this.#subjects.clear();
  }

  #tell(change: Change): void {
    this.#run(this.#topics.get(change.topic), change);
    if (this.#subjects.size > 0) this.#run(this.#subjects.get(nameOf(change.topic, change.subject)), change);
  }

  #run(listeners: Set<Listener> | undefined, change: Change): void {
    if (listeners === undefined) return;
    for (const listener of [...listeners]) {
      try {
        listener(change);
      } catch (error) {
        this.#log.failure(`a watcher of ${change.topic} failed: ${String(error)}`);
      }
    }
  }
}

function nameOf(topic: string, subject: readonly KeyPart[]): string {
  let name = topic;
  for (const part of subject) {
    name +=
      typeof part === 'object' ? `\0b${Buffer.from(part).toString('latin1')}` : `\0${typeof part}${part}`;
  }
  return name;
}
