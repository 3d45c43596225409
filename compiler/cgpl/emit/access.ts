/**
 * Reading elements by number and by key (spec: cgpl.md sections 7 and 8). Only dictionaries have `entries`, and only
 * arrays have `push`. What `entries` holds under the very key is the value, whichever way the dictionary compares keys: a
 * case-insensitive one holds folded keys, each of which is its own folded form. So only what is not found needs the library.
 */
import type { Expr, IndexExpr, KeyExpr, KeyOfExpr } from '../syntax/tree.js';
import { ARRAY, DICTIONARY, isOnly, mayBe, NULL, NUMBER, STRING } from '../types/type.js';
import type { Operand, SectionScope } from './scope.js';
import { literal, place } from './text.js';

/** `object?.x`, or `object.x` where the object cannot be null. */
export function part({ first, type }: Operand, name: string): string {
  return `${first}${mayBe(type, NULL) ? '?.' : '.'}${name}`;
}

/** Only values without literals of numbers: `5.names` is no JavaScript. */
export function isUsual({ object }: { readonly object: Expr }): boolean {
  return mayBe(object.type, DICTIONARY | ARRAY) && object.kind !== 'number';
}

/** What `entries` of an object hold at a place (`.name`, `[key]`): undefined where there is nothing, or no dictionary. */
export function entry(object: Operand, place: string): string {
  const entries = part(object, 'entries');
  return isOnly(object.type, DICTIONARY | NULL) ? entries + place : entries + optional(place);
}

/** `?.name`, `?.[key]` */
export const optional = (place: string): string => `?.${place.startsWith('.') ? place.slice(1) : place}`;

/** Is the key its own folded form? */
const isFolded = (name: string): boolean => !/[A-Z]/.test(name);

export function keyValue(expr: KeyExpr, scope: SectionScope): string {
  if (!isUsual(expr)) {
    return `${scope.shared.helper('key')}(${scope.value(expr.object, scope)},${literal(expr.name)})`;
  }
  const object = scope.operand(expr.object);
  scope.give(object.temporary);
  const found = entry(object, place(expr.name));
  const isDictionary = isOnly(object.type, DICTIONARY | NULL);
  return `(${found}??${isDictionary && isFolded(expr.name) ? 'null' : missing(object, literal(expr.name), scope)})`;
}

/** What is read when `entries` have no such key; the object and the key are at hand. */
function missing(object: Operand, key: string, scope: SectionScope): string {
  const long = `${scope.shared.helper('key')}(${object.again},${key})`;
  if (!isOnly(object.type, DICTIONARY | NULL)) return long;
  return `(${part({ ...object, first: object.again }, 'order')}===undefined?null:${long})`;
}

export function keyOfValue(expr: KeyOfExpr, scope: SectionScope): string {
  if (!mayBe(expr.object.type, DICTIONARY) || !mayBe(expr.key.type, STRING) || !isUsual(expr)) {
    return `${scope.shared.helper('keyOf')}(${scope.value(expr.object, scope)},${scope.value(expr.key, scope)})`;
  }
  const object = scope.operand(expr.object);
  const key = scope.operand(expr.key);
  scope.give(key.temporary);
  scope.give(object.temporary);
  // the object first, then the key, then the look into the one with the other
  const before = [object, key].flatMap(({ temporary, first }) => (temporary === null ? [] : [first]));
  const found = entry({ ...object, first: object.again }, `[${key.again}]`);
  const test = keyTest(key);
  if (test === '') return `(${[...before, `${found}??${missing(object, key.again, scope)}`].join(',')})`;
  const long = `${scope.shared.helper('keyOf')}(${object.again},${key.again})`;
  return `(${[...before, `(${test}?${found}:null)??${long}`].join(',')})`;
}

/** Is a key that is at hand a string? Empty when it is certain. */
export function keyTest({ again, type }: Operand): string {
  if (isOnly(type, STRING)) return '';
  return isOnly(type, STRING | NULL) ? `${again}!==null` : `typeof ${again}==="string"`;
}

export function indexValue(expr: IndexExpr, scope: SectionScope): string {
  const { object, index } = expr;
  const isNumber = isOnly(index.type, NUMBER);
  if (isOnly(object.type, ARRAY) && isNumber) {
    return `(${scope.value(object, scope)}[${scope.value(index, scope)}]??null)`;
  }
  const helper = scope.shared.helper('index');
  if (!isNumber || !isUsual(expr))
    return `${helper}(${scope.value(object, scope)},${scope.value(index, scope)})`;
  const o = scope.operand(object);
  const i = scope.operand(index);
  const long = `${helper}(${o.again},${i.again})`;
  // the index is computed behind the look at the object, which nobody can notice
  const first = i.temporary === null ? '' : `${i.first},`;
  const code = isOnly(object.type, DICTIONARY)
    ? `(${first}${o.first}.order&&!${o.again}.names?${o.again}.order[${i.again}]??null:${long})`
    : `(${first}${part(o, 'push')}?${o.again}[${i.again}]??null:${long})`;
  scope.give(i.temporary);
  scope.give(o.temporary);
  return o.temporary !== null && first !== '' ? `${helper}(${o.once},${i.once})` : code;
}
