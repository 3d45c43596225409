/** Names of the accounts of a domain. */
import type { Bytes } from '../../../stdlib/values/types.js';
import type { Core } from '../core/core.js';
import { namesOf } from '../core/namespace.js';
import { ACCOUNT_EXTENSION } from '../domains/objects.js';
import type { Principal } from '../principal.js';
import { LIST } from './rules.js';

/** Every account with its file extension, in name order, in bounded memory. Rights are checked at the call. */
export function listAccounts(
  core: Core,
  who: Principal,
  raw: Bytes | null,
): AsyncIterable<readonly [name: Bytes, extension: Bytes]> {
  return walk(core, core.targets.domain(who, raw, LIST).id);
}

async function* walk(core: Core, domainId: number): AsyncGenerator<readonly [Bytes, Bytes], void, undefined> {
  for await (const [name, entry] of namesOf(core.store, domainId)) {
    if (entry.kind === 'account') yield [name, ACCOUNT_EXTENSION];
  }
}
