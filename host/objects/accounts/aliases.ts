/** Other names of accounts in their domain (cli.md 7.2). */

import type { Bytes } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import { accountIn } from '../core/accounttable.js';
import { namesFrom } from '../core/codec.js';
import type { Core } from '../core/core.js';
import { domainIn } from '../core/domaintable.js';
import { accountOwner, accountPartKey, domainOwner } from '../core/keys.js';
import { checkName, claimName, nameIn, releaseName } from '../core/namespace.js';
import { lower } from '../names/syntax.js';
import type { Principal } from '../principal.js';
import { limitSetting } from '../settings/read.js';
import { ALIASES, READ } from './rules.js';
import { putPart } from './write.js';

/** Most aliases of one account. */
const MAX_ALIASES = 1000;

/** Bare names, as they were set. */
export function accountAliases(core: Core, who: Principal, raw: Bytes): readonly Bytes[] {
  const account = core.targets.account(who, raw, READ);
  return namesFrom(core.store.get(accountPartKey(account.id, 'aliases')));
}

/** Replaces the aliases, all or nothing. */
export async function setAccountAliases(
  core: Core,
  who: Principal,
  raw: Bytes,
  names: readonly Bytes[],
): Promise<void> {
  const account = core.targets.account(who, raw, ALIASES);
  const { id, domainId } = account;
  if (names.length > MAX_ALIASES) throw new PosternError('too-large');
  const wanted = [...new Set(names.map(name => checkName(lower(name))))];
  await core.store.transact([domainOwner(domainId), accountOwner(id)], tx => {
    const now = accountIn(tx, account);
    if (now.domainId !== domainId) throw new PosternError('conflict');
    const limit = limitSetting(core.resolver.domain(domainIn(tx, domainId)), 'AliasesLimit', null);
    for (const alias of namesFrom(tx.get(accountPartKey(id, 'aliases')))) {
      if (!wanted.includes(alias)) releaseName(tx, domainId, alias);
    }
    for (const alias of wanted) {
      const old = nameIn(tx, domainId, alias);
      if (old?.kind === 'alias' && old.id === id) continue;
      claimName(tx, domainId, alias, { kind: 'alias', id }, limit);
    }
    putPart(tx, id, 'aliases', wanted);
  });
}
