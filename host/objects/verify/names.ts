/** Domains, the names of their objects, aliases, telephone numbers, groups. */
import { key } from '../../storage/index.js';
import { decodeAccount, decodeDomain, decodeName, dictFrom, namesFrom, numberFrom } from '../core/codec.js';
import {
  accountPartKey,
  countKey,
  domainKey,
  domainNameKey,
  groupKey,
  memberKey,
  nameKey,
  serverKey,
  telnumKey,
} from '../core/keys.js';
import { countsIn } from '../core/namespace.js';
import type { DomainRecord, NameEntry, NameKind } from '../core/types.js';
import { membersOf } from '../groups/memberships.js';
import { splitName } from '../names/syntax.js';
import { type Findings, numberOf, textOf } from './findings.js';

/** Where the records of the kinds are, but those of accounts and aliases. */
const RECORDS: Readonly<Partial<Record<NameKind, string>>> = {
  group: 'grp',
  list: 'list',
  forwarder: 'fwd',
  task: 'task',
};

/** Who exists, and who is on the way out. Everything else asks for this. */
export async function readOwners(found: Findings): Promise<void> {
  await found.each(['gone'], ([, kind, id]) => {
    const gone = { account: found.goneAccounts, domain: found.goneDomains, list: found.goneLists };
    if (kind === 'account' || kind === 'domain' || kind === 'list') gone[kind].add(numberOf(id));
  });
  await found.each(['acct'], ([, id, part], value) => {
    if (part === undefined) found.accounts.set(numberOf(id), decodeAccount(value).domainId);
    found.lastId = Math.max(found.lastId, numberOf(id));
  });
  await found.each(['acct'], ([, id, part]) => {
    const account = numberOf(id);
    if (part !== undefined && !found.accounts.has(account) && !found.goneAccounts.has(account))
      found.note(`account ${account}: its ${String(part)} are there, the account is not`);
  });
}

export async function checkDomains(found: Findings): Promise<void> {
  const { store } = found;
  const records = new Map<number, DomainRecord>();
  await found.each(['dom'], ([, id, part], value) => {
    const domain = numberOf(id);
    if (part === '') records.set(domain, decodeDomain(domain, value));
    else if (store.get(domainKey(domain)) === undefined && !found.goneDomains.has(domain))
      found.note(`domain ${domain}: its ${String(part)} is there, the domain is not`);
  });
  for (const [id, { name, aliases }] of records) {
    found.domains.add(id);
    found.lastId = Math.max(found.lastId, id);
    for (const each of [name, ...aliases]) {
      if (numberFrom(store.get(domainNameKey(each)), 0) !== id)
        found.note(`domain ${name}: the name ${each} does not lead to it`);
    }
  }
  await found.each(['domname'], ([, name], value) => {
    const record = records.get(numberFrom(value, 0));
    if (record === undefined) found.note(`the domain name ${String(name)} leads to no domain`);
    else if (![record.name, ...record.aliases].includes(textOf(name)))
      found.note(`the domain name ${String(name)} leads to ${record.name}, which does not have it`);
  });
  const main = numberFrom(store.get(serverKey('mainDomain')), 0);
  if (main !== 0 && !records.has(main)) found.note('the main domain is not there');
}

