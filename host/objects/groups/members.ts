/** Who is in a group, through other groups too; loops are cut (objects.md 6). */
import type { Bytes } from '../../../stdlib/values/types.js';
import type { IsMember } from '../acl/acl.js';
import { dictFrom } from '../core/codec.js';
import type { Core } from '../core/core.js';
import { groupKey } from '../core/keys.js';
import type { Addr } from '../core/types.js';
import { splitName } from '../names/syntax.js';

/** Most members of an expanded group, and groups inside groups. */
const MAX_MEMBERS = 100_000;
const MAX_GROUPS = 1000;

/** The members as they were set; empty for an unknown group. */
export function directMembers(core: Core, domainId: number, group: Bytes): readonly Bytes[] {
  const members = dictFrom(core.store.get(groupKey(domainId, group))).entries.Members;
  return Array.isArray(members) ? members.filter(item => typeof item === 'string') : [];
}

/** Every account and foreign address that a group reaches, each once. Names that mean nothing stay as addresses. */
export function expandGroup(core: Core, group: Addr): readonly Addr[] {
  const found = new Map<string, Addr>();
  const seen = new Set<string>();
  const open: Addr[] = [group];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const label = `${next.account}@${next.domain}`;
    if (seen.has(label) || seen.size >= MAX_GROUPS) continue;
    seen.add(label);
    const domain = core.domains.find(next.domain);
    if (domain === null) continue;
    for (const raw of directMembers(core, domain.id, next.account)) {
      if (found.size >= MAX_MEMBERS) break;
      const split = splitName(raw);
      const home = split.domain === null ? domain : core.domains.find(split.domain);
      if (home === null) {
        found.set(`${split.local}@${split.domain}`, { account: split.local, domain: split.domain ?? '' });
        continue;
      }
      const entry = core.accounts.entry(home.id, split.local);
      const account =
        entry?.kind === 'account' || entry?.kind === 'alias' ? core.accounts.get(entry.id) : null;
      const addr = { account: account?.name ?? split.local, domain: home.name };
      if (entry?.kind === 'group') open.push(addr);
      else found.set(`${addr.account}@${addr.domain}`, addr);
    }
  }
  return [...found.values()];
}

/** The question that access control lists ask. */
export function groupMembership(core: Core): IsMember {
  return (group, domain, member) =>
    expandGroup(core, { account: group, domain }).some(
      found => found.account === member.account && found.domain === member.domain,
    );
}
