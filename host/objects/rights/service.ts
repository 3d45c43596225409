/** Rights of accounts: told and granted (cli.md 5, 7.2). */

import type { Bytes } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import { putPart } from '../accounts/write.js';
import { accountIn } from '../core/accounttable.js';
import type { Core } from '../core/core.js';
import { accountOwner, SERVER_OWNER } from '../core/keys.js';
import type { Principal } from '../principal.js';
import { addMaster, dropMaster } from './masters.js';
import { hasCode, Rights } from './rights.js';
import { rule, SERVER_CODES } from './rule.js';

const READ = rule('own|Users|Master|Domain');
const GRANT = rule('Users');
const GRANT_MAIN = rule('Master');
/** Most codes of one account. */
const MAX_CODES = 200;

/** The codes of an account, exactly as they were set. */
export function getRights(core: Core, who: Principal, raw: Bytes): readonly Bytes[] {
  return core.targets.account(who, raw, READ).rights;
}

/** Replaces the codes. Server rights are for accounts of the main domain, and only Master grants anything there. */
export async function setRights(
  core: Core,
  who: Principal,
  raw: Bytes,
  codes: readonly Bytes[],
): Promise<void> {
  const place = core.targets.locate(who, raw);
  const isMain = place.domain.id === core.domains.main.id;
  const account = core.targets.account(who, raw, isMain ? GRANT_MAIN : GRANT);
  if (codes.length > MAX_CODES || codes.some(code => code === '' || code.length > 128))
    throw new PosternError('illegal-value', { args: ['newRights'] });
  if (!isMain && codes.some(code => SERVER_CODES.has(code.toLowerCase())))
    throw new PosternError('failed', { args: ['server rights are for accounts of the main domain'] });
  await core.store.transact([SERVER_OWNER, accountOwner(account.id)], tx => {
    const now = accountIn(tx, account);
    if (now.domainId !== account.domainId) throw new PosternError('conflict');
    if (isMain && hasCode(codes, 'master')) addMaster(tx, account.id);
    else dropMaster(tx, account.id);
    putPart(tx, account.id, 'rights', [...codes]);
  });
}

/** What the faces see: looking up, and the two commands. */
export class RightsService extends Rights {
  readonly #core: Core;

  constructor(core: Core) {
    super(core.domains, core.accounts, core.resolver);
    this.#core = core;
  }

  getRights(who: Principal, name: Bytes): readonly Bytes[] {
    return getRights(this.#core, who, name);
  }

  setRights(who: Principal, name: Bytes, codes: readonly Bytes[]): Promise<void> {
    return setRights(this.#core, who, name, codes);
  }
}
