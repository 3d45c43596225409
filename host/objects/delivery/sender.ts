/** Whose name a message may carry (ximss.md 7, messageSubmit). */
import { isArray } from '../../../stdlib/values/index.js';
import type { Bytes } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import type { Core } from '../core/core.js';
import type { HeadAddress } from '../messages/head.js';
import { route } from '../names/route.js';
import { emailOf, type Principal } from '../principal.js';
import { textSetting } from '../settings/read.js';

/** The account behind a principal; null for the server itself and for visitors. */
function accountOf(core: Core, who: Principal) {
  if (who.kind !== 'account') return null;
  const domain = core.domains.find(who.domain);
  return domain === null ? null : core.accounts.find(domain.id, who.account);
}

/** Address and name of the account that acts. Throws `no-account`. */
export function ownAddress(core: Core, who: Principal): HeadAddress {
  const account = accountOf(core, who);
  const address = emailOf(who);
  if (account === null || address === null) throw new PosternError('no-account');
  const name = textSetting(core.resolver.account(account), 'RealName', '');
  return { address, realName: name === '' ? null : name };
}

/**
 * True when the principal may send with this address: its own, an alias, whatever leads to it, and those that its setting
 * `SenderAddresses` (an array) names. The server may use any.
 */
export function maySendAs(core: Core, who: Principal, address: Bytes): boolean {
  if (who.kind === 'system') return true;
  const account = accountOf(core, who);
  if (account === null || who.kind !== 'account') return false;
  const end = route(core, address, 'mail', who.domain);
  if (end.kind === 'account' && end.addr.account === who.account && end.addr.domain === who.domain)
    return true;
  const allowed = core.resolver.account(account).entries.SenderAddresses;
  const list = allowed !== undefined && isArray(allowed) ? allowed : [];
  return list.some(each => typeof each === 'string' && each.toLowerCase() === address.toLowerCase());
}
