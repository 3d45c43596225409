/** Reading elements by number and by key (spec: cgpl.md sections 7 and 8). */
import type { IndexExpr, KeyExpr, KeyOfExpr } from '../syntax/tree.js';
import { ARRAY, DICTIONARY, isOnly, NUMBER, STRING } from '../types/type.js';
import type { SectionScope } from './scope.js';
import { literal, member } from './text.js';

export function keyValue(expr: KeyExpr, scope: SectionScope): string {
  const name = literal(expr.name);
  if (!isOnly(expr.object.type, DICTIONARY)) {
    return `${scope.shared.helper('key')}(${scope.value(expr.object, scope)},${name})`;
  }
  const object = scope.operand(expr.object);
  const code = entry(object.first, object.again, member(`${object.again}.entries`, expr.name), name, scope);
  scope.give(object.temporary);
  return code;
}

export function keyOfValue(expr: KeyOfExpr, scope: SectionScope): string {
  const isString = isOnly(expr.key.type, STRING);
  if (isString && isOnly(expr.object.type, DICTIONARY) && expr.key.kind === 'variable') {
    const object = scope.operand(expr.object);
    const key = scope.value(expr.key, scope);
    const code = entry(object.first, object.again, `${object.again}.entries[${key}]`, key, scope);
    scope.give(object.temporary);
    return code;
  }
  const helper = scope.shared.helper(isString ? 'key' : 'keyOf');
  return `${helper}(${scope.value(expr.object, scope)},${scope.value(expr.key, scope)})`;
}

/** Straight from the entries of a case-sensitive dictionary; absent keys and other dictionaries take the long way. */
function entry(first: string, again: string, access: string, key: string, scope: SectionScope): string {
  const result = scope.take();
  const found = `${first}.names===null&&(${result}=${access})!==undefined`;
  scope.give(result);
  return `(${found}?${result}:${scope.shared.helper('key')}(${again},${key}))`;
}

export function indexValue(expr: IndexExpr, scope: SectionScope): string {
  const object = scope.value(expr.object, scope);
  const index = scope.value(expr.index, scope);
  if (isOnly(expr.object.type, ARRAY) && isOnly(expr.index.type, NUMBER))
    return `(${object}[${index}]??null)`;
  return `${scope.shared.helper('index')}(${object},${index})`;
}
