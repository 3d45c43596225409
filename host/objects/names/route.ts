/** Where an address leads: router table, domain aliases, account aliases, forwarders, details (objects.md 1, 6). */

import type { Bytes } from '../../../stdlib/values/types.js';
import { textFrom } from '../core/codec.js';
import type { Core } from '../core/core.js';
import { forwarderKey } from '../core/keys.js';
import type { Addr, DomainRecord } from '../core/types.js';
import { textSetting } from '../settings/read.js';
import { applyRules, parseRouterTable, type RouteMode, type RouterRule } from './routertable.js';
import { domainForm, splitDetail, splitLogin } from './syntax.js';

/** The end of a route. */
export type Route =
  | { readonly kind: 'account'; readonly addr: Addr; readonly detail: Bytes | null }
  | { readonly kind: 'group' | 'task'; readonly addr: Addr }
  /** `suffix` is what follows the name of the list: `on`, `admin`; null for a posting. */
  | { readonly kind: 'list'; readonly addr: Addr; readonly suffix: Bytes | null }
  | { readonly kind: 'remote'; readonly domain: string; readonly address: Bytes }
  /** Discarded. */
  | { readonly kind: 'null' }
  /** Refused by the table, or a loop. */
  | { readonly kind: 'error' }
  /** A name that a domain of ours does not have. */
  | { readonly kind: 'unknown'; readonly addr: Addr };

const MAX_STEPS = 20;
/** Command addresses of mailing lists (objects.md 11). */
const LIST_SUFFIXES = /^(.+)-(on|off|digest|index|null|confirm|unconfirm|report|admin)$/;

/** The parsed table, kept while the stored text is the same string. */
let parsed: { readonly text: Bytes; readonly rules: readonly RouterRule[] } = { text: '', rules: [] };

/** Routes an address; names without a domain belong to `home`, null for the main domain. */
export function route(core: Core, address: Bytes, mode: RouteMode, home: string | null = null): Route {
  const rules = routerRules(core);
  let next = address;
  for (let step = 0; step < MAX_STEPS; step++) {
    const split = splitLogin(next);
    const spelled = split.domain ?? home ?? core.domains.main.name;
    const record = core.domains.find(spelled);
    const domain = record?.name ?? domainForm(spelled) ?? spelled;
    const sent = rules.length === 0 ? null : applyRules(rules, split.local, domain, mode);
    if (sent === 'NULL') return { kind: 'null' };
    if (sent === 'ERROR') return { kind: 'error' };
    if (sent !== null && sent !== `${split.local}@${domain}`) {
      next = sent;
      continue;
    }
    if (record === null) {
      const isDomain = domainForm(spelled) !== null && split.local !== '';
      return isDomain ? { kind: 'remote', domain, address: `${localOf(next)}@${domain}` } : { kind: 'error' };
    }
    const found = inDomain(core, record, split.local, localOf(next), mode);
    if (typeof found !== 'string') return found;
    if (found.toLowerCase() === 'null') return { kind: 'null' };
    next = found.includes('@') ? found : `${found}@${record.name}`;
  }
  return { kind: 'error' };
}

/** The end, or the address where a forwarder or the domain's settings lead. */
function inDomain(
  core: Core,
  record: DomainRecord,
  local: Bytes,
  spelled: Bytes,
  mode: RouteMode,
): Route | Bytes {
  const { name } = splitDetail(local);
  const { detail } = splitDetail(spelled);
  const addr: Addr = { account: name, domain: record.name };
  const entry = core.accounts.entry(record.id, name);
  switch (entry?.kind) {
    case 'account':
    case 'alias': {
      const account = core.accounts.get(entry.id);
      if (account !== null) return { kind: 'account', addr: { ...addr, account: account.name }, detail };
      break;
    }
    case 'group':
    case 'task':
      return { kind: entry.kind, addr };
    case 'list':
      return { kind: 'list', addr, suffix: null };
    case 'forwarder':
      return textFrom(core.store.get(forwarderKey(record.id, name)));
  }
  const command = LIST_SUFFIXES.exec(name);
  if (command !== null && core.accounts.entry(record.id, command[1] as string)?.kind === 'list') {
    return { kind: 'list', addr: { ...addr, account: command[1] as string }, suffix: command[2] as string };
  }
  return unknownName(core, record, addr, mode);
}

/** What a domain wants done with unknown names: the settings for each way to them. */
const UNKNOWN = {
  mail: { action: 'MailToUnknown', address: 'MailRerouteAddress', discards: true },
  access: { action: 'AccessToUnknown', address: 'AccessRerouteAddress', discards: false },
} as const;

/** The end of an unknown name, or the address that it leads to; `*` in it stands for the name. */
function unknownName(core: Core, record: DomainRecord, addr: Addr, mode: RouteMode): Route | Bytes {
  if (mode === 'signal') return { kind: 'unknown', addr };
  const settings = core.resolver.domain(record);
  const wish = UNKNOWN[mode];
  const action = textSetting(settings, wish.action, 'Rejected').toLowerCase();
  if (wish.discards && action.startsWith('discard')) return { kind: 'null' };
  const reroute = textSetting(settings, wish.address, '');
  if (!action.startsWith('reroute') || reroute === '') return { kind: 'unknown', addr };
  return reroute.replace('*', () => addr.account);
}

/** Local part as spelled: remote addresses and details keep their case. */
function localOf(address: Bytes): Bytes {
  const at = Math.max(address.lastIndexOf('@'), address.includes('@') ? -1 : address.lastIndexOf('%'));
  return at < 0 ? address : address.slice(0, at);
}

function routerRules(core: Core): readonly RouterRule[] {
  const text = core.server.value('routerTable');
  if (typeof text !== 'string' || text === '') return [];
  if (parsed.text !== text) parsed = { text, rules: parseRouterTable(text) };
  return parsed.rules;
}
