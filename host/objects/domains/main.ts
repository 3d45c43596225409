/** The name of the main domain is a server setting (objects.md 2): here it changes. */

import type { Bytes } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import type { Core } from '../core/core.js';
import { SERVER_OWNER } from '../core/keys.js';
import { domainForm } from '../names/syntax.js';
import { closeAccounts } from './lifecycle.js';
import { giveName, ownersOfName } from './named.js';

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
  await core.store.transact([SERVER_OWNER, ...ownersOfName(core, main)], tx => giveName(core, tx, id, name));
}
