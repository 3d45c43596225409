/** Puts the parts of the core together and makes the main domain with its first accounts when there is none. */
import { randomBytes } from 'node:crypto';
import { dictOf, newDict } from '../../../stdlib/values/dict.js';
import { decodeValue } from '../../storage/index.js';
import { addAccount } from '../accounts/create.js';
import { putPart } from '../accounts/write.js';
import { addDomain } from '../domains/lifecycle.js';
import { NO_HELPERS } from '../helpers/types.js';
import { domainForm } from '../names/syntax.js';
import type { ObjectsOptions } from '../objects.js';
import { Vault } from '../passwords/vault.js';
import { addMaster } from '../rights/masters.js';
import { Rights } from '../rights/rights.js';
import { Resolver } from '../settings/resolve.js';
import { AccountTable } from './accounttable.js';
import { numberFrom, stored } from './codec.js';
import type { Core } from './core.js';
import { DomainTable } from './domaintable.js';
import { Events } from './events.js';
import { guarded } from './guard.js';
import { Ids } from './ids.js';
import { accountOwner, nameKey, SERVER_OWNER, serverKey } from './keys.js';
import { Owned } from './owned.js';
import { ServerRecords } from './serverrecords.js';
import { Targets } from './targets.js';
import type { ObjectLog } from './types.js';

const DEFAULT_CACHE = 10_000;
const SILENT: ObjectLog = { failure() {}, problem() {}, low() {} };
const MAIN_KEY = serverKey('mainDomain');

export async function openCore(
  options: ObjectsOptions,
): Promise<{ readonly core: Core; readonly firstPassword: string | null }> {
  const store = guarded(options.store);
  const log = options.log ?? SILENT;
  const clock = options.clock ?? Date.now;
  const events = new Events(store, log);
  const domains = new DomainTable(store);
  const accounts = new AccountTable(store, events, options.cachedAccounts ?? DEFAULT_CACHE);
  const server = new ServerRecords(store, events);
  const resolver = new Resolver(server, domains, accounts);
  const rights = new Rights(domains, accounts, resolver);
  const core: Core = {
    store,
    clock,
    log,
    hostName: options.hostName,
    baseFolder: options.baseFolder,
    events,
    domains,
    accounts,
    server,
    resolver,
    rights,
    targets: new Targets(domains, accounts, rights),
    ids: new Ids(store),
    owned: new Owned(store, log),
    vault: new Vault(await passwordKey(store), options.scryptLog2),
    helpers: { current: NO_HELPERS },
  };
  const known = numberFrom(store.get(MAIN_KEY), 0);
  await domains.load(known, events);
  if (known === 0) await makeMainDomain(core, options.mainDomain);
  const firstPassword = await makeFirstAccounts(core, options.firstPassword ?? null);
  return { core, firstPassword };
}

/** The main domain; a start that ended half-way left it without its mark, so the name is looked for first. */
async function makeMainDomain(core: Core, wanted: string): Promise<void> {
  const name = domainForm(wanted) ?? 'localhost';
  const record = core.domains.find(name) ?? (await addDomain(core, name, newDict()));
  core.domains.setMain(record.id);
  await core.store.transact(SERVER_OWNER, tx => tx.put(MAIN_KEY, stored(record.id)));
}

/** `postmaster` with Master and `pbx`, once. Gives the password if it made one. */
async function makeFirstAccounts(core: Core, given: string | null): Promise<string | null> {
  const main = core.domains.main;
  const done = serverKey('firstStart');
  if (core.store.get(done) !== undefined) return null;
  const password = given ?? randomBytes(12).toString('base64url');
  const settings = dictOf([['RealName', 'Postmaster']]);
  if (core.store.get(nameKey(main.id, 'postmaster')) === undefined)
    await addAccount(core, main.id, 'postmaster', settings);
  if (core.store.get(nameKey(main.id, 'pbx')) === undefined)
    await addAccount(core, main.id, 'pbx', newDict());
  const account = core.accounts.find(main.id, 'postmaster');
  if (account === null) throw new Error('the postmaster account is missing');
  const encoded = await core.vault.encode(password, 'scrypt');
  await core.store.transact([SERVER_OWNER, accountOwner(account.id)], tx => {
    addMaster(tx, account.id);
    putPart(tx, account.id, 'rights', ['Master']);
    putPart(
      tx,
      account.id,
      'settings',
      dictOf([...Object.entries(account.settings.entries), ['Password', encoded]]),
    );
    tx.put(done, stored('YES'));
  });
  return password;
}

/** The key of recoverable passwords: made once, kept with the data. */
async function passwordKey(store: Core['store']): Promise<Uint8Array> {
  const key = serverKey('passwordKey');
  return store.transact(SERVER_OWNER, tx => {
    const old = tx.get(key);
    const value = old === undefined ? null : decodeValue(old);
    if (typeof value === 'string' && value.length === 32) return Buffer.from(value, 'latin1');
    const made = randomBytes(32);
    tx.put(key, stored(made.toString('latin1')));
    return made;
  });
}
