/** Parts of arguments that name who asks and where: AUTH accounts, domains, bytes of datablocks. */
import type { Bytes, Data } from '../../stdlib/values/types.js';
import { PosternError } from '../errors/index.js';
import type { Principal } from '../objects/api.js';
import { type Rule, rule } from '../objects/rights/rule.js';
import type { Args } from './args.js';
import type { Session } from './command.js';

/** The account that AUTH names: what it may not do is not done (cli.md 5.2). Null without AUTH. */
export function authOf({ who, objects }: Session, a: Args): Principal | null {
  const name = a.optional('authAccountName');
  if (name === null) return null;
  return { kind: 'account', ...objects.core.targets.asker(who, name) };
}

/** The domain of a name or alias; that of the acting account without a name. */
export function domainOf({ who, objects }: Session, name: Bytes | null): string {
  if (name === null) return who.kind === 'account' ? who.domain : objects.domains.main();
  const found = objects.domains.find(name);
  if (found === null) throw objects.rights.unknownDomain(who);
  return found;
}

/** The bytes of a datablock. */
export function bytesOf(data: Data): Uint8Array {
  return Buffer.from(data.bytes, 'latin1');
}

const SEES_ACCOUNTS = rule('Users|DomainsRead|Domain');

/**
 * The account of `accountName` as `name@domain`, for services that would also take aliases: commands take real names.
 * Whoever has no right in the domain does not learn which accounts exist (cli.md 4.3).
 */
export function accountOf({ who, objects }: Session, a: Args): Bytes {
  const { name, domain } = objects.core.targets.locate(who, a.word('accountName'));
  if (!objects.accounts.exists({ account: name, domain: domain.name })) {
    const mayKnow = objects.rights.allows(who, SEES_ACCOUNTS, domain.name);
    throw new PosternError(mayKnow ? 'account-unknown' : 'no-rights');
  }
  return `${name}@${domain.name}`;
}

/** The existing account of `accountName`, for whoever the rule admits: the right is asked for before all else (cli.md 4.3). */
export function accountFor({ who, objects }: Session, a: Args, needs: Rule): Bytes {
  const { targets } = objects.core;
  const raw = a.word('accountName');
  targets.account(who, raw, needs);
  const { name, domain } = targets.locate(who, raw);
  return `${name}@${domain.name}`;
}
