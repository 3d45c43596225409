/** What data sets and rosters need from the other services. */
import type { Dict } from '../../../stdlib/values/types.js';
import type { Store } from '../../storage/index.js';
import type { Owner } from '../owner.js';
import type { Principal } from '../principal.js';

export interface DataLimits {
  /** Entries of one data set. */
  readonly entries: number;
  /** Data sets of one account. */
  readonly sets: number;
  /** Bytes of one entry in Data format. */
  readonly entryBytes: number;
}

export const defaultDataLimits: DataLimits = { entries: 100_000, sets: 1000, entryBytes: 64 * 1024 };

export interface DataDeps {
  readonly store: Store;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** The account that a name from outside means; `*` is the acting one. */
  readonly owner: (who: Principal, name: string) => Owner;
  /** Throws `no-rights` unless the principal is the owner or administers the account's domain. */
  readonly needOwn: (who: Principal, owner: Owner) => void;
  /** Effective settings of the account. */
  readonly settings: (owner: Owner) => Dict;
  /** The local account that an address means, null when there is none. */
  readonly local: (address: string) => Owner | null;
  /** Key of the account's writer. */
  readonly writer: (owner: Owner) => string;
  readonly limits: () => DataLimits;
}
