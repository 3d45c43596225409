/**
 * The object layer as a few maps: what every command must do, written as simply as possible. Names are lower case.
 * Each method gives the answer as text, or throws the code of the refusal.
 */

export type Settings = Map<string, string>;

interface ModelAccount {
  readonly kind: 'account';
  settings: Settings;
  prefs: Settings;
  aliases: string[];
}

interface ModelGroup {
  readonly kind: 'group';
  settings: Settings;
  members: string[];
}

type Entry =
  | ModelAccount
  | ModelGroup
  | { readonly kind: 'alias'; of: string }
  | { readonly kind: 'forwarder'; to: string };

interface ModelDomain {
  aliases: string[];
  settings: Settings;
  defaults: Settings;
  names: Map<string, Entry>;
}

export class Refused extends Error {
  constructor(readonly code: string) {
    super(code);
  }
}

const refuse = (code: string): never => {
  throw new Refused(code);
};

const CODES = {
  account: 'account-exists',
  alias: 'alias-exists',
  group: 'group-exists',
  forwarder: 'forwarder-exists',
} as const;

export class Model {
  readonly domains = new Map<string, ModelDomain>();
  serverDefaults: Settings = new Map();

  constructor(readonly main: string) {
    this.domains.set(main, emptyDomain());
    this.names(main).set('postmaster', emptyAccount());
    this.names(main).set('pbx', emptyAccount());
  }

  // ---- domains

  createDomain(name: string): void {
    if (this.find(name) !== null) refuse('domain-exists');
    this.domains.set(name, emptyDomain());
  }

  renameDomain(name: string, into: string): void {
    const old = this.need(name);
    if (old === this.main) refuse('main-domain');
    const owner = this.find(into);
    if (owner !== null && owner !== old) refuse('domain-exists');
    const domain = this.domain(old);
    domain.aliases = domain.aliases.filter(alias => alias !== into);
    this.domains.delete(old);
    this.domains.set(into, domain);
  }

  removeDomain(name: string, force: boolean): void {
    const found = this.need(name);
    if (found === this.main) refuse('main-domain');
    if (!force && this.names(found).size > 0) refuse('domain-not-empty');
    this.domains.delete(found);
  }

  setDomainAliases(name: string, aliases: string[]): void {
    const found = this.need(name);
    for (const alias of aliases) {
      const owner = this.find(alias);
      if (this.domains.has(alias) || (owner !== null && owner !== found)) refuse('domain-exists');
    }
    this.domain(found).aliases = [...new Set(aliases)];
  }

  domainAliases(name: string): string {
    return list(this.domain(this.need(name)).aliases);
  }

  listDomains(): string {
    const others = [...this.domains.keys()].filter(name => name !== this.main).sort();
    return list([this.main, ...others]);
  }

  updateDomain(name: string, changes: Settings): void {
    merge(this.domain(this.need(name)).settings, changes);
  }

  domainSettings(name: string): string {
    return dict(this.domain(this.need(name)).settings);
  }

  updateDefaults(name: string | null, changes: Settings): void {
    merge(name === null ? this.serverDefaults : this.domain(this.need(name)).defaults, changes);
  }

  // ---- accounts

  createAccount(address: string, settings: Settings): void {
    const [domain, name] = this.split(address);
    this.claim(domain, name, { ...emptyAccount(), settings: new Map(settings) });
  }

  renameAccount(address: string, into: string): void {
    const [domain, name] = this.split(address);
    const [toDomain, toName] = this.split(into);
    const account = this.account(domain, name);
    if (domain === toDomain && name === toName) return;
    if (this.isLastMaster(domain, name) && domain !== toDomain) refuse('failed');
    const clash = this.names(toDomain).get(toName);
    if (clash !== undefined) refuse(CODES[clash.kind]);
    if (domain !== toDomain) {
      for (const alias of account.aliases) {
        if (alias === toName) refuse('account-exists');
        const other = this.names(toDomain).get(alias);
        if (other !== undefined) refuse(CODES[other.kind]);
      }
    }
    this.names(domain).delete(name);
    this.names(toDomain).set(toName, account);
    for (const alias of account.aliases) {
      this.names(domain).delete(alias);
      this.names(toDomain).set(alias, { kind: 'alias', of: toName });
    }
    this.replaceMember(domain, name, domain === toDomain ? toName : `${toName}@${toDomain}`);
  }

  removeAccount(address: string): void {
    const [domain, name] = this.split(address);
    const account = this.account(domain, name);
    if (this.isLastMaster(domain, name)) refuse('failed');
    for (const alias of account.aliases) this.names(domain).delete(alias);
    this.names(domain).delete(name);
    this.replaceMember(domain, name, null);
  }

  setAliases(address: string, aliases: string[]): void {
    const [domain, name] = this.split(address);
    const account = this.account(domain, name);
    const wanted = [...new Set(aliases)];
    for (const alias of wanted) {
      const other = this.names(domain).get(alias);
      if (other === undefined || (other.kind === 'alias' && other.of === name)) continue;
      refuse(CODES[other.kind]);
    }
    for (const alias of account.aliases) this.names(domain).delete(alias);
    for (const alias of wanted) this.names(domain).set(alias, { kind: 'alias', of: name });
    account.aliases = wanted;
  }

  aliases(address: string): string {
    return list(this.account(...this.split(address)).aliases);
  }

  update(address: string, part: 'settings' | 'prefs', changes: Settings): void {
    merge(this.account(...this.split(address))[part], changes);
  }

  replace(address: string, part: 'settings' | 'prefs', values: Settings): void {
    this.account(...this.split(address))[part] = new Map(values);
  }

  explicit(address: string, part: 'settings' | 'prefs'): string {
    return dict(this.account(...this.split(address))[part]);
  }

