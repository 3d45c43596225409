/** Whatever else belongs to an account: the account must be there. */
import { decodeValue } from '../../storage/index.js';
import { setKey } from '../datasets/records.js';
import { type Findings, numberOf, textOf } from './findings.js';

/** Records whose key begins with the number of an account. */
const KINDS = [
  'mbox.use',
  'mbox.last',
  'mbox.sub',
  'mbox.alias',
  'file.top',
  'file.use',
  'file.sub',
  'ds.set',
  'ds',
  'rost',
  'bal',
] as const;

/** Records that are empty. */
const EMPTY: ReadonlySet<string> = new Set(['ds.set']);

export async function checkOwned(found: Findings): Promise<void> {
  for (const kind of KINDS) {
    const strange = new Set<number>();
    await found.each([kind], ([, owner, part], value) => {
      const account = numberOf(owner);
      if (!EMPTY.has(kind)) decodeValue(value);
      if (!found.counts(account)) return;
      if (!found.accounts.has(account)) strange.add(account);
      if (kind === 'ds' && found.store.get(setKey(account, textOf(part))) === undefined)
        found.note(
          `account ${account}: there are entries of the data set ${textOf(part)}, which is not there`,
        );
    });
    for (const account of strange)
      found.note(`there are records (${kind}) of account ${account}, which is not there`);
  }
}
