/**
 * Balances of accounts (cli.md 7.15, objects.md 14): named counters of money in whole units. Operations that change
 * something carry the caller's `id`: one with an `id` that was used for the same operation changes nothing again.
 */
import { dictGet, dictOf, dictPut, newDict } from '../../../stdlib/values/dict.js';
import { isString } from '../../../stdlib/values/is.js';
import { makeTime } from '../../../stdlib/values/make.js';
import type { Bytes, Dict, Value } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import { key, prefixRange, unkey } from '../../storage/index.js';
import { accountIn, type CachedAccount } from '../core/accounttable.js';
import { dictFrom, stored } from '../core/codec.js';
import type { Core } from '../core/core.js';
import { accountOwner } from '../core/keys.js';
import type { Principal } from '../principal.js';
import { rule } from '../rights/rule.js';
import { available, type Balance, type Entry, NO_BALANCE, readBalance, writeBalance } from './record.js';

const READ = rule('own|Users|Domain:CanCreditAccounts');
const WRITE = rule('Users|Domain:CanCreditAccounts');
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
const MAX_RESERVATIONS = 1000;
const MAX_HISTORY = 1000;
const MAX_AMOUNT = 1_000_000_000_000;

const balanceKey = (account: number, name: Bytes): Uint8Array => key('bal', account, name);

const failed = (text: string): PosternError => new PosternError('failed', { args: [text] });

/** The parameters of one operation. */
class Parameters {
  constructor(
    private readonly dict: Dict,
    readonly now: number,
  ) {}

  text(name: Bytes): Bytes {
    const value = dictGet(this.dict, name);
    return isString(value) ? value : '';
  }

  /** Name of the balance; `main` when none is given. */
  balance(): Bytes {
    const name = this.text('balance') || 'main';
    if (!NAME.test(name)) throw new PosternError('illegal-value', { args: ['balance'] });
    return name;
  }

  /** The caller's name of the operation. */
  id(): Bytes {
    const id = this.text('id');
    if (id === '' || id.length > 128) throw new PosternError('illegal-value', { args: ['id'] });
    return id;
  }

  amount(): number {
    const value = dictGet(this.dict, 'amount');
    const amount = isString(value) && /^[0-9]{1,13}$/.test(value) ? Number(value) : value;
    if (typeof amount !== 'number' || amount <= 0 || amount > MAX_AMOUNT) {
      throw new PosternError('illegal-value', { args: ['amount'] });
    }
    return amount;
  }

  entry(op: Bytes, amount: number): Entry {
    return { time: this.now, op, amount, id: this.text('id'), text: this.text('desc').slice(0, 1024) };
  }
}

/** A change of a balance. */
type Change = (old: Balance, p: Parameters) => Balance;

function without(old: Balance, id: Bytes): Balance['reserved'] {
  const reserved = new Map(old.reserved);
  reserved.delete(id);
  return reserved;
}

const changes: Readonly<Record<string, Change>> = {
  credit: (old, p) => ({ ...old, total: old.total + p.amount() }),
  reserve: (old, p) => {
    const amount = p.amount();
    if (amount > available(old)) throw failed('the balance is too low');
    if (old.reserved.size >= MAX_RESERVATIONS) throw new PosternError('too-large');
    const reserved = new Map(old.reserved).set(p.id(), { amount, text: p.text('desc'), made: p.now });
    return { ...old, reserved };
  },
  release: (old, p) => {
    if (!old.reserved.has(p.id())) throw failed('reservation is not found');
    return { ...old, reserved: without(old, p.id()) };
  },
  /** Takes money; what is reserved under the same `id` is used up by it. */
  charge: (old, p) => {
    const amount = p.amount();
    const reserved = without(old, p.id());
    if (amount > available({ ...old, reserved })) throw failed('the balance is too low');
    return { ...old, total: old.total - amount, reserved };
  },
};

