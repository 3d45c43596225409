/** The operations of DATASET by the name in `what` (cli.md 6.7): a dictionary in, a dictionary out. */
import { dictGet, dictOf, isDict, isString, newDict } from '../../../stdlib/values/index.js';
import type { Bytes, Dict } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import type { Principal } from '../principal.js';
import { type Datasets, entryResult } from './datasets.js';
import { type EntryFilter, isMatchMode } from './match.js';

/** The parameters of one request. */
class Parameters {
  constructor(private readonly dict: Dict) {}

  text(name: Bytes): Bytes | null {
    const value = dictGet(this.dict, name);
    return isString(value) ? value : null;
  }

  need(name: Bytes): Bytes {
    const value = this.text(name);
    if (value === null || value === '') throw new PosternError('illegal-value', { args: [name] });
    return value;
  }

  dictionary(name: Bytes): Dict {
    const value = dictGet(this.dict, name);
    if (!isDict(value)) throw new PosternError('illegal-value', { args: [name] });
    return value;
  }

  /** True for a value that is there and is not NO. */
  flag(name: Bytes): boolean {
    const value = dictGet(this.dict, name);
    return value !== null && !(isString(value) && value.toUpperCase() === 'NO');
  }

  count(name: Bytes): number | null {
    const value = dictGet(this.dict, name);
    const number = typeof value === 'number' ? value : isString(value) ? Number(value) : Number.NaN;
    return Number.isSafeInteger(number) && number > 0 ? number : null;
  }

  filter(): EntryFilter | null {
    const text = this.text('data');
    const field = this.text('attribute');
    if (text === null || field === null) return null;
    const mode = (this.text('mode') ?? 'eq').toLowerCase();
    if (!isMatchMode(mode)) throw new PosternError('illegal-value', { args: ['mode'] });
    return { field, text, mode };
  }
}

type Operation = (sets: Datasets, who: Principal, account: string, p: Parameters) => Promise<Dict>;

const nothing = () => newDict();

const operations: Readonly<Record<string, Operation>> = {
  listsubsets: async (sets, who, account, p) =>
    dictOf((await sets.list(who, account, p.text('subsetName') ?? '')).map(name => [name, newDict()])),
  createset: (sets, who, account, p) => sets.create(who, account, p.need('subsetName')).then(nothing),
  removeset: (sets, who, account, p) =>
    sets.remove(who, account, p.need('subsetName'), p.flag('ifExists')).then(nothing),
  listentries: (sets, who, account, p) => sets.entries(who, account, p.need('subsetName'), p.filter()),
  setentry: async (sets, who, account, p) => {
    const entry = p.text('entryName');
    const set = p.need('subsetName');
    const name = await sets.set(who, account, set, entry, p.dictionary('data'), p.flag('ifExists'));
    return entry === null ? entryResult(name) : newDict();
  },
  deleteentry: (sets, who, account, p) =>
    sets.delete(who, account, p.need('subsetName'), p.need('entryName'), p.flag('ifExists')).then(nothing),
  addrandomentry: async (sets, who, account, p) =>
    entryResult(
      await sets.addAddress(who, account, p.need('subsetName'), p.dictionary('data'), p.count('entryLimit')),
    ),
  findaddress: async (sets, who, account, p) => {
    const name = await sets.findAddress(who, account, p.need('subsetName'), p.need('address'));
    return name === null ? newDict() : dictOf([['', name]]);
  },
};

/** Runs one request. Throws `failed` for an unknown operation. */
export async function runDataset(
  sets: Datasets,
  who: Principal,
  account: string,
  parameters: Dict,
): Promise<Dict> {
  const what = dictGet(parameters, 'what');
  const name = isString(what) ? what.toLowerCase() : '';
  const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
  if (!operation) throw new PosternError('failed', { args: ['unknown dataset operation'] });
  return operation(sets, who, account, new Parameters(parameters));
}
