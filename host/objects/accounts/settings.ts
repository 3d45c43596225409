/** Explicit and effective settings of accounts (cli.md 7.2, 6.1). */
import { dictDelete, dictPut } from '../../../stdlib/values/dict.js';
import type { Bytes, Dict } from '../../../stdlib/values/types.js';
import { accountIn, type CachedAccount } from '../core/accounttable.js';
import type { Core } from '../core/core.js';
import { accountOwner } from '../core/keys.js';
import { PASSWORD_KEYS, withEncodedPasswords } from '../passwords/settings.js';
import type { Principal } from '../principal.js';
import { checkRuleSettings } from '../rules/settings.js';
import { permitted } from '../settings/permitted.js';
import { textSetting } from '../settings/read.js';
import { isDefault, replaced, updated } from '../settings/update.js';
import { visible } from '../settings/visible.js';
import { READ, REPLACE, UPDATE } from './rules.js';
import { putPart } from './write.js';

/** Explicit settings; passwords, encoded, for server administrators only. */
export function readSettings(core: Core, who: Principal, raw: Bytes): Dict {
  return visible(core, who, core.targets.account(who, raw, READ).settings);
}

/** Effective settings. */
export function readEffective(core: Core, who: Principal, raw: Bytes): Dict {
  return visible(core, who, core.resolver.account(core.targets.account(who, raw, READ)));
}

/** Merges changes; a domain administrator changes only what is permitted, the rest is left out silently. */
export async function updateSettings(core: Core, who: Principal, raw: Bytes, changes: Dict): Promise<void> {
  const account = core.targets.ruled(who, raw, UPDATE);
  await changeSettings(core, account, permitted(core, who, changes));
}

/** Merges changes without asking for rights, unless the settings are not any more as the caller wants them. */
export async function changeSettings(
  core: Core,
  account: CachedAccount,
  changes: Dict,
  still: (now: Dict) => boolean = () => true,
): Promise<void> {
  checkRuleSettings(changes);
  const after = updated(account.settings, changes);
  const encoded = await withEncodedPasswords(core.vault, changes, encryptionOf(core, account, after));
  await core.store.transact(accountOwner(account.id), tx => {
    const now = accountIn(tx, account).settings;
    if (still(now)) putPart(tx, account.id, 'settings', updated(now, encoded));
  });
}

/** Replaces the settings; the password stays when the new ones have none. */
export async function replaceSettings(core: Core, who: Principal, raw: Bytes, settings: Dict): Promise<void> {
  const account = core.targets.ruled(who, raw, REPLACE);
  checkRuleSettings(settings);
  const encoded = await withEncodedPasswords(
    core.vault,
    settings,
    encryptionOf(core, account, replaced(settings)),
  );
  await core.store.transact(accountOwner(account.id), tx => {
    const old = accountIn(tx, account).settings;
    const next = replaced(encoded);
    for (const key of PASSWORD_KEYS) {
      const password = old.entries[key];
      if (isDefault(next.entries[key] ?? '')) dictDelete(next, key);
      else if (password !== undefined && next.entries[key] === undefined) dictPut(next, key, password);
    }
    putPart(tx, account.id, 'settings', next);
  });
}

/** The encryption of new passwords of an account that is about to have these explicit settings. */
function encryptionOf(core: Core, account: CachedAccount, settings: Dict): Bytes {
  return textSetting(core.resolver.accountWith(account, settings), 'PasswordEncryption', 'scrypt');
}
