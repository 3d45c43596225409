/** The name of the main domain is a server setting (objects.md 2): here it changes. */

import type { Bytes } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import type { Core } from '../core/core.js';
import { domainForm } from '../names/syntax.js';
import { changeName } from './lifecycle.js';

/**
 * Gives the main domain another name. What is open for its accounts is closed, with the answer to whoever asked for it: nobody
 * has rights under the old name.
 */
export async function renameMain(core: Core, raw: Bytes): Promise<void> {
  const name = domainForm(raw);
  if (name === null) throw new PosternError('bad-name');
  const { main } = core.domains;
  if (main.name !== name) await changeName(core, main, name);
}
