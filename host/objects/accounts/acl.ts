/** Access rights that an account gives to others (objects.md 5, cli.md 7.2). */
import type { Bytes, Dict } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import { effectiveLetters } from '../acl/acl.js';
import { changedAcl } from '../acl/letters.js';
import { accountIn } from '../core/accounttable.js';
import { dictFrom } from '../core/codec.js';
import type { Core } from '../core/core.js';
import { accountOwner, accountPartKey } from '../core/keys.js';
import type { Addr } from '../core/types.js';
import { groupMembership } from '../groups/members.js';
import type { Principal } from '../principal.js';
import { OWN_ACL } from './rules.js';
import { putPart } from './write.js';

/** Identifier -> letters. `auth` narrows: that account must have the letter `a`, or be the owner. */
export function accountAcl(core: Core, who: Principal, raw: Bytes, auth: Bytes | null): Dict {
  const account = core.targets.account(who, raw, OWN_ACL);
  if (auth !== null) core.targets.asker(who, auth);
  return dictFrom(core.store.get(accountPartKey(account.id, 'acl')));
}

/** Changes the list: `+` adds, `-` removes, else replaces, per identifier. */
export async function setAccountAcl(
  core: Core,
  who: Principal,
  raw: Bytes,
  changes: Dict,
  auth: Bytes | null,
): Promise<void> {
  const account = core.targets.account(who, raw, OWN_ACL);
  if (auth !== null) {
    const letters = lettersOf(core, account.id, core.targets.asker(who, auth));
    if (!letters.includes('a')) throw new PosternError('no-rights');
  }
  await core.store.transact(accountOwner(account.id), tx => {
    accountIn(tx, account);
    const old = dictFrom(tx.get(accountPartKey(account.id, 'acl')));
    putPart(tx, account.id, 'acl', changedAcl(old, changes, null));
  });
}

/** The letters that another account has. */
export function accountAclRights(core: Core, who: Principal, raw: Bytes, auth: Bytes): Bytes {
  const account = core.targets.account(who, raw, OWN_ACL);
  return lettersOf(core, account.id, core.targets.asker(who, auth));
}

/** The letters that `who` has on an account; the owner has all that mean something. */
export function lettersOf(core: Core, accountId: number, who: Addr): Bytes {
  const account = core.accounts.get(accountId);
  const domain = account === null ? null : core.domains.get(account.domainId);
  if (account === null || domain === null) throw new PosternError('account-unknown');
  if (account.name === who.account && domain.name === who.domain) return 'a';
  const acl = dictFrom(core.store.get(accountPartKey(accountId, 'acl')));
  const elements = Object.entries(acl.entries).filter(
    (element): element is [Bytes, Bytes] => typeof element[1] === 'string',
  );
  const principal = { kind: 'account', ...who } as const;
  return [...effectiveLetters(elements, principal, domain.name, groupMembership(core))].join('');
}
