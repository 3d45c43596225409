/** Domains are made, renamed and removed here, and get their other names (cli.md 7.1). */

import { newDict } from '../../../stdlib/values/dict.js';
import type { Bytes, Dict } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import { namesFrom, stored } from '../core/codec.js';
import type { Core } from '../core/core.js';
import { DOMAIN_TOPIC, domainIn } from '../core/domaintable.js';
import { domainKey, domainNameKey, domainOwner, goneKey, SERVER_OWNER, serverKey } from '../core/keys.js';
import { countsIn, namesOf } from '../core/namespace.js';
import type { DomainRecord } from '../core/types.js';
import { domainForm, lower } from '../names/syntax.js';
import type { Principal } from '../principal.js';
import { replaced } from '../settings/update.js';
import { giveName, ownersOfName } from './named.js';
import { MANAGE } from './rules.js';
import { claimDomainName, putDomain } from './write.js';

/** Most aliases of one domain. */
const MAX_ALIASES = 1000;

/** Creates a domain. `path` names a domain storage. */
export async function createDomain(
  core: Core,
  who: Principal,
  raw: Bytes,
  settings: Dict | null = null,
  path: Bytes | null = null,
): Promise<DomainRecord> {
  core.rights.need(who, MANAGE);
  const name = formOf(raw);
  checkStorage(core, path);
  return addDomain(core, name, settings ?? newDict());
}

/** Creates a domain without asking for rights; the name is in stored form. */
export async function addDomain(core: Core, name: string, settings: Dict): Promise<DomainRecord> {
  const id = await core.ids.next();
  const record: DomainRecord = {
    id,
    name,
    aliases: [],
    suspended: false,
    created: core.clock(),
    settings: replaced(settings),
    accountDefaults: newDict(),
    accountPrefs: newDict(),
    template: newDict(),
  };
  await core.store.transact([SERVER_OWNER, domainOwner(id)], tx => {
    if (tx.get(domainNameKey(name)) !== undefined) throw new PosternError('domain-exists');
    claimDomainName(tx, name, id);
    putDomain(tx, record);
  });
  return record;
}

/** Gives a domain another name; settings that name it follow. What is open in its accounts is closed first. */
export async function renameDomain(
  core: Core,
  who: Principal,
  raw: Bytes,
  into: Bytes,
  path: Bytes | null = null,
): Promise<void> {
  const domain = secondary(core, who, raw);
  const name = formOf(into);
  checkStorage(core, path);
  await changeName(core, domain, name);
}

/** Closes what is open in the accounts of a domain, then gives it the name. Throws `domain-exists`. */
export async function changeName(core: Core, domain: DomainRecord, name: string): Promise<void> {
  const owner = core.domains.find(name);
  if (owner !== null && owner.id !== domain.id) throw new PosternError('domain-exists');
  await closeAccounts(core, domain, 'the domain is renamed');
  await core.store.transact([SERVER_OWNER, ...ownersOfName(core, domain)], tx =>
    giveName(core, tx, domain.id, name),
  );
}

/** Removes a domain; with `force` also one that holds objects. */
export async function removeDomain(core: Core, who: Principal, raw: Bytes, force = false): Promise<void> {
  const domain = secondary(core, who, raw);
  if (!force && hasObjects(core, domain)) throw new PosternError('domain-not-empty');
  await closeAccounts(core, domain, 'the domain is removed');
  await core.store.transact([SERVER_OWNER, domainOwner(domain.id)], tx => {
    const old = domainIn(tx, domain.id);
    if (!force && Object.values(countsIn(tx, domain.id)).some(count => count > 0))
      throw new PosternError('domain-not-empty');
    for (const name of [old.name, ...old.aliases]) tx.del(domainNameKey(name));
    tx.del(domainKey(domain.id));
    tx.put(goneKey('domain', domain.id), stored(old.name));
    tx.change(DOMAIN_TOPIC, [domain.id]);
  });
  core.owned.clean('domain', domain.id);
}

/** Replaces the aliases of a domain, all or nothing. */
export async function setDomainAliases(
  core: Core,
  who: Principal,
  raw: Bytes,
  names: readonly Bytes[],
): Promise<void> {
  const domain = core.targets.domain(who, raw, MANAGE);
  if (names.length > MAX_ALIASES) throw new PosternError('too-large');
  const wanted = [...new Set(names.map(formOf))];
  await core.store.transact([SERVER_OWNER, domainOwner(domain.id)], tx => {
    const old = domainIn(tx, domain.id);
    if (wanted.includes(old.name)) throw new PosternError('domain-exists');
    for (const alias of old.aliases) if (!wanted.includes(alias)) tx.del(domainNameKey(alias));
    for (const alias of wanted) claimDomainName(tx, alias, domain.id);
    putDomain(tx, { ...old, aliases: wanted });
  });
}

/**
 * Closes or opens a domain for logins and sessions. The main domain stays open: nobody could log in to open it again
 * (`main-domain`).
 */
export async function setSuspended(
  core: Core,
  who: Principal,
  raw: Bytes,
  suspended: boolean,
): Promise<void> {
  const domain = core.targets.domain(who, raw, MANAGE);
  if (suspended && domain.id === core.domains.main.id) throw new PosternError('main-domain');
  await core.store.transact(domainOwner(domain.id), tx => {
    const old = domainIn(tx, domain.id);
    if (old.suspended !== suspended) putDomain(tx, { ...old, suspended });
  });
  if (suspended) await closeAccounts(core, domain, 'the domain is suspended');
}

/** Closes what is open for the accounts of a domain. */
async function closeAccounts(core: Core, domain: DomainRecord, reason: string): Promise<void> {
  for await (const [, entry] of namesOf(core.store, domain.id)) {
    if (entry.kind !== 'account') continue;
    if (!(await core.owned.close(entry.id, reason))) throw new PosternError('account-in-use');
  }
}

function hasObjects(core: Core, domain: DomainRecord): boolean {
  return Object.values(countsIn(core.store, domain.id)).some(count => count > 0);
}

function secondary(core: Core, who: Principal, raw: Bytes): DomainRecord {
  const domain = core.targets.domain(who, raw, MANAGE);
  if (domain.id === core.domains.main.id) throw new PosternError('main-domain');
  return domain;
}

function formOf(raw: Bytes): string {
  const name = domainForm(raw);
  if (name === null) throw new PosternError('bad-name');
  return name;
}

function checkStorage(core: Core, path: Bytes | null): void {
  if (path === null) return;
  const known = namesFrom(core.store.get(serverKey('domainStorages')));
  if (!known.includes(lower(path)))
    throw new PosternError('failed', { args: ['domain storage is not found'] });
}
