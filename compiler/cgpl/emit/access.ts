/**
 * Reading and storing elements by number and by key (spec: cgpl.md sections 7 and 8). Only dictionaries have `names`, which
 * is null when case matters in keys, and only arrays have `push`: so one look tells whether the quick way is open.
 */
import type { Expr, IndexExpr, KeyExpr, KeyOfExpr, Target } from '../syntax/tree.js';
import { ARRAY, DICTIONARY, isNotNegative, isOnly, mayBe, NULL, NUMBER, STRING } from '../types/type.js';
import type { Operand, SectionScope } from './scope.js';
import { literal, member } from './text.js';

/** `object?.x`, or `object.x` where the object cannot be null. */
function part({ first, type }: Operand, name: string): string {
  return `${first}${mayBe(type, NULL) ? '?.' : '.'}${name}`;
}

/** Only values without literals of numbers: `5.names` is no JavaScript. */
function isUsual({ object }: { readonly object: Expr }): boolean {
  return mayBe(object.type, DICTIONARY | ARRAY) && object.kind !== 'number';
}

export function keyValue(expr: KeyExpr, scope: SectionScope): string {
  const helper = scope.shared.helper('key');
  const name = literal(expr.name);
  if (!isUsual(expr)) return `${helper}(${scope.value(expr.object, scope)},${name})`;
  const object = scope.operand(expr.object);
  const result = scope.take();
  const path = member(`${object.again}.entries`, expr.name);
  const found = `${part(object, 'names')}===null&&(${result}=${path})!==undefined`;
  const code = `(${found}?${result}:${helper}(${object.again},${name}))`;
  scope.give(result);
  scope.give(object.temporary);
  return code;
}

export function keyOfValue(expr: KeyOfExpr, scope: SectionScope): string {
  const isString = isOnly(expr.key.type, STRING);
  if (!mayBe(expr.object.type, DICTIONARY) || !mayBe(expr.key.type, STRING) || !isUsual(expr)) {
    return `${scope.shared.helper('keyOf')}(${scope.value(expr.object, scope)},${scope.value(expr.key, scope)})`;
  }
  const object = scope.operand(expr.object);
  const key = scope.operand(expr.key);
  const result = scope.take();
  const test = isString ? '' : `typeof ${key.again}==="string"&&`;
  // the object first, then the key, then the look into the one with the other
  const before = [object, key].flatMap(({ temporary, first }) => (temporary === null ? [] : [first]));
  const plain = { ...object, first: object.again };
  const path = `${object.again}.entries[${key.again}]`;
  const found = `${test}${part(plain, 'names')}===null&&(${result}=${path})!==undefined`;
  const helper = scope.shared.helper(isString ? 'key' : 'keyOf');
  const code = `${found}?${result}:${helper}(${object.again},${key.again})`;
  scope.give(result);
  scope.give(key.temporary);
  scope.give(object.temporary);
  return `(${[...before, code].join(',')})`;
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
    ? `(${first}${o.first}.names===null&&${o.again}.order!==null?${o.again}.order[${i.again}]??null:${long})`
    : `(${first}${part(o, 'push')}?${o.again}[${i.again}]??null:${long})`;
  scope.give(i.temporary);
  scope.give(o.temporary);
  return o.temporary !== null && first !== '' ? `${helper}(${o.once},${i.once})` : code;
}

/**
 * Code that stores `value` into an element whose container, key and value are at hand already; null when only the
 * library can do it.
 */
export function storeCode(
  target: Exclude<Target, { kind: 'variable' }>,
  object: Operand,
  key: Operand,
  value: Operand,
  long: string,
): string | null {
  if (!isUsual(target)) return null;
  const o = { ...object, first: object.again };
  if (target.kind === 'index') {
    if (!isOnly(key.type, NUMBER) || !mayBe(object.type, ARRAY)) return null;
    const array = isOnly(object.type, ARRAY) ? '' : `${part(o, 'push')}&&`;
    const low = isNotNegative(key.type) ? '' : `${key.again}>=0&&`;
    // behind the last element the language appends, and so does the engine
    const inside = `${array}${low}${key.again}<=${o.again}.length`;
    return `if(${inside})${o.again}[${key.again}]=${value.again};else ${long};`;
  }
  const isName = target.kind === 'key' || isOnly(key.type, STRING);
  const mayBeName = isName || mayBe(key.type, STRING);
  if (!mayBeName || !mayBe(object.type, DICTIONARY) || isOnly(value.type, NULL)) return null;
  const text = isName ? '' : `typeof ${key.again}==="string"&&`;
  const some = mayBe(value.type, NULL) ? `${value.again}!==null&&` : '';
  const entries = `${o.again}.entries`;
  const path = target.kind === 'key' ? member(entries, target.name) : `${entries}[${key.again}]`;
  return `if(${text}${some}${part(o, 'names')}===null&&${o.again}.order===null)${path}=${value.again};else ${long};`;
}
