/** The name of the main domain is a server setting (objects.md 2): here it changes. */

import type { Bytes } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import type { Core } from '../core/core.js';
import { domainIn } from '../core/domaintable.js';
import { domainNameKey, domainOwner, SERVER_OWNER } from '../core/keys.js';
import { domainForm } from '../names/syntax.js';
import { closeAccounts } from './lifecycle.js';
import { claimDomainName, putDomain } from './write.js';

/**
 * Gives the main domain another name. What is open for its accounts is closed, with the answer to whoever asked for it: nobody
 * has rights under the old name.
 */
export async function renameMain(core: Core, raw: Bytes): Promise<void> {
  const name = domainForm(raw);
  if (name === null) throw new PosternError('bad-name');
  const main = core.domains.main;
  const { id } = main;
  if (main.name === name) return;
  const owner = core.domains.find(name);
  if (owner !== null && owner.id !== id) throw new PosternError('domain-exists');
  await closeAccounts(core, main, 'the domain is renamed');
  await core.store.transact([SERVER_OWNER, domainOwner(id)], tx => {
    const old = domainIn(tx, id);
    if (old.name === name) return;
    tx.del(domainNameKey(old.name));
    claimDomainName(tx, name, id);
    putDomain(tx, { ...old, name, aliases: old.aliases.filter(alias => alias !== name) });
  });
}
