/** What GETACCOUNTINFO tells: times and addresses of logins, counters of what the account keeps (cli.md 6.2). */
import { dictOf, dictPut } from '../../../stdlib/values/dict.js';
import { makeTime } from '../../../stdlib/values/make.js';
import type { Bytes, Dict } from '../../../stdlib/values/types.js';
import type { Core } from '../core/core.js';
import type { Logins } from '../passwords/logins.js';
import type { Principal } from '../principal.js';
import { READ } from './rules.js';

/** Counters that every account has; they are printed as digits. */
const COUNTERS = ['StorageUsed', 'FileStorageUsed', 'FileStorageFiles'] as const;

/** Everything; the caller picks keys. */
export function readInfo(core: Core, logins: Logins, who: Principal, raw: Bytes): Dict {
  const account = core.targets.account(who, raw, READ);
  const info = dictOf(Object.entries(logins.read(account.id).entries));
  dictPut(info, 'Created', makeTime(Math.floor(account.created / 1000)));
  const usage = core.owned.usage(account.id);
  for (const counter of COUNTERS) dictPut(info, counter, String(usage[counter] ?? 0));
  return info;
}
