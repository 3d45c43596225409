/** Deep copies (`Copy`, cgpl.md section 14.1), without recursion. Atoms and handles are shared: nobody can change them. */
import { raise } from '../errors.js';
import { newDict } from './dict.js';
import { MAX_DEPTH } from './equal.js';
import type { Tagged } from './is.js';
import { type Dict, Kind, type Value, type Xml } from './types.js';

/** Copies still to be filled. */
interface Pending {
  from: Value[];
  to: Value[];
  depth: number[];
}

/** A copy of the value and of everything in it; exception `too-deep` for an object that contains itself. */
export function copy(value: Value): Value {
  if (typeof value !== 'object' || value === null) return value;
  const pending: Pending = { from: [], to: [], depth: [] };
  const result = shell(value, 1, pending);
  for (;;) {
    const from = pending.from.pop();
    if (from === undefined) return result;
    const to = pending.to.pop() as Value;
    const depth = (pending.depth.pop() as number) + 1;
    if (depth > MAX_DEPTH) raise('too-deep', 'Copy');
    const kind = (from as Tagged).kind;
    if (kind === undefined) fillItems(from as Value[], to as Value[], depth, pending);
    else if (kind === Kind.Dict) fillDict(from as Dict, to as Dict, depth, pending);
    else fillItems((from as Xml).body, (to as Xml).body, depth, pending);
  }
}

/** The value itself if it cannot change, else an empty container that is filled later. */
function shell(value: Value & object, depth: number, pending: Pending): Value {
  const kind = (value as Tagged).kind;
  let to: Value;
  if (kind === undefined) to = [];
  else if (kind === Kind.Dict) to = emptyLike(value as Dict);
  else if (kind === Kind.Xml) to = elementLike(value as Xml);
  else return value;
  pending.from.push(value);
  pending.to.push(to);
  pending.depth.push(depth);
  return to;
}

function emptyLike(dict: Dict): Dict {
  const copied = newDict(!dict.names);
  if (dict.names) Object.assign(copied.names as Record<string, string>, dict.names);
  if (dict.order) copied.order = dict.order.slice();
  return copied;
}

function elementLike(xml: Xml): Xml {
  const attributes = xml.attributes.map(a => ({ prefix: a.prefix, name: a.name, value: a.value }));
  const { type, prefix, inherited } = xml;
  return { kind: Kind.Xml, type, prefix, attributes, body: [], inherited };
}

function fillItems(from: readonly Value[], to: Value[], depth: number, pending: Pending): void {
  for (let i = 0; i < from.length; i++) {
    const item = from[i] as Value;
    to.push(typeof item === 'object' && item !== null ? shell(item, depth, pending) : item);
  }
}

function fillDict(from: Dict, to: Dict, depth: number, pending: Pending): void {
  const old = from.entries;
  const entries = to.entries;
  for (const key in old) {
    const item = old[key] as Value;
    entries[key] = typeof item === 'object' && item !== null ? shell(item, depth, pending) : item;
  }
}
