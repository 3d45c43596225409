/** The directory: units and access rights as administrators set them, and a search over the accounts (cli.md 7.19). */

import { dictDelete, dictGet, dictOf, dictPut, newDict } from '../../../stdlib/values/dict.js';
import type { Bytes, Dict, Value } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import type { Core } from '../core/core.js';
import { namesOf } from '../core/namespace.js';
import type { DomainRecord } from '../core/types.js';
import { lower } from '../names/syntax.js';
import type { Principal } from '../principal.js';
import { rule } from '../rights/rule.js';
import { PUBLIC_INFO } from '../settings/builtin.js';
import { flagSetting } from '../settings/read.js';
import { isDict, replaced } from '../settings/update.js';
import { type DirectoryRecord, parseFilter } from './filter.js';

const MANAGE = rule('Directory');
const DOMAIN = rule('Users|Domain:CentralDirectory');
const SEARCH = rule('any');
const USERS = rule('Users');
/** Item of the server-wide records: unit name -> {mount; remote; settings}. */
const UNITS = 'directoryUnits';
/** Domains whose accounts are not shown, by their numbers. */
const HIDDEN = 'directoryHidden';
const UNIT_NAME = /^[A-Za-z0-9][A-Za-z0-9 ._-]{0,63}$/;
const MAX_MOUNT = 1024;
const MAX_LIMIT = 10_000;

/** What to look for. */
export interface DirectoryQuery {
  /** Base DN, `$` or null for the subtree of the own domain. */
  readonly base: Bytes | null;
  readonly filter: Bytes | null;
  readonly limit?: number;
  /** Null: every attribute. */
  readonly attributes?: readonly Bytes[] | null;
  /** `base` looks at one record only. */
  readonly scope?: 'sub' | 'one' | 'base';
}

/** A record that was found. */
export interface DirectoryHit {
  readonly dn: Bytes;
  readonly rdn: Bytes;
  readonly attributes: ReadonlyMap<Bytes, readonly Bytes[]>;
}

export class Directory {
  readonly #core: Core;

  constructor(core: Core) {
    this.#core = core;
  }

