/** What every service works with. */
import type { Store } from '../../storage/index.js';
import type { HelperPrograms } from '../helpers/types.js';
import type { Vault } from '../passwords/vault.js';
import type { Rights } from '../rights/rights.js';
import type { Resolver } from '../settings/resolve.js';
import type { AccountTable } from './accounttable.js';
import type { DomainTable } from './domaintable.js';
import type { Events } from './events.js';
import type { Ids } from './ids.js';
import type { Owned } from './owned.js';
import type { ServerRecords } from './serverrecords.js';
import type { Targets } from './targets.js';
import type { ObjectLog } from './types.js';

export interface Core {
  readonly store: Store;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  readonly log: ObjectLog;
  readonly hostName: string;
  /** Base directory, for what tells locations. */
  readonly baseFolder: string;
  readonly events: Events;
  readonly domains: DomainTable;
  readonly accounts: AccountTable;
  /** Server-wide records. */
  readonly server: ServerRecords;
  /** Effective settings. */
  readonly resolver: Resolver;
  readonly rights: Rights;
  /** Names from outside. */
  readonly targets: Targets;
  readonly ids: Ids;
  /** Who keeps what accounts own. */
  readonly owned: Owned;
  readonly vault: Vault;
  /** Helper programs; the server puts them in place when everything is there. */
  readonly helpers: { current: HelperPrograms };
}
