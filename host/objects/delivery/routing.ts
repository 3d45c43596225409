/** Recipients of a message: groups expanded, loops cut, everybody once. */
import type { Bytes, Dict } from '../../../stdlib/values/types.js';
import { dictFrom } from '../core/codec.js';
import type { Core } from '../core/core.js';
import { groupKey } from '../core/keys.js';
import type { Addr } from '../core/types.js';
import { expandGroup } from '../groups/members.js';
import { type Route, route } from '../names/route.js';
import { flagSetting } from '../settings/read.js';

/** One end of a route with the address that leads there. */
export interface Routed {
  readonly address: Bytes;
  readonly end: Route;
  /** Group that it is a member of, null for those that were addressed themselves. */
  readonly group: Addr | null;
}

const MOST = 100_000;

export function expandRecipients(core: Core, to: readonly Bytes[]): Routed[] {
  const found = new Map<string, Routed>();
  const open: { address: Bytes; group: Addr | null }[] = [...to]
    .reverse()
    .map(address => ({ address, group: null }));
  const groups = new Set<string>();
  for (let next = open.pop(); next !== undefined && found.size < MOST; next = open.pop()) {
    const end = route(core, next.address, 'mail');
    if (end.kind !== 'group') {
      const label = labelOf(end, next.address);
      if (!found.has(label)) found.set(label, { address: next.address, end, group: next.group });
      continue;
    }
    const name = `${end.addr.account}@${end.addr.domain}`;
    if (groups.has(name)) continue;
    groups.add(name);
    if (isDisabled(core, end.addr)) {
      const refused = { kind: 'unknown', addr: end.addr } as const;
      found.set(name, { address: next.address, end: refused, group: next.group });
      continue;
    }
    if (changesText(groupSettings(core, end.addr))) {
      found.set(name, { address: name, end, group: next.group });
      continue;
    }
    for (const member of expandGroup(core, end.addr)) {
      open.push({ address: `${member.account}@${member.domain}`, group: end.addr });
    }
  }
  return [...found.values()];
}

/** What makes two recipients the same one. */
function labelOf(end: Routed['end'], address: Bytes): string {
  if (end.kind === 'account') return `a:${end.addr.account}@${end.addr.domain}+${end.detail ?? ''}`;
  if (end.kind === 'list') return `l:${end.addr.account}@${end.addr.domain}-${end.suffix ?? ''}`;
  return end.kind === 'remote' ? `r:${end.address.toLowerCase()}` : `${end.kind}:${address.toLowerCase()}`;
}

export function groupSettings(core: Core, group: Addr) {
  const domain = core.domains.find(group.domain);
  return dictFrom(domain === null ? undefined : core.store.get(groupKey(domain.id, group.account)));
}

/** True for groups whose members get a changed message. */
export const changesText = (settings: Dict): boolean => TEXT_FLAGS.some(flag => flagSetting(settings, flag));

const TEXT_FLAGS = ['SetReplyTo', 'RemoveToAndCc', 'RemoveAuthor', 'RejectAuto'];

const isDisabled = (core: Core, group: Addr): boolean =>
  flagSetting(groupSettings(core, group), 'EmailDisabled');
