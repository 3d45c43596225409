/** Datasets of the account (cgpl.md 14.16). */
import { parse, printCompact } from '../../../stdlib/data/index.js';
import { toText } from '../../../stdlib/data/text.js';
import { dictGet, dictPut, newDict } from '../../../stdlib/values/dict.js';
import { isDict } from '../../../stdlib/values/is.js';
import type { Bytes, Value } from '../../../stdlib/values/types.js';
import type { AccountContext, AccountOp } from './account.js';

type Entries = Readonly<Record<string, Bytes>>;

const setOf = ({ state }: AccountContext, name: Value): Entries | null =>
  typeof name === 'string' && Object.hasOwn(state.datasets, name) ? (state.datasets[name] ?? null) : null;

function put(account: AccountContext, name: Bytes, entries: Entries | null): null {
  const { [name]: _, ...rest } = account.state.datasets;
  account.update({ datasets: entries === null ? rest : { ...rest, [name]: entries } });
  return null;
}

const NO_SET = 'there is no such dataset';
const read = (text: Bytes): Value => {
  const result = parse(text);
  return result.ok ? result.value : null;
};

export const datasetOps: Readonly<Record<string, AccountOp>> = {
  datasetlist: (account, set = null, field = null, wanted = null) => {
    const entries = setOf(account, set);
    if (entries === null) return NO_SET;
    const found = newDict();
    for (const [name, text] of Object.entries(entries)) {
      const value = read(text);
      const isWanted =
        typeof field !== 'string' || (isDict(value) && toText(dictGet(value, field)) === wanted);
      if (isWanted) dictPut(found, name, value);
    }
    return found;
  },
  datasetcreate: (account, set = null) => {
    if (typeof set !== 'string' || set === '') return 'the name is wrong';
    return setOf(account, set) === null ? put(account, set, {}) : 'the dataset exists';
  },
  datasetremove: (account, set = null, ifExists = null) => {
    if (setOf(account, set) === null) return ifExists === null ? NO_SET : null;
    return put(account, String(set), null);
  },
  datasetset: (account, set = null, entry = null, data = null, ifExists = null) => {
    const entries = setOf(account, set);
    if (typeof set !== 'string' || typeof entry !== 'string' || !isDict(data))
      return 'a name or the data is wrong';
    if (ifExists !== null && (entries === null || !Object.hasOwn(entries, entry))) return NO_SET;
    const before = entries?.[entry];
    const merged = before === undefined ? newDict() : read(before);
    if (!isDict(merged)) return NO_SET;
    for (const key in data.entries) dictPut(merged, key, data.entries[key] ?? null);
    return put(account, set, { ...entries, [entry]: printCompact(merged) });
  },
  datasetdelete: (account, set = null, entry = null, ifExists = null) => {
    const entries = setOf(account, set);
    const isThere = entries !== null && typeof entry === 'string' && Object.hasOwn(entries, entry);
    if (!isThere) return ifExists === null ? 'there is no such entry' : null;
    const { [entry]: _, ...rest } = entries;
    return put(account, String(set), rest);
  },
};
