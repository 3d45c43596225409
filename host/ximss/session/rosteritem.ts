/** `rosterItem` messages (ximss.md 13.4): the answer of rosterList, and what bound sessions hear of changes. */
import type { Bytes } from '../../../stdlib/values/types.js';
import type { RosterItem } from '../../objects/roster/index.js';
import { type Attributes, leaf } from '../xml/write.js';

/** What the client calls the state of a contact. */
export function subscriptionOf({ inp, out }: RosterItem): Bytes {
  const sees = out !== null;
  const shows = inp === 'YES';
  return sees && shows ? 'subBoth' : sees ? 'subTo' : shows ? 'subFrom' : 'none';
}

/** Attributes of the message, without its id. */
export const rosterAttributes = (item: RosterItem): Attributes => [
  ['peer', item.peer],
  ['name', item.name === '' ? null : item.name],
  ['subscription', subscriptionOf(item)],
  ['ask', item.inp === 'Pending' ? 'subFrom' : null],
];

export const rosterContent = ({ groups }: RosterItem): Bytes =>
  groups.map(group => leaf('group', group)).join('');
