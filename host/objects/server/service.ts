/** Settings of the server and of its modules, the router table, trusted certificates (cli.md 7.16, 7.1). */

import { dictOf, dictPut } from '../../../stdlib/values/dict.js';
import { type Bytes, type Dict, Kind, type Value } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import type { Core } from '../core/core.js';
import { renameMain } from '../domains/main.js';
import { parseRouterTable } from '../names/routertable.js';
import type { Principal } from '../principal.js';
import { rule } from '../rights/rule.js';
import { isDefault, isDict, picked, replaced, updated } from '../settings/update.js';
import { HELPERS, MODULE_ALIASES, MODULES, SERVER_ITEMS, type ServerItemName } from './items.js';
import { checkStrings } from './strings.js';

const SETTINGS = rule('Settings');
const MAX_TABLE = 256 * 1024;
const MAX_CERTIFICATES = 1000;
const MODULE_NAME = /^[A-Za-z][A-Za-z0-9_-]{0,31}$/;

export class ServerSettings {
  readonly #core: Core;
  readonly #checks = new Map<string, (settings: Dict) => void>();

  constructor(core: Core) {
    this.#core = core;
  }

  /** A dictionary as administrators see it. */
  get(who: Principal, name: ServerItemName): Dict {
    const item = SERVER_ITEMS[name];
    this.#core.rights.need(who, item.read);
    if (name === 'settings') {
      const all = dictOf(Object.entries(this.effective(name).entries));
      dictPut(all, 'DomainName', this.#core.domains.main.name);
      return all;
    }
    return item.showsDefaults ? this.effective(name) : this.#core.server.dict(name);
  }

  /** Merges changes. `DomainName` among the server settings renames the main domain. */
  async update(who: Principal, name: ServerItemName, changes: Dict): Promise<void> {
    this.#core.rights.need(who, SERVER_ITEMS[name].write);
    let rest = changes;
    if (name === 'settings') {
      checkHelpers(changes);
      const { Strings: strings } = changes.entries;
      if (strings !== undefined && !isDefault(strings)) {
        if (!isDict(strings)) throw new PosternError('illegal-value', { args: ['Strings'] });
        checkStrings(strings);
      }
      const domain = changes.entries.DomainName;
      if (typeof domain === 'string' && !isDefault(domain)) await renameMain(this.#core, domain);
      rest = picked(changes, key => key !== 'DomainName');
    }
    await this.#core.server.changeDict(name, old => updated(old, rest));
  }

  /** Replaces the dictionary. */
  async set(who: Principal, name: ServerItemName, settings: Dict): Promise<void> {
    this.#core.rights.need(who, SERVER_ITEMS[name].write);
    await this.#core.server.put(name, replaced(settings));
  }

  /** What counts: the defaults under what was set. No rights. */
  effective(name: ServerItemName): Dict {
    return over(SERVER_ITEMS[name].defaults, this.#core.server.dict(name));
  }

  /** Names of the modules. */
  modules(who: Principal): readonly Bytes[] {
    this.#core.rights.need(who, SETTINGS);
    return Object.keys(MODULES);
  }

  module(who: Principal, name: Bytes): Dict {
    this.#core.rights.need(who, SETTINGS);
    return this.#core.server.dict('module', moduleName(name));
  }

  /** Puts in place what refuses settings of a module; it throws `illegal-value`. */
  checkModule(name: string, check: (settings: Dict) => void): void {
    this.#checks.set(name, check);
  }

  async updateModule(who: Principal, name: Bytes, changes: Dict): Promise<void> {
    this.#core.rights.need(who, SETTINGS);
    const module = moduleName(name);
    this.#checks.get(module)?.(picked(changes, key => !isDefault(changes.entries[key] ?? null)));
    await this.#core.server.changeDict('module', old => updated(old, changes), module);
  }

  async setModule(who: Principal, name: Bytes, settings: Dict): Promise<void> {
    this.#core.rights.need(who, SETTINGS);
    const module = moduleName(name);
    const all = replaced(settings);
    this.#checks.get(module)?.(all);
    await this.#core.server.put('module', all, module);
  }

  /** What counts for a module. No rights. */
  moduleSettings(name: string): Dict {
    return over(MODULES[name] ?? dictOf([]), this.#core.server.dict('module', name));
  }

  /** The router table as it was set, lines joined with `\n`. */
  routerTable(who: Principal): Bytes {
    this.#core.rights.need(who, SETTINGS);
    const table = this.#core.server.value('routerTable');
    return typeof table === 'string' ? table : '';
  }

  /** Refuses the whole table for one malformed line. */
  async setRouterTable(who: Principal, table: Bytes): Promise<void> {
    this.#core.rights.need(who, SETTINGS);
    if (table.length > MAX_TABLE) throw new PosternError('too-large');
    parseRouterTable(table);
    await this.#core.server.put('routerTable', table);
  }

  /** Trusted certificates, DER, one datablock each. */
  trustedCertificates(who: Principal): readonly Value[] {
    this.#core.rights.need(who, SETTINGS);
    const all = this.#core.server.value('trustedCertificates');
    return Array.isArray(all) ? all : [];
  }

  async setTrustedCertificates(who: Principal, certificates: readonly Value[]): Promise<void> {
    this.#core.rights.need(who, SETTINGS);
    const all = certificates.filter(item => item !== null);
    if (all.length > MAX_CERTIFICATES) throw new PosternError('too-large');
    for (const item of all) {
      const isDer =
        typeof item === 'object' && !Array.isArray(item) && item.kind === Kind.Data && item.bytes[0] === '0';
      if (!isDer) throw new PosternError('illegal-value', { args: ['newCertificates'] });
    }
    await this.#core.server.put('trustedCertificates', all);
  }

  /** Told after each change of server settings or of a module (`module`, its name). Gives a function that ends it. */
  onChange(listener: (item: string, name: string) => void): () => void {
    return this.#core.events.subscribe('server', null, ({ subject }) =>
      listener(String(subject[0] ?? ''), String(subject[1] ?? '')),
    );
  }
}

function moduleName(name: Bytes): string {
  if (!MODULE_NAME.test(name)) throw new PosternError('failed', { args: ['module is not found'] });
  const wanted = MODULE_ALIASES[name.toUpperCase()] ?? name;
  const found = Object.keys(MODULES).find(known => known.toLowerCase() === wanted.toLowerCase());
  if (found === undefined) throw new PosternError('failed', { args: ['module is not found'] });
  return found;
}

function checkHelpers(changes: Dict): void {
  for (const [key, value] of Object.entries(changes.entries)) {
    if (isDefault(value)) continue;
    const isWrong = HELPERS.includes(key)
      ? !isDict(value)
      : key === 'ExternalFilters' &&
        !(
          Array.isArray(value) &&
          value.every(item => item === null || (isDict(item) && 'Name' in item.entries))
        );
    if (isWrong) throw new PosternError('illegal-value', { args: [key] });
  }
}

function over(defaults: Dict, set: Dict): Dict {
  return dictOf([...Object.entries(defaults.entries), ...Object.entries(set.entries)]);
}
