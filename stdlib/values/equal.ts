/** Equality of values (spec: cgpl.md section 5.2), without recursion: programs build lists as long as they like. */
import { raise } from '../errors.js';
import { foldKey } from './fold.js';
import type { Tagged } from './is.js';
import { type Dict, type Handle, Kind, type Opaque, type Value, type Xml } from './types.js';

/** Nesting beyond which a comparison or a copy is refused: an object that contains itself would never end. */
export const MAX_DEPTH = 10_000;

/** True if the values are equal. */
export function equal(a: Value, b: Value): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const kind = (a as Tagged).kind;
  if (kind !== (b as Tagged).kind) return false;
  if (kind === undefined || kind === Kind.Dict || kind === Kind.Xml) return equalTrees(a, b);
  return equalAtoms(a as Tagged, b as Tagged);
}

function equalAtoms(a: Tagged, b: Tagged): boolean {
  if (a.kind === Kind.Big) return b.kind === Kind.Big && a.big === b.big;
  if (a.kind === Kind.Time) return b.kind === Kind.Time && a.at === b.at;
  if (a.kind === Kind.Data) return b.kind === Kind.Data && a.bytes === b.bytes;
  if (a.kind === Kind.Ip) return b.kind === Kind.Ip && a.address === b.address && a.port === b.port;
  if (a.kind === Kind.Handle) return b.kind === Kind.Handle && sameHandle(a, b);
  return a.kind === Kind.Opaque && b.kind === Kind.Opaque && sameOpaque(a, b);
}

function sameHandle(a: Handle, b: Handle): boolean {
  return a.class === b.class && a.id === b.id;
}

function sameOpaque(a: Opaque, b: Opaque): boolean {
  return a.class === b.class && a.data === b.data;
}

/** Pairs still to compare, with their depth. */
interface Pending {
  left: Value[];
  right: Value[];
  depth: number[];
}

function equalTrees(a: Value, b: Value): boolean {
  const pending: Pending = { left: [a], right: [b], depth: [1] };
  for (;;) {
    const left = pending.left.pop();
    if (left === undefined) return true;
    const right = pending.right.pop() as Value;
    const depth = pending.depth.pop() as number;
    if (depth > MAX_DEPTH) raise('too-deep', 'comparison');
    const kind = (left as Tagged).kind;
    let same: boolean;
    if (kind === undefined) same = equalItems(left as Value[], right as Value[], depth, pending);
    else if (kind === Kind.Dict) same = equalDicts(left as Dict, right as Dict, depth, pending);
    else same = equalXml(left as Xml, right as Xml, depth, pending);
    if (!same) return false;
  }
}

/** Compares two parts; containers of the same kind are put off. */
function compare(a: Value, b: Value, depth: number, pending: Pending): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const kind = (a as Tagged).kind;
  if (kind !== (b as Tagged).kind) return false;
  if (kind !== undefined && kind !== Kind.Dict && kind !== Kind.Xml)
    return equalAtoms(a as Tagged, b as Tagged);
  pending.left.push(a);
  pending.right.push(b);
  pending.depth.push(depth + 1);
  return true;
}

function equalItems(a: readonly Value[], b: readonly Value[], depth: number, pending: Pending): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) {
    if (!compare(a[i] as Value, b[i] as Value, depth, pending)) return false;
  }
  return true;
}

/** Keys are equal when both dictionaries compare them so: two ways to compare only agree on equal spellings. */
function equalDicts(a: Dict, b: Dict, depth: number, pending: Pending): boolean {
  const keys = Object.keys(a.entries);
  if (keys.length !== Object.keys(b.entries).length) return false;
  const bothFold = !!a.names && !!b.names;
  for (const key of keys) {
    const spelling = !a.names || bothFold ? key : (a.names[key] as string);
    const other = !b.names || bothFold ? spelling : foldKey(spelling);
    const value = b.entries[other];
    if (value === undefined) return false;
    if (b.names && !bothFold && b.names[other] !== spelling) return false;
    if (!compare(a.entries[key] as Value, value, depth, pending)) return false;
  }
  return true;
}

/** The order of attributes means nothing, the order of the body does. */
function equalXml(a: Xml, b: Xml, depth: number, pending: Pending): boolean {
  if (a.type !== b.type || a.prefix !== b.prefix || a.attributes.length !== b.attributes.length) return false;
  const values: Record<string, string> = Object.create(null);
  for (const attribute of b.attributes) values[`${attribute.prefix}:${attribute.name}`] = attribute.value;
  for (const { prefix, name, value } of a.attributes) if (values[`${prefix}:${name}`] !== value) return false;
  return equalItems(a.body, b.body, depth, pending);
}
