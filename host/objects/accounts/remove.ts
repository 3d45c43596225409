/** Accounts end here: one transaction takes the name away, what was owned is cleaned behind it. */

import type { Bytes } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import { accountIn } from '../core/accounttable.js';
import { namesFrom, stored } from '../core/codec.js';
import type { Core } from '../core/core.js';
import { domainIn } from '../core/domaintable.js';
import {
  accountKey,
  accountOwner,
  accountPartKey,
  domainOwner,
  goneKey,
  SERVER_OWNER,
} from '../core/keys.js';
import { releaseName } from '../core/namespace.js';
import type { Principal } from '../principal.js';
import { dropMaster, needOtherMaster } from '../rights/masters.js';
import { MANAGE } from './rules.js';
import { told } from './write.js';

/** Removes an account with everything that it owns. The last Master account stays. */
export async function removeAccount(core: Core, who: Principal, raw: Bytes): Promise<void> {
  const account = core.targets.ruled(who, raw, MANAGE);
  const { id, domainId } = account;
  needOtherMaster(core.store, id);
  if (!(await core.owned.close(id, 'the account is removed'))) throw new PosternError('account-in-use');
  await core.store.transact([SERVER_OWNER, domainOwner(domainId), accountOwner(id)], async tx => {
    const now = accountIn(tx, account);
    if (now.domainId !== domainId) throw new PosternError('conflict');
    const domain = domainIn(tx, domainId);
    dropMaster(tx, id);
    await core.owned.detach(tx, now, domain);
    for (const alias of namesFrom(tx.get(accountPartKey(id, 'aliases')))) releaseName(tx, domainId, alias);
    releaseName(tx, domainId, now.name);
    tx.del(accountKey(id));
    tx.put(goneKey('account', id), stored(now.name));
    told(tx, id, 'gone');
  });
  core.owned.clean('account', id);
}
