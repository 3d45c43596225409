/**
 * Rules of accounts, domains and the server, for mail and signals (cli.md 7.4, 6.8; objects.md 9). They are returned as
 * they were set. Those of accounts are their settings `Rules` and `SignalRules`.
 */
import { dictOf, isArray } from '../../../stdlib/values/index.js';
import type { Bytes, Value } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import { decodeValue } from '../../storage/index.js';
import { putPart } from '../accounts/write.js';
import { accountIn, type CachedAccount } from '../core/accounttable.js';
import { stored } from '../core/codec.js';
import type { Core } from '../core/core.js';
import { domainIn } from '../core/domaintable.js';
import { accountOwner, domainKey, domainOwner } from '../core/keys.js';
import type { Principal } from '../principal.js';
import { type Rule, rule } from '../rights/rule.js';
import { textSetting } from '../settings/read.js';
import { isDefault, withoutNulls } from '../settings/update.js';
import { checkRule, checkRules, type MailRule, nameOf, priorityOf, type RuleKind } from './shape.js';
import { admits, admitsRules, isAction, isCondition } from './vocabulary.js';

const READ = rule('own|Users|DomainsRead|Domain');
const READ_DOMAIN = rule('Users|DomainsRead|Domain');
const SERVER = rule('Settings');

interface KindFacts {
  /** Account setting that holds them. */
  readonly setting: Bytes;
  /** Account setting that says which actions the owner may use, and what it is when nobody set it. */
  readonly allowed: Bytes;
  readonly fallback: Bytes;
  readonly own: Rule;
  readonly manage: Rule;
  /** Name among the parts of a domain and the records of the server. */
  readonly part: string;
}

const KINDS: Readonly<Record<RuleKind, KindFacts>> = {
  mail: {
    setting: 'Rules',
    allowed: 'RulesAllowed',
    fallback: 'Filter Only',
    own: rule('own|Users|Domain:RulesAllowed'),
    manage: rule('Users|Domain:RulesAllowed'),
    part: 'mailRules',
  },
  signal: {
    setting: 'SignalRules',
    allowed: 'SignalRulesAllowed',
    fallback: 'Any',
    own: rule('own|Users|Domain:SignalRulesAllowed'),
    manage: rule('Users|Domain:SignalRulesAllowed'),
    part: 'signalRules',
  },
};

/** A change of one Rule: a new one, two or three elements that set its priority, or the name of one to remove. */
export type RuleChange = { readonly rule: Value } | { readonly remove: Bytes };

export class Rules {
  readonly #core: Core;

  constructor(core: Core) {
    this.#core = core;
  }

  // ---- accounts

  /** The Rules of an account as they were set; none gives an empty array. */
  account(who: Principal, name: Bytes, kind: RuleKind): Value[] {
    return this.#stored(this.#core.targets.account(who, name, READ), kind);
  }

  /** Replaces them; the word `default` removes the setting. Throws `illegal-value`, `no-rights`. */
  async setAccount(who: Principal, name: Bytes, kind: RuleKind, rules: Value): Promise<void> {
    await this.#changeAccount(who, name, kind, () => (isDefault(rules) ? [] : rules));
  }

  /** Changes one Rule. Throws `illegal-value`, `no-rights`, `rule-unknown` for a priority of a Rule that is not there. */
  async updateAccount(who: Principal, name: Bytes, kind: RuleKind, change: RuleChange): Promise<void> {
    await this.#changeAccount(who, name, kind, old => changed(old, change, kind));
  }

