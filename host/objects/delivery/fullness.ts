/**
 * How full the mail storage of an account is (objects.md 3): arriving mail waits from `QuotaSuspend` percent of
 * `MaxAccountSize` on; from `QuotaAlert` on the account gets an alert, from `QuotaNotice` on a message, each once until
 * it is below again.
 */

import { dictOf } from '../../../stdlib/values/index.js';
import type { Bytes, Dict } from '../../../stdlib/values/types.js';
import { putPart } from '../accounts/write.js';
import { accountIn, type CachedAccount } from '../core/accounttable.js';
import { dictFrom } from '../core/codec.js';
import type { Core } from '../core/core.js';
import { accountOwner, accountPartKey } from '../core/keys.js';
import { limitSetting, sizeSetting } from '../settings/read.js';

export interface FullnessDeps {
  readonly core: Core;
  /** Bytes of all messages of an account. */
  readonly used: (accountId: number) => number;
  /** Posts an alert to an account, `name@domain`. */
  readonly alert: (email: Bytes, text: Bytes) => Promise<void>;
  /** Puts a message of the server into the INBOX of an account. */
  readonly notice: (email: Bytes, subject: Bytes, text: Bytes) => Promise<void>;
}

/** What was told already. */
type Told = Readonly<Record<'alert' | 'notice', boolean>>;

const told = (core: Core, id: number): Told => {
  const { entries } = dictFrom(core.store.get(accountPartKey(id, 'quota')));
  return { alert: entries.alert === 'YES', notice: entries.notice === 'YES' };
};

/** Percent of the limit; null without one. */
function fullness({ used }: FullnessDeps, account: CachedAccount, settings: Dict): number | null {
  const most = sizeSetting(settings, 'MaxAccountSize', null);
  return most === null || most <= 0 ? null : (used(account.id) * 100) / most;
}

/** A percentage; null for 0 and for words such as `never`. */
const percentOf = (settings: Dict, key: Bytes): number | null => limitSetting(settings, key, null) || null;

/** True when mail for the account has to wait. */
export function isSuspended(deps: FullnessDeps, account: CachedAccount): boolean {
  const settings = deps.core.resolver.account(account);
  const percent = fullness(deps, account, settings);
  const limit = percentOf(settings, 'QuotaSuspend');
  return percent !== null && limit !== null && percent >= limit;
}

/** Tells the account when it has become full, and forgets that when it has room again. */
export async function tellFullness(deps: FullnessDeps, account: CachedAccount, email: Bytes): Promise<void> {
  const { core } = deps;
  const settings = core.resolver.account(account);
  const percent = fullness(deps, account, settings);
  if (percent === null) return;
  const isOver = (key: Bytes): boolean => percent >= (percentOf(settings, key) ?? Number.POSITIVE_INFINITY);
  const now: Told = { alert: isOver('QuotaAlert'), notice: isOver('QuotaNotice') };
  const before = told(core, account.id);
  if (now.alert === before.alert && now.notice === before.notice) return;
  await core.store.transact(accountOwner(account.id), tx => {
    accountIn(tx, account);
    const flags = dictOf([
      ['alert', now.alert ? 'YES' : null],
      ['notice', now.notice ? 'YES' : null],
    ]);
    putPart(tx, account.id, 'quota', flags);
  });
  const text = `The mail storage of ${email} is ${Math.floor(percent)}% full.`;
  if (now.alert && !before.alert) await deps.alert(email, text);
  if (now.notice && !before.notice) {
    const more = 'Remove messages that you do not need any more: mail that does not fit is refused.';
    await deps.notice(email, 'Mail storage is nearly full', `${text}\n\n${more}\n`);
  }
}
