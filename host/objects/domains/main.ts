/** The name of the main domain is a server setting (objects.md 2): here it changes. */

import type { Bytes } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import type { Core } from '../core/core.js';
import { domainIn } from '../core/domaintable.js';
import { domainNameKey, domainOwner, SERVER_OWNER } from '../core/keys.js';
import { domainForm } from '../names/syntax.js';
import { claimDomainName, putDomain } from './write.js';

/** Gives the main domain another name; whoever is logged in under the old one has to log in again. */
export async function renameMain(core: Core, raw: Bytes): Promise<void> {
  const name = domainForm(raw);
  if (name === null) throw new PosternError('bad-name');
  const { id } = core.domains.main;
  await core.store.transact([SERVER_OWNER, domainOwner(id)], tx => {
    const old = domainIn(tx, id);
    if (old.name === name) return;
    tx.del(domainNameKey(old.name));
    claimDomainName(tx, name, id);
    putDomain(tx, { ...old, name, aliases: old.aliases.filter(alias => alias !== name) });
  });
}
