/** Domains (cli.md 7.1). */
import type { Bytes, Dict, Value } from '../../../stdlib/values/types.js';
import type { Core } from '../core/core.js';
import type { Principal } from '../principal.js';
import { visible } from '../settings/visible.js';
import { createDomain, removeDomain, renameDomain, setDomainAliases, setSuspended } from './lifecycle.js';
import { listObjects, type ObjectQuery } from './objects.js';
import { ADMIN_LIST, LIST, MANAGE, READ } from './rules.js';
import { readDomainDict, replaceDomainDict, updateDomainDict } from './settings.js';

export class Domains {
  readonly #core: Core;

  constructor(core: Core) {
    this.#core = core;
  }

  /** Name of the main domain. */
  main(): string {
    return this.#core.domains.main.name;
  }

  /** Every domain, the main one first, the others sorted; no rights. */
  names(): readonly string[] {
    return this.#core.domains.names();
  }

  /** The domain of this name or alias, null when there is none; no rights. */
  find(nameOrAlias: string): string | null {
    return this.#core.domains.find(nameOrAlias)?.name ?? null;
  }

  list(who: Principal): readonly string[] {
    this.#core.rights.need(who, LIST);
    return this.names();
  }

  async create(
    who: Principal,
    name: Bytes,
    settings: Dict | null = null,
    options: { readonly path?: Bytes | null } = {},
  ): Promise<void> {
    await createDomain(this.#core, who, name, settings, options.path ?? null);
  }

  rename(
    who: Principal,
    name: Bytes,
    into: Bytes,
    options: { readonly path?: Bytes | null } = {},
  ): Promise<void> {
    return renameDomain(this.#core, who, name, into, options.path ?? null);
  }

  remove(who: Principal, name: Bytes, options: { readonly force?: boolean } = {}): Promise<void> {
    return removeDomain(this.#core, who, name, options.force ?? false);
  }

  /** Explicit settings. */
  settings(who: Principal, domain: Bytes | null): Dict {
    return readDomainDict(this.#core, who, domain, 'settings');
  }

  effectiveSettings(who: Principal, domain: Bytes | null): Dict {
    return visible(this.#core, who, this.#core.resolver.domain(this.#core.targets.domain(who, domain, READ)));
  }

  updateSettings(who: Principal, domain: Bytes | null, changes: Dict): Promise<void> {
    return updateDomainDict(this.#core, who, domain, 'settings', changes);
  }

  setSettings(who: Principal, domain: Bytes | null, settings: Dict): Promise<void> {
    return replaceDomainDict(this.#core, who, domain, 'settings', settings);
  }

  aliases(who: Principal, domain: Bytes | null): readonly string[] {
    return this.#core.targets.domain(who, domain, READ).aliases;
  }

  setAliases(who: Principal, domain: Bytes, names: readonly Bytes[]): Promise<void> {
    return setDomainAliases(this.#core, who, domain, names);
  }

  /** Domains whose administrators are those of this one. */
  adminDomains(who: Principal, domain: Bytes | null): readonly string[] {
    const { domains, rights, targets } = this.#core;
    const admin = targets.domain(who, domain, ADMIN_LIST);
    const found = [...domains.all()].filter(record => rights.adminDomain(record)?.id === admin.id);
    return found.map(record => record.name).sort();
  }

  /** Accounts, aliases and forwarders in portions. */
  listObjects(who: Principal, domain: Bytes | null, query: ObjectQuery): Promise<Value[]> {
    return listObjects(this.#core, who, domain, query);
  }

  /** Path relative to the base directory. */
  location(who: Principal, domain: Bytes | null): Bytes {
    const record = this.#core.targets.domain(who, domain, READ);
    return record.id === this.#core.domains.main.id ? 'Accounts' : `Domains/${record.name}`;
  }

  suspend(who: Principal, domain: Bytes): Promise<void> {
    return setSuspended(this.#core, who, domain, true);
  }

  resume(who: Principal, domain: Bytes): Promise<void> {
    return setSuspended(this.#core, who, domain, false);
  }

  /** True while a domain is closed; no rights. */
  isSuspended(domain: string): boolean {
    return this.#core.domains.find(domain)?.suspended ?? false;
  }

  /** Effective settings without asking for rights, for other services; null for an unknown domain. */
  effective(domain: string): Dict | null {
    const record = this.#core.domains.find(domain);
    return record === null ? null : this.#core.resolver.domain(record);
  }

  /** Permanent number of a domain, for keys of what belongs to it; null for an unknown domain. */
  idOf(domain: string): number | null {
    return this.#core.domains.find(domain)?.id ?? null;
  }

  /** Refuses whom no right of a server administrator admits to change domains. */
  needManager(who: Principal): void {
    this.#core.rights.need(who, MANAGE);
  }
}
