/**
 * Which groups a name is a member of, kept beside the groups: a rename or removal of an account touches its own groups
 * only, however many there are. Only names of the group's own domain are noted.
 */

import { dictOf, dictPut } from '../../../stdlib/values/dict.js';
import type { Bytes, Dict } from '../../../stdlib/values/types.js';
import { prefixRange, type Tx, unkey } from '../../storage/index.js';
import { dictFrom, stored } from '../core/codec.js';
import { domainIn } from '../core/domaintable.js';
import { groupKey, memberKey } from '../core/keys.js';
import { splitName } from '../names/syntax.js';

/** Change log topic of groups; the subject is the domain's number and the name. */
export const GROUP_TOPIC = 'group';

/** The members of a stored group. */
export function membersOf(settings: Dict): readonly Bytes[] {
  const members = settings.entries.Members;
  return Array.isArray(members) ? members.filter(item => typeof item === 'string') : [];
}

/** Stores a group, or removes it, with the notes about its members. */
export function putGroup(tx: Tx, domainId: number, name: Bytes, settings: Dict | null): void {
  const key = groupKey(domainId, name);
  const old = tx.get(key);
  const names = [domainIn(tx, domainId)].flatMap(domain => [domain.name, ...domain.aliases]);
  const local = (dict: Dict | null): Set<Bytes> => {
    const found = dict === null ? [] : membersOf(dict).map(member => localName(member, names));
    return new Set(found.filter(member => member !== null));
  };
  const before = local(old === undefined ? null : dictFrom(old));
  const after = local(settings);
  for (const member of before) if (!after.has(member)) tx.del(memberKey(domainId, member, name));
  for (const member of after)
    if (!before.has(member)) tx.put(memberKey(domainId, member, name), new Uint8Array());
  if (settings === null) tx.del(key);
  else tx.put(key, stored(settings));
  tx.change(GROUP_TOPIC, [domainId, name]);
}

/**
 * Writes another name for a member into every group that has it, or takes it out (null). Members that were written with
 * their domain keep it, and a name of another domain comes with its own.
 */
export async function replaceMember(
  tx: Tx,
  domainId: number,
  member: Bytes,
  into: Bytes | null,
): Promise<void> {
  const { name: home, aliases } = domainIn(tx, domainId);
  const names = [home, ...aliases];
  const groups: Bytes[] = [];
  for await (const { key } of tx.range(prefixRange('member', domainId, member))) {
    const group = unkey(key)[3];
    if (typeof group === 'string') groups.push(group);
  }
  for (const group of groups) {
    const bytes = tx.get(groupKey(domainId, group));
    if (bytes === undefined) continue;
    const settings = dictFrom(bytes);
    const members: Bytes[] = [];
    for (const spelled of membersOf(settings)) {
      if (localName(spelled, names) !== member) members.push(spelled);
      else if (into !== null) members.push(written(into, spelled));
    }
    const next = dictOf(Object.entries(settings.entries));
    dictPut(next, 'Members', members);
    putGroup(tx, domainId, group, next);
  }
}

/** A new name in the form of the old one. */
function written(into: Bytes, spelled: Bytes): Bytes {
  const at = spelled.lastIndexOf('@');
  return at < 0 || into.includes('@') ? into : into + spelled.slice(at);
}

/** The name of a member in the group's domain, null for those of other domains. */
function localName(member: Bytes, domainNames: readonly string[]): Bytes | null {
  const { local, domain } = splitName(member);
  return domain === null || domainNames.includes(domain.toLowerCase()) ? local : null;
}