  /** Renames a Rule (ximss.md 11). Throws `rule-unknown`, `illegal-value`, `rule-exists`. */
  async renameAccount(
    who: Principal,
    account: Bytes,
    kind: RuleKind,
    name: Bytes,
    into: Bytes,
  ): Promise<void> {
    await this.#changeAccount(who, account, kind, old => {
      const at = indexOf(old, name);
      if (at < 0) throw new PosternError('rule-unknown');
      if (nameOf(into) === null) throw new PosternError('illegal-value', { args: ['name'] });
      if (into !== name && indexOf(old, into) >= 0) throw new PosternError('rule-exists');
      return old.map((item, index) =>
        index === at && isArray(item) ? [item[0] ?? null, into, ...item.slice(2)] : item,
      );
    });
  }

  async #changeAccount(
    who: Principal,
    name: Bytes,
    kind: RuleKind,
    change: (old: Value[]) => Value,
  ): Promise<void> {
    const facts = KINDS[kind];
    const account = this.#core.targets.ruled(who, name, facts.own);
    const domain = this.#core.domains.get(account.domainId);
    const isOwner =
      domain === null || !this.#core.rights.allows(who, facts.manage, domain.name, account.name);
    await this.#core.store.transact(accountOwner(account.id), tx => {
      const { settings } = accountIn(tx, account);
      const found = settings.entries[facts.setting];
      const old = found !== undefined && isArray(found) ? found : [];
      const rules = checkRules(withoutNulls(change(old)), kind);
      if (isOwner) this.#needAllowed(account, kind, old, rules);
      const next = dictOf(Object.entries(settings.entries));
      const list = rules.map(each => each.stored);
      if (list.length === 0) delete next.entries[facts.setting];
      else next.entries[facts.setting] = list;
      putPart(tx, account.id, 'settings', next);
    });
  }

  /** Refuses actions that the owner may not use, in the Rules that are new or changed. */
  #needAllowed(
    account: CachedAccount,
    kind: RuleKind,
    old: readonly Value[],
    rules: readonly MailRule[],
  ): void {
    const { allowed, fallback } = KINDS[kind];
    const level = textSetting(this.#core.resolver.account(account), allowed, fallback);
    const before = new Set(old.map(fingerprint));
    for (const each of rules) {
      if (
        before.has(fingerprint(each.stored)) ||
        (each.priority === 0 && before.has(fingerprint(active(each.stored, old))))
      )
        continue;
      if (!admitsRules(level)) throw new PosternError('no-rights');
      const isUnknown =
        each.conditions.some(({ what }) => !isCondition(kind, what)) ||
        each.actions.some(({ what }) => !isAction(kind, what));
      if (isUnknown) throw new PosternError('illegal-value', { args: ['rule'] });
      if (each.actions.some(({ what }) => !admits(level, kind, what))) throw new PosternError('rule-action');
    }
  }

  #stored(account: CachedAccount, kind: RuleKind): Value[] {
    const value = account.settings.entries[KINDS[kind].setting];
    return value !== undefined && isArray(value) ? value : [];
  }

  // ---- domains

  /** The Rules of a domain; null: of the domain of whoever acts. */
  domain(who: Principal, domain: Bytes | null, kind: RuleKind): Value[] {
    return this.ofDomain(this.#core.targets.domain(who, domain, READ_DOMAIN).id, kind);
  }

  async setDomain(who: Principal, domain: Bytes | null, kind: RuleKind, rules: Value): Promise<void> {
    const { id } = this.#core.targets.domain(who, domain, KINDS[kind].manage);
    const list = isDefault(rules) ? [] : checkRules(withoutNulls(rules), kind).map(each => each.stored);
    const key = domainKey(id, KINDS[kind].part);
    await this.#core.store.transact(domainOwner(id), tx => {
      domainIn(tx, id);
      if (list.length === 0) tx.del(key);
      else tx.put(key, stored(list));
    });
  }

  // ---- the server

  server(who: Principal, kind: RuleKind): Value[] {
    this.#core.rights.need(who, SERVER);
    return this.ofServer(kind);
  }

  async setServer(who: Principal, kind: RuleKind, rules: Value): Promise<void> {
    this.#core.rights.need(who, SERVER);
    const list = isDefault(rules) ? [] : checkRules(withoutNulls(rules), kind).map(each => each.stored);
    await this.#core.server.put(KINDS[kind].part, list.length === 0 ? null : list);
  }

  // ---- for other services, without rights

  ofServer(kind: RuleKind): Value[] {
    const value = this.#core.server.value(KINDS[kind].part);
    return isArray(value) ? value : [];
  }

  ofDomain(domainId: number, kind: RuleKind): Value[] {
    const bytes = this.#core.store.get(domainKey(domainId, KINDS[kind].part));
    const value = bytes === undefined ? null : decodeValue(bytes);
    return isArray(value) ? value : [];
  }

  /** Effective Rules of an account: defaults may hold some, too. */
  ofAccount(account: CachedAccount, kind: RuleKind): Value[] {
    const value = this.#core.resolver.account(account).entries[KINDS[kind].setting];
    return value !== undefined && isArray(value) ? value : [];
  }
}

/** What makes two stored Rules the same. */
const fingerprint = (value: Value): string => JSON.stringify(value);

/** A Rule that was switched off, with the priority that it had. */
function active(value: Value[], old: readonly Value[]): Value[] {
  const before = old.find(item => isArray(item) && item[1] === value[1]);
  return before !== undefined && isArray(before) ? [before[0] ?? null, ...value.slice(1)] : value;
}

const indexOf = (list: readonly Value[], name: Bytes): number =>
  list.findIndex(item => isArray(item) && item[1] === name);

function changed(old: Value[], change: RuleChange, kind: RuleKind): Value[] {
  if ('remove' in change) {
    return old.filter(item => !isArray(item) || item[1] !== change.remove);
  }
  const given = withoutNulls(change.rule);
  if (!isArray(given)) throw new PosternError('illegal-value', { args: ['rule'] });
  if (given.length === 2 || given.length === 3) {
    const [priority, name] = given;
    const named = nameOf(name);
    if (priorityOf(priority) === null || named === null) {
      throw new PosternError('illegal-value', { args: ['rule'] });
    }
    const at = indexOf(old, named);
    if (at < 0) throw new PosternError('rule-unknown');
    return old.map((item, index) =>
      index === at && isArray(item) ? [priority ?? null, ...item.slice(1)] : item,
    );
  }
  const next = checkRule(given, kind);
  const at = indexOf(old, next.name);
  if (at < 0) return [...old, given];
  return old.map((item, index) => (index === at ? given : item));
}