/** Totals, and each reservation if `all` is asked for. */
function shown(balance: Balance, all: boolean): Dict {
  const dict = dictOf([
    ['total', balance.total],
    ['available', available(balance)],
  ]);
  if (!all) return dict;
  const reserved = newDict();
  for (const [id, { amount, text, made }] of balance.reserved) {
    dictPut(
      reserved,
      id,
      dictOf([
        ['amount', amount],
        ['desc', text],
        ['created', makeTime(made)],
      ]),
    );
  }
  dictPut(dict, 'reserved', reserved);
  return dict;
}

function shownEntry({ time, op, amount, id, text }: Entry): Dict {
  const pairs: [Bytes, Value][] = [
    ['time', makeTime(time)],
    ['op', op],
    ['amount', amount],
    ['id', id],
    ['desc', text],
  ];
  return dictOf(pairs.filter(([, value]) => value !== ''));
}

export class Balances {
  readonly #core: Core;

  constructor(core: Core) {
    this.#core = core;
    core.owned.register({ name: 'balances', cleanAccount: id => this.#clean(id) });
  }

  /** Runs the operation named `op`; gives what it has to say. */
  async run(who: Principal, name: Bytes, parameters: Dict): Promise<Dict> {
    const p = new Parameters(parameters, Math.floor(this.#core.clock() / 1000));
    const op = p.text('op').toLowerCase();
    if (Object.hasOwn(changes, op) || op === 'remove') {
      const account = this.#core.targets.account(who, name, WRITE);
      return op === 'remove' ? this.#remove(account, p) : this.#change(account, op, p);
    }
    const account = this.#core.targets.account(who, name, READ);
    if (op === 'list') return this.#list(account);
    if (op === 'read' || op === 'readall') return shown(this.#read(account, p.balance()), op === 'readall');
    if (op === 'history') return this.#history(account, p);
    throw failed('unknown balance operation');
  }

  #read(account: CachedAccount, name: Bytes): Balance {
    const bytes = this.#core.store.get(balanceKey(account.id, name));
    if (bytes === undefined) throw failed('balance is not found');
    return readBalance(dictFrom(bytes));
  }

  /** Balance name -> its totals. */
  async #list(account: CachedAccount): Promise<Dict> {
    const all = newDict();
    for await (const { key: at, value } of this.#core.store.range(prefixRange('bal', account.id))) {
      const name = unkey(at)[2];
      if (typeof name === 'string') dictPut(all, name, shown(readBalance(dictFrom(value)), false));
    }
    return all;
  }

  #history(account: CachedAccount, p: Parameters): Dict {
    const { history } = this.#read(account, p.balance());
    return dictOf([['history', history.map(shownEntry)]]);
  }

  #change(account: CachedAccount, op: string, p: Parameters): Promise<Dict> {
    const at = balanceKey(account.id, p.balance());
    const id = p.id();
    const change = changes[op] as Change;
    return this.#core.store.transact(accountOwner(account.id), tx => {
      accountIn(tx, account);
      const bytes = tx.get(at);
      if (bytes === undefined && op !== 'credit') throw failed('balance is not found');
      const old = bytes === undefined ? NO_BALANCE : readBalance(dictFrom(bytes));
      if (old.history.some(entry => entry.id === id && entry.op === op)) return shown(old, false);
      const amount = op === 'release' ? (old.reserved.get(id)?.amount ?? 0) : p.amount();
      const next = change(old, p);
      const history = [...old.history, p.entry(op, amount)].slice(-MAX_HISTORY);
      tx.put(at, stored(writeBalance({ ...next, history })));
      tx.change('balance', [account.id]);
      return shown(next, false);
    });
  }

  #remove(account: CachedAccount, p: Parameters): Promise<Dict> {
    const at = balanceKey(account.id, p.balance());
    return this.#core.store.transact(accountOwner(account.id), tx => {
      accountIn(tx, account);
      if (tx.get(at) === undefined) throw failed('balance is not found');
      tx.del(at);
      tx.change('balance', [account.id]);
      return newDict();
    });
  }

  async #clean(id: number): Promise<void> {
    await this.#core.store.transact(accountOwner(id), async tx => {
      for await (const { key: at } of tx.range(prefixRange('bal', id))) tx.del(at);
    });
  }
}
