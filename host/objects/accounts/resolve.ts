/** Login names become accounts: domain aliases, account aliases, details behind `+`, and the router (objects.md 4). */
import type { Bytes } from '../../../stdlib/values/types.js';
import type { Core } from '../core/core.js';
import type { Addr } from '../core/types.js';
import { splitDetail, splitLogin } from '../names/syntax.js';

/** The account, null when the name means none. `domain` is that of the request or null for the main one. */
export function resolveLogin(core: Core, raw: Bytes, domain: string | null): Addr | null {
  const split = splitLogin(raw);
  const home = split.domain ?? domain;
  const record = home === null ? core.domains.main : core.domains.find(home);
  if (record === null) return null;
  const { name } = splitDetail(split.local);
  const entry = core.accounts.entry(record.id, name);
  if (entry === null || (entry.kind !== 'account' && entry.kind !== 'alias')) return null;
  const account = core.accounts.get(entry.id);
  return account === null ? null : { account: account.name, domain: record.name };
}
