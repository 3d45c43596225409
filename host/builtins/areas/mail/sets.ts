/** Message sets of programs (cgpl.md 14): a number, or an array of numbers and ranges; UIDs or places of a view. */

import { raise } from '../../../../stdlib/errors.js';
import { isArray } from '../../../../stdlib/values/index.js';
import type { Value } from '../../../../stdlib/values/types.js';
import { PosternError } from '../../../errors/index.js';
import type { RunScope } from '../../scope.js';
import type { OpenBox } from './handles.js';

type Range = readonly [from: number, till: number];

function bad(): never {
  throw new PosternError('illegal-value', { args: ['message set'] });
}

function rangeOf(value: Value): Range {
  if (typeof value === 'number') return [value, value];
  const [from = null, till = null] = isArray(value) ? value : [];
  return typeof from === 'number' && typeof till === 'number' ? [from, till] : bad();
}

/** The UIDs that a set means, in the order of the set; only messages that are there. */
export async function uidsOf(
  scope: RunScope,
  { box, view }: OpenBox,
  set: Value,
  builtin: string,
  useIndex: boolean,
): Promise<number[]> {
  if (useIndex && view === null) raise('bad-argument', builtin, 1, 'without a view');
  const ranges = (isArray(set) ? set : [set]).map(rangeOf);
  if (useIndex) return view === null ? [] : ranges.flatMap(([from, till]) => view.uids(from, till));
  if (ranges.every(([from, till]) => from === till)) return ranges.map(([from]) => from);
  const all: number[] = [];
  for await (const { uid } of scope.services.objects.messages.all(scope.identity.principal, box))
    all.push(uid);
  return ranges.flatMap(([from, till]) => all.filter(uid => uid >= from && uid <= till));
}
