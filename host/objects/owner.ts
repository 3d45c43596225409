import { PosternError } from '../errors/index.js';
import type { Principal } from './principal.js';

/** An account that owns mailboxes, files, data sets. `id` is permanent, names may change. */
export interface Owner {
  readonly account: string;
  readonly domain: string;
  readonly id: number;
}

/**
 * The owner that a name such as `~account@domain` tells: a domain that is not here, or that does not concern whoever
 * asks, has no accounts for him. Throws `account-unknown`.
 */
export function ownerNamed(
  deps: { readonly owner: (who: Principal, name: string) => Owner },
  who: Principal,
  name: string,
): Owner {
  try {
    return deps.owner(who, name);
  } catch (error) {
    const isElsewhere =
      error instanceof PosternError && (error.code === 'no-rights' || error.code === 'domain-unknown');
    throw isElsewhere ? new PosternError('account-unknown') : error;
  }
}
