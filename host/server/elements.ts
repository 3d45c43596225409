/**
 * Readings of the running server as statistics elements (admin.md 13, cli.md 7.18): GETSTATELEMENT and GETNEXTSTATNAME
 * show them beside those that administrators make.
 */
import type { Objects } from '../objects/api.js';
import type { Store } from '../storage/index.js';
import type { Listeners } from './listeners.js';

/** Where the values come from. */
export interface ElementSources {
  readonly objects: Objects;
  readonly listeners: Listeners;
  readonly store: Store;
}

/** Modules with connections of their own, as their listeners are named. */
const MODULES = ['HTTPA', 'HTTPU', 'PWD', 'XIMSSI'];

/** Registers every element. */
export function addElements({ objects, listeners, store }: ElementSources): void {
  const { statistics } = objects;
  for (const module of MODULES) {
    // a listener with TLS is named like the module, with more behind it
    const own = () => listeners.counts().filter(({ tag }) => tag === module || tag === `${module}-TLS`);
    statistics.register(`Active.${module}`, () =>
      own().reduce((sum, { connections }) => sum + connections, 0),
    );
  }
  statistics.register('Active.Sessions', () => objects.sessions.count());
  statistics.register('Active.Transactions', () => store.stats().transactions);
  statistics.register('Active.BytesWritten', () => store.stats().bytesWritten);
}
