/** The type of an account: a label for limits and prices. */

import type { Bytes } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import { accountIn } from '../core/accounttable.js';
import { accountType } from '../core/codec.js';
import type { Core } from '../core/core.js';
import { accountOwner } from '../core/keys.js';
import type { Principal } from '../principal.js';
import { MANAGE } from './rules.js';
import { putHead } from './write.js';

/** MultiMailbox, AGrade, BGrade or CGrade. */
export async function setAccountType(core: Core, who: Principal, raw: Bytes, word: Bytes): Promise<void> {
  const account = core.targets.account(who, raw, MANAGE);
  const type = accountType(word);
  if (type === null) throw new PosternError('illegal-value', { args: ['accountType'] });
  await core.store.transact(accountOwner(account.id), tx => {
    putHead(tx, { ...accountIn(tx, account), type });
  });
}