  /** Mount point -> unit. */
  units(who: Principal): Dict {
    this.#core.rights.need(who, MANAGE);
    const all = newDict();
    for (const [name, unit] of Object.entries(this.#core.server.dict(UNITS).entries)) {
      const mount = isDict(unit) ? dictGet(unit, 'mount') : null;
      if (typeof mount === 'string') dictPut(all, mount, name);
    }
    return all;
  }

  createUnit(who: Principal, name: Bytes, mount: Bytes, isRemote: boolean): Promise<void> {
    if (!UNIT_NAME.test(name)) throw new PosternError('bad-name');
    return this.#change(who, units => {
      if (units.entries[name] !== undefined) throw failed('directory unit with this name already exists');
      checkMount(units, mount, name);
      dictPut(units, name, unitOf(mount, isRemote, newDict()));
    });
  }

  relocateUnit(who: Principal, name: Bytes, mount: Bytes): Promise<void> {
    return this.#change(who, units => {
      const unit = unitIn(units, name);
      checkMount(units, mount, name);
      dictPut(units, name, dictOf([...Object.entries(unit.entries), ['mount', mount]]));
    });
  }

  removeUnit(who: Principal, name: Bytes): Promise<void> {
    return this.#change(who, units => {
      unitIn(units, name);
      dictDelete(units, name);
    });
  }

  /** Settings of a unit. */
  unit(who: Principal, name: Bytes): Dict {
    this.#core.rights.need(who, MANAGE);
    const settings = dictGet(unitIn(this.#core.server.dict(UNITS), name), 'settings');
    return isDict(settings) ? settings : newDict();
  }

  setUnit(who: Principal, name: Bytes, settings: Dict): Promise<void> {
    return this.#change(who, units => {
      const unit = unitIn(units, name);
      dictPut(units, name, dictOf([...Object.entries(unit.entries), ['settings', replaced(settings)]]));
    });
  }

  accessRights(who: Principal): readonly Value[] {
    this.#core.rights.need(who, MANAGE);
    const rights = this.#core.server.value('directoryRights');
    return Array.isArray(rights) ? rights : [];
  }

  async setAccessRights(who: Principal, rights: readonly Value[]): Promise<void> {
    this.#core.rights.need(who, MANAGE);
    await this.#core.server.put(
      'directoryRights',
      rights.filter(item => item !== null),
    );
  }

  /** Shows the accounts of a domain in the directory. Records follow the accounts at once. */
  async insertRecords(who: Principal, domain: Bytes | null): Promise<void> {
    const { id } = this.#core.targets.domain(who, domain, DOMAIN);
    await this.#setHidden(id, false);
  }

  /** Takes the accounts of a domain out of the directory, until they are inserted again. */
  async deleteRecords(who: Principal, domain: Bytes | null): Promise<void> {
    const { id } = this.#core.targets.domain(who, domain, DOMAIN);
    await this.#setHidden(id, true);
  }

  #isHidden({ id }: DomainRecord): boolean {
    return this.#core.server.dict(HIDDEN).entries[String(id)] !== undefined;
  }

  async #setHidden(id: number, hidden: boolean): Promise<void> {
    await this.#core.server.changeDict(HIDDEN, old => {
      const all = dictOf(Object.entries(old.entries));
      if (hidden) dictPut(all, String(id), 'YES');
      else dictDelete(all, String(id));
      return all;
    });
  }

  /** Directory-based domains exist only where they are switched on. */
  needDirectoryDomains(who: Principal): void {
    this.#core.rights.need(who, USERS);
    if (!flagSetting(this.#core.server.dict('settings'), 'DirectoryDomains'))
      throw failed('Directory-based Domains are not switched on');
  }

  /** Accounts that match; whoever has an account may search the own domain, administrators any. */
  async search(who: Principal, query: DirectoryQuery): Promise<readonly DirectoryHit[]> {
    this.#core.rights.need(who, SEARCH);
    const filter = query.filter === null ? () => true : parseFilter(query.filter);
    const limit = Math.min(MAX_LIMIT, Math.max(0, query.limit ?? 100));
    const base = this.#base(who, query.base);
    // domains have no records of their own
    const isDomainAlone = query.scope === 'base' && base?.uid === null;
    const hits: DirectoryHit[] = [];
    if (base === null || isDomainAlone || limit === 0 || this.#isHidden(base.domain)) return hits;
    for await (const [name, entry] of namesOf(this.#core.store, base.domain.id)) {
      if (entry.kind !== 'account' || (base.uid !== null && base.uid !== name)) continue;
      const all = this.#record(base.domain, entry.id);
      const folded: DirectoryRecord = new Map([...all].map(([key, values]) => [key.toLowerCase(), values]));
      if (!filter(folded)) continue;
      const rdn = `uid=${name}`;
      hits.push({
        dn: `${rdn},o=${base.domain.name}`,
        rdn,
        attributes: chosen(all, query.attributes ?? null),
      });
      if (hits.length >= limit) break;
    }
    return hits;
  }

  /** The domain, and the account if the base names one. Null: nothing is there. */
  #base(
    who: Principal,
    raw: Bytes | null,
  ): { readonly domain: DomainRecord; readonly uid: Bytes | null } | null {
    const own = who.kind === 'account' ? who.domain : this.#core.domains.main.name;
    const parts = raw === null || raw === '' || raw === '$' ? [] : raw.split(',').map(part => part.trim());
    const partOf = (attribute: string): Bytes | null => {
      const part = parts.find(text => lower(text).startsWith(`${attribute}=`));
      return part === undefined ? null : part.slice(attribute.length + 1);
    };
    const domain = this.#core.domains.find(partOf('o') ?? own);
    if (domain === null) return null;
    const isOwn = who.kind !== 'account' || domain.name === who.domain;
    if (!isOwn && !this.#core.rights.allows(who, rule('Directory|Users|DomainsRead|Domain'), domain.name))
      throw new PosternError('no-rights');
    const uid = partOf('uid');
    return { domain, uid: uid === null ? null : lower(uid) };
  }

  #record(domain: DomainRecord, id: number): ReadonlyMap<Bytes, readonly Bytes[]> {
    const account = this.#core.accounts.get(id);
    const record = new Map<Bytes, readonly Bytes[]>();
    if (account === null) return record;
    record.set('uid', [account.name]);
    record.set('mail', [`${account.name}@${domain.name}`]);
    const name = account.settings.entries.RealName;
    record.set('cn', [typeof name === 'string' && name !== '' ? name : account.name]);
    for (const key of PUBLIC_INFO) {
      const value = account.settings.entries[key];
      if (typeof value === 'string') record.set(key, [value]);
      else if (Array.isArray(value))
        record.set(
          key,
          value.filter(item => typeof item === 'string'),
        );
    }
    return record;
  }

  async #change(who: Principal, change: (units: Dict) => void): Promise<void> {
    this.#core.rights.need(who, MANAGE);
    await this.#core.server.changeDict(UNITS, old => {
      const units = dictOf(Object.entries(old.entries));
      change(units);
      return units;
    });
  }
}

function unitOf(mount: Bytes, isRemote: boolean, settings: Dict): Dict {
  return dictOf([
    ['mount', mount],
    ['remote', isRemote ? 'YES' : 'NO'],
    ['settings', settings],
  ]);
}

function unitIn(units: Dict, name: Bytes): Dict {
  const unit = units.entries[name];
  if (!isDict(unit)) throw failed('directory unit is not found');
  return unit;
}

function checkMount(units: Dict, mount: Bytes, name: Bytes): void {
  if (mount.length > MAX_MOUNT) throw new PosternError('illegal-value', { args: ['mountPoint'] });
  for (const [other, unit] of Object.entries(units.entries)) {
    if (other !== name && isDict(unit) && dictGet(unit, 'mount') === mount)
      throw failed('the mount point is in use');
  }
}

function chosen(
  all: ReadonlyMap<Bytes, readonly Bytes[]>,
  names: readonly Bytes[] | null,
): ReadonlyMap<Bytes, readonly Bytes[]> {
  if (names === null) return all;
  const wanted = new Set(names.map(name => name.toLowerCase()));
  return new Map([...all].filter(([key]) => wanted.has(key.toLowerCase())));
}

const failed = (text: string): PosternError => new PosternError('failed', { args: [text] });