/** Every name leads to an object, every object has its name, and the counters of the domain are right. */
export async function checkNames(found: Findings): Promise<void> {
  const { store } = found;
  const counts = new Map<number, Map<NameKind, number>>();
  const checkEntry = (domain: number, name: string, { kind, id }: NameEntry): void => {
    const what = `the name ${name} of domain ${domain}`;
    const record = RECORDS[kind];
    if (record !== undefined) {
      if (store.get(key(record, domain, name)) === undefined) found.note(`${what}: there is no such ${kind}`);
      return;
    }
    if (!found.accounts.has(id)) found.note(`${what} leads to account ${id}, which is not there`);
    else if (found.accounts.get(id) !== domain) found.note(`${what} leads to an account of another domain`);
    else if (kind === 'alias' && !namesFrom(store.get(accountPartKey(id, 'aliases'))).includes(name))
      found.note(`${what} is an alias that account ${id} does not have`);
  };
  await found.each(['name'], ([, id, name], value) => {
    const domain = numberOf(id);
    if (found.goneDomains.has(domain)) return;
    const entry = decodeName(value);
    const of = counts.get(domain) ?? new Map<NameKind, number>();
    counts.set(domain, of.set(entry.kind, (of.get(entry.kind) ?? 0) + 1));
    if (!found.domains.has(domain))
      found.note(`the name ${textOf(name)} is of domain ${domain}, which is not there`);
    checkEntry(domain, textOf(name), entry);
  });
  for (const domain of found.domains) {
    const stored = store.get(countKey(domain)) === undefined ? {} : countsIn(store, domain);
    for (const [kind, count] of Object.entries(stored)) {
      const real = counts.get(domain)?.get(kind as NameKind) ?? 0;
      if (real !== count) found.note(`domain ${domain} counts ${count} of kind ${kind}; there are ${real}`);
    }
  }
  for (const [kind, record] of Object.entries(RECORDS)) {
    await found.each([record], ([, id, name]) => {
      const domain = numberOf(id);
      if (found.goneDomains.has(domain)) return;
      const bytes = store.get(nameKey(domain, textOf(name)));
      if (bytes === undefined || decodeName(bytes).kind !== kind)
        found.note(`the ${kind} ${textOf(name)} of domain ${domain} has no name`);
    });
  }
}

/** Accounts: their names, aliases, telephone numbers. */
export async function checkAccounts(found: Findings): Promise<void> {
  const { store } = found;
  const lead = (domain: number, name: string, kind: NameKind, id: number): boolean => {
    const bytes = store.get(nameKey(domain, name));
    if (bytes === undefined) return false;
    const entry = decodeName(bytes);
    return entry.kind === kind && entry.id === id;
  };
  await found.each(['acct'], ([, part1, part], value) => {
    const id = numberOf(part1);
    if (!found.counts(id)) return;
    const domain = found.accounts.get(id) ?? -1;
    if (part === undefined) {
      const { name } = decodeAccount(value);
      if (!found.domains.has(domain))
        found.note(`account ${name} (${id}) is of domain ${domain}, which is not there`);
      if (!lead(domain, name, 'account', id))
        found.note(`account ${name} (${id}): its name does not lead to it`);
    }
    if (part === 'aliases') {
      for (const alias of namesFrom(value))
        if (!lead(domain, alias, 'alias', id))
          found.note(`account ${id}: the alias ${alias} does not lead to it`);
    }
    if (part === 'telnums') {
      for (const number of namesFrom(value))
        if (numberFrom(store.get(telnumKey(number)), 0) !== id)
          found.note(`account ${id}: the telephone number ${number} does not lead to it`);
    }
  });
  await found.each(['telnum'], ([, part], value) => {
    const number = textOf(part);
    const id = numberFrom(value, 0);
    if (!found.counts(id)) return;
    if (!namesFrom(store.get(accountPartKey(id, 'telnums'))).includes(number))
      found.note(`the telephone number ${number} leads to account ${id}, which does not have it`);
  });
}

/** Groups and the notes about who is in them. */
export async function checkGroups(found: Findings): Promise<void> {
  const { store } = found;
  const local = (member: string) => splitName(member).local;
  await found.each(['grp'], ([, id, name], value) => {
    const domain = numberOf(id);
    if (found.goneDomains.has(domain)) return;
    for (const member of membersOf(dictFrom(value))) {
      if (!member.includes('@') && store.get(memberKey(domain, local(member), textOf(name))) === undefined)
        found.note(`the group ${textOf(name)} of domain ${domain}: its member ${member} does not know of it`);
    }
  });
  await found.each(['member'], ([, id, member, group]) => {
    const domain = numberOf(id);
    if (found.goneDomains.has(domain)) return;
    const members = membersOf(dictFrom(store.get(groupKey(domain, textOf(group)))));
    if (!members.some(each => local(each) === member))
      found.note(
        `${textOf(member)} of domain ${domain} is noted as a member of ${textOf(group)}, which does not have it`,
      );
  });
}

/** No number that is in use may be given out again. */
export function checkIds(found: Findings): void {
  const next = numberFrom(found.store.get(serverKey('ids')), 1);
  if (found.lastId >= next)
    found.note(`the number ${found.lastId} is in use, but the next one that is given out is ${next}`);
}