  /** One effective setting that no built-in table has. */
  effective(address: string, key: string): string {
    const [domain, name] = this.split(address);
    const levels = [this.account(domain, name).settings, this.domain(domain).defaults, this.serverDefaults];
    return levels.find(level => level.has(key))?.get(key) ?? '-';
  }

  listAccounts(name: string): string {
    const names = this.names(this.need(name));
    return list(
      [...names]
        .filter(([, entry]) => entry.kind === 'account')
        .map(([account]) => account)
        .sort(),
    );
  }

  /** Totals and objects of a domain. */
  listObjects(name: string): string {
    const names = [...this.names(this.need(name))];
    const count = (kind: Entry['kind']): number => names.filter(([, entry]) => entry.kind === kind).length;
    const shown = names
      .filter(([, entry]) => entry.kind !== 'group')
      .map(([key, entry]) => {
        if (entry.kind === 'alias') return `${key}=(${entry.of});`;
        return entry.kind === 'forwarder' ? `${key}=((${entry.to}));` : `${key}=macnt;`;
      })
      .sort();
    return `(${count('account')},{${shown.join('')}},${count('alias')},${count('forwarder')})`;
  }

  /** The account that a login name means. */
  resolve(address: string): string {
    let next = address;
    for (let step = 0; step < 20; step++) {
      const [local, spelled] = next.split('@') as [string, string];
      const domain = this.find(spelled);
      const entry = domain === null ? undefined : this.names(domain).get(local);
      if (entry?.kind === 'account') return `${local}@${domain}`;
      if (entry?.kind === 'alias') return `${entry.of}@${domain}`;
      if (entry?.kind !== 'forwarder') return '-';
      next = entry.to;
    }
    return '-';
  }

  // ---- groups and forwarders

  createGroup(address: string, members: string[]): void {
    const [domain, name] = this.split(address);
    this.claim(domain, name, { kind: 'group', settings: new Map(), members });
  }

  setGroup(address: string, members: string[]): void {
    this.group(address).members = members;
  }

  members(address: string): string {
    return list(this.group(address).members);
  }

  renameGroup(address: string, into: string): void {
    const [domain, name] = this.split(address);
    const [toDomain, toName] = this.split(into);
    const group = this.group(address);
    if (domain === toDomain && name === toName) return;
    const clash = this.names(toDomain).get(toName);
    if (clash !== undefined) refuse(CODES[clash.kind]);
    this.names(domain).delete(name);
    this.names(toDomain).set(toName, group);
    this.replaceMember(domain, name, domain === toDomain ? toName : `${toName}@${toDomain}`);
  }

  removeGroup(address: string): void {
    const [domain, name] = this.split(address);
    this.group(address);
    this.names(domain).delete(name);
    this.replaceMember(domain, name, null);
  }

  createForwarder(address: string, to: string): void {
    const [domain, name] = this.split(address);
    this.claim(domain, name, { kind: 'forwarder', to });
  }

  removeForwarder(address: string): void {
    const [domain, name] = this.split(address);
    if (this.names(domain).get(name)?.kind !== 'forwarder') refuse('forwarder-unknown');
    this.names(domain).delete(name);
  }

  forwarder(address: string): string {
    const [domain, name] = this.split(address);
    const entry = this.names(domain).get(name);
    return entry?.kind === 'forwarder' ? entry.to : refuse('forwarder-unknown');
  }

  // ---- parts

  private find(name: string): string | null {
    if (this.domains.has(name)) return name;
    for (const [real, domain] of this.domains) if (domain.aliases.includes(name)) return real;
    return null;
  }

  private need(name: string): string {
    return this.find(name) ?? refuse('domain-unknown');
  }

  private domain(name: string): ModelDomain {
    return this.domains.get(name) ?? refuse('domain-unknown');
  }

  private names(domain: string): Map<string, Entry> {
    return this.domain(domain).names;
  }

  private split(address: string): [domain: string, name: string] {
    const [name, domain] = address.split('@') as [string, string];
    return [this.need(domain), name];
  }

  private claim(domain: string, name: string, entry: Entry): void {
    const old = this.names(domain).get(name);
    if (old !== undefined) refuse(CODES[old.kind]);
    this.names(domain).set(name, entry);
  }

  private account(domain: string, name: string): ModelAccount {
    const entry = this.names(domain).get(name);
    return entry?.kind === 'account' ? entry : refuse('account-unknown');
  }

  private group(address: string): ModelGroup {
    const [domain, name] = this.split(address);
    const entry = this.names(domain).get(name);
    return entry?.kind === 'group' ? entry : refuse('group-unknown');
  }

  private isLastMaster(domain: string, name: string): boolean {
    return domain === this.main && name === 'postmaster';
  }

  private replaceMember(domain: string, name: string, into: string | null): void {
    for (const entry of this.names(domain).values()) {
      if (entry.kind !== 'group') continue;
      entry.members = entry.members.flatMap(member =>
        member === name ? (into === null ? [] : [into]) : [member],
      );
    }
  }
}

function emptyDomain(): ModelDomain {
  return { aliases: [], settings: new Map(), defaults: new Map(), names: new Map() };
}

function emptyAccount(): ModelAccount {
  return { kind: 'account', settings: new Map(), prefs: new Map(), aliases: [] };
}

function merge(into: Settings, changes: Settings): void {
  for (const [key, value] of changes) {
    if (value.toLowerCase() === 'default') into.delete(key);
    else into.set(key, value);
  }
}

const list = (names: readonly string[]): string => `(${names.join(',')})`;

function dict(settings: Settings): string {
  const keys = [...settings.keys()].sort();
  return `{${keys.map(key => `${key}=${settings.get(key)};`).join('')}}`;
}
