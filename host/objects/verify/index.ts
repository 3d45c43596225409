/**
 * Looks whether the records of the object layer agree with each other: names with numbers, counters with what is
 * counted, references with content. Works on a store that nobody uses; changes nothing.
 */
import type { Store } from '../../storage/index.js';
import { checkFiles, checkSkins } from './files.js';
import { Findings } from './findings.js';
import { checkMail } from './mail.js';
import { checkAccounts, checkDomains, checkGroups, checkIds, checkNames, readOwners } from './names.js';
import { checkOwned } from './owned.js';
import { checkLists, checkQueue } from './queue.js';

/** One text for each thing that is wrong. */
export async function verifyObjects(store: Store): Promise<readonly string[]> {
  const found = new Findings(store);
  const checks = [
    readOwners,
    checkDomains,
    checkNames,
    checkAccounts,
    checkGroups,
    checkMail,
    checkFiles,
    checkSkins,
    checkQueue,
    checkLists,
    checkOwned,
    checkIds,
    checkContents,
  ];
  for (const check of checks) await check(found);
  return found.problems;
}

/** Every reference has its content, and content is kept as long as there are references. */
async function checkContents(found: Findings): Promise<void> {
  const { references } = found;
  for await (const { id, count } of found.store.blobs.references()) {
    const real = references.get(id) ?? 0;
    if (real !== count) found.note(`content ${id} counts ${count} references; there are ${real}`);
    references.delete(id);
  }
  for (const id of references.keys()) found.note(`content ${id} is referred to, but is not there`);
}
