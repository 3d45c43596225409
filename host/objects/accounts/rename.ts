/** Other names for accounts: what an account owns stays where it is, only names move. */

import type { Bytes } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import { accountIn } from '../core/accounttable.js';
import { namesFrom } from '../core/codec.js';
import type { Core } from '../core/core.js';
import { domainIn } from '../core/domaintable.js';
import { accountOwner, accountPartKey, domainKey, domainOwner, SERVER_OWNER } from '../core/keys.js';
import { checkName, claimName, needFree, releaseName } from '../core/namespace.js';
import { lower } from '../names/syntax.js';
import type { Principal } from '../principal.js';
import { dropMaster, needOtherMaster } from '../rights/masters.js';
import { limitSetting } from '../settings/read.js';
import { MANAGE } from './rules.js';
import { putHead } from './write.js';

/** Renames an account, into another domain too if both allow it; its aliases follow. */
export async function renameAccount(
  core: Core,
  who: Principal,
  raw: Bytes,
  into: Bytes,
  path: Bytes | null,
): Promise<void> {
  const from = core.targets.place(who, raw, MANAGE);
  const target = core.targets.newPlace(who, into, MANAGE);
  const account = core.accounts.find(from.domain.id, from.name);
  if (account === null) throw new PosternError('account-unknown');
  core.rights.needOver(who, account);
  checkName(target.name);
  const { id } = account;
  const moves = target.domain.id !== from.domain.id;
  const isNew = moves || target.name !== from.name;
  if (!isNew && path === null) return;
  // A rename that cannot be done ends nobody's session; the transaction asks again.
  if (moves && from.domain.id === core.domains.main.id) needOtherMaster(core.store, id);
  if (isNew) needFree(core.store, target.domain.id, target.name);
  if (!(await core.owned.close(id, 'the account is renamed'))) throw new PosternError('account-in-use');
  const owners = [SERVER_OWNER, domainOwner(from.domain.id), domainOwner(target.domain.id), accountOwner(id)];
  await core.store.transact([...new Set(owners)], async tx => {
    const before = accountIn(tx, account);
    if (before.domainId !== from.domain.id || before.name !== from.name)
      throw new PosternError('account-unknown');
    const domain = domainIn(tx, target.domain.id);
    if (path !== null && !namesFrom(tx.get(domainKey(domain.id, 'storages'))).includes(lower(path)))
      throw new PosternError('failed', { args: ['account storage is not found'] });
    const after = { ...before, name: target.name, domainId: domain.id };
    if (!isNew) return;
    if (moves && before.domainId === core.domains.main.id) dropMaster(tx, id);
    const limit = moves ? limitSetting(core.resolver.domain(domain), 'AccountsLimit', null) : null;
    releaseName(tx, before.domainId, before.name);
    claimName(tx, after.domainId, after.name, { kind: 'account', id }, limit);
    if (moves) {
      for (const alias of namesFrom(tx.get(accountPartKey(id, 'aliases')))) {
        releaseName(tx, before.domainId, alias);
        claimName(tx, after.domainId, alias, { kind: 'alias', id });
      }
    }
    putHead(tx, after);
    await core.owned.renamed(tx, before, after);
  });
}
