/**
 * Storing elements (spec: cgpl.md sections 7 and 8). A dictionary takes a key directly as long as its `order` is undefined;
 * a key that is there already can always be given another value. So a value that is read, changed and stored again under
 * the same key needs one look.
 */
import type { AssignOp, Expr, Target } from '../syntax/tree.js';
import {
  ANY_NUMBER,
  ARRAY,
  DICTIONARY,
  isNotNegative,
  isOnly,
  isSafeNumber,
  mayBe,
  NULL,
  NUMBER,
  STRING,
} from '../types/type.js';
import { isUsual, keyTest, optional, part } from './access.js';
import { check } from './arithmetic.js';
import { isSimple, type Operand, type SectionScope } from './scope.js';
import { place } from './text.js';

export type ElementTarget = Exclude<Target, { kind: 'variable' }>;

/** An assignment to an element: container and key are at hand. */
export interface Store {
  readonly target: ElementTarget;
  readonly object: Operand;
  readonly key: Operand;
}

const placeOf = ({ target, key }: Store): string =>
  target.kind === 'key' ? place(target.name) : `[${key.again}]`;

/**
 * Code that stores a value that is at hand as well; null when only the library can do it.
 * @param long the statement that asks the library
 */
export function storeCode(store: Store, value: Operand, long: string, scope: SectionScope): string | null {
  const { target, object, key } = store;
  if (!isUsual(target)) return null;
  const o = { ...object, first: object.again };
  if (target.kind === 'index') {
    if (!isOnly(key.type, NUMBER) || !mayBe(object.type, ARRAY)) return null;
    const array = isOnly(object.type, ARRAY) ? '' : `${part(o, 'push')}&&`;
    const low = isNotNegative(key.type) ? '' : `${key.again}>=0&&`;
    // behind the last element the language appends, and so does the engine
    const inside = `${array}${low}${key.again}<=${o.again}.length`;
    return `if(${inside})${o.again}[${key.again}]=${value.again};else ${long}`;
  }
  if (!mayBe(object.type, DICTIONARY) || isOnly(value.type, NULL)) return null;
  if (target.kind === 'keyof' && !mayBe(key.type, STRING)) return null;
  const tests = target.kind === 'keyof' ? [keyTest(key)] : [];
  if (mayBe(value.type, NULL)) tests.push(`${value.again}!==null`);
  let entries = `${o.again}.entries`;
  if (!isOnly(object.type, DICTIONARY)) {
    const found = scope.take();
    scope.give(found);
    tests.push(`(${found}=${part(o, 'entries')})`);
    entries = found;
  }
  tests.push(`${o.again}.order===undefined`);
  return `if(${tests.filter(test => test !== '').join('&&')})${entries}${placeOf(store)}=${value.again};else ${long}`;
}

/** `target op= value`, or `target = target op value`, whose value costs nothing: what is read, changed and stored. */
export interface Change {
  readonly op: '+' | '-' | '*';
  readonly value: Expr;
  /** The node that reads the old value, if there is one. */
  readonly read: Expr | null;
}

/** The change that an assignment to an element is, null for every other one. */
export function changeOf(target: ElementTarget, op: AssignOp, value: Expr): Change | null {
  if (op === '=') {
    if (value.kind !== 'binary' || !isPlainOperator(value.op)) return null;
    const { op: operator, left, right } = value;
    return isSimple(right) && sameElement(target, left) ? { op: operator, value: right, read: left } : null;
  }
  return isPlainOperator(op) && isSimple(value) ? { op, value, read: null } : null;
}

const isPlainOperator = (op: string): op is Change['op'] => op === '+' || op === '-' || op === '*';

/** Is it the same element of the same variable? */
function sameElement(target: ElementTarget, expr: Expr): boolean {
  if (expr.kind === 'variable' || expr.kind !== target.kind) return false;
  if (!sameSimple(target.object, expr.object)) return false;
  if (target.kind === 'key') return expr.kind === 'key' && expr.name === target.name;
  if (target.kind === 'index') return expr.kind === 'index' && sameSimple(target.index, expr.index);
  return expr.kind === 'keyof' && sameSimple(target.key, expr.key);
}

function sameSimple(a: Expr, b: Expr): boolean {
  if (a.kind === 'variable') return b.kind === 'variable' && a.slot === b.slot;
  if (a.kind === 'string') return b.kind === 'string' && a.value === b.value;
  return a.kind === 'number' && b.kind === 'number' && a.value === b.value;
}

/**
 * Code for a change of an element whose old value is a number or, with a string behind `+`, a string: then the key is
 * there, and the container is what it must be.
 * @param old the old value where it was read before, else null
 * @param long the statement for all other cases
 */
export function changeCode(
  store: Store,
  { op, value }: Change,
  old: string | null,
  long: string,
  scope: SectionScope,
): string | null {
  if (!isUsual(store.target)) return null;
  const isText = op === '+' && isOnly(value.type, STRING);
  if (!isText && !mayBe(value.type, NUMBER)) return null;
  if (!isText && op === '+' && mayBe(value.type, STRING)) return null;
  const tests: string[] = [];
  const lateTests: string[] = [];
  const taken: string[] = [];
  const take = (): string => {
    const name = scope.take();
    taken.push(name);
    return name;
  };
  const cell = old === null ? cellOf(store, tests, take) : knownCell(store, lateTests);
  if (cell === null) return null;
  const before = old ?? take();
  const first = old ?? `(${before}=${cell.read})`;
  const right = scope.value(value, scope);
  let result = `${before}+${right}`;
  if (isText) tests.push(`typeof ${first}==="string"`);
  else {
    if (!isSafeNumber(value.type)) tests.push(`+${right}===${right}`);
    tests.push(`+${first}===${before}`);
    result = take();
    const computed = check(op, `(${result}=${before}${op}${right})`, result, ANY_NUMBER, value.type);
    tests.push(`(${computed})`);
    if (op === '*') result += '+0';
  }
  for (const name of taken) scope.give(name);
  return `if(${[...tests, ...lateTests].filter(test => test !== '').join('&&')})${cell.write}=${result};else ${long}`;
}

/** How to read and how to write the cell of an element, with what must be tested before. */
interface Cell {
  readonly read: string;
  readonly write: string;
}

function cellOf(store: Store, tests: string[], take: () => string): Cell | null {
  const { target, object, key } = store;
  const o = { ...object, first: object.again };
  if (target.kind === 'index') {
    if (!isOnly(key.type, NUMBER) || !mayBe(object.type, ARRAY)) return null;
    if (!isOnly(object.type, ARRAY)) tests.push(part(o, 'push'));
    const cell = `${o.again}[${key.again}]`;
    return { read: cell, write: cell };
  }
  if (!mayBe(object.type, DICTIONARY)) return null;
  if (target.kind === 'keyof') {
    if (!mayBe(key.type, STRING)) return null;
    tests.push(keyTest(key));
  }
  const where = placeOf(store);
  if (isOnly(object.type, DICTIONARY)) {
    const cell = `${o.again}.entries${where}`;
    return { read: cell, write: cell };
  }
  const entries = take();
  return { read: `(${entries}=${part(o, 'entries')})${optional(where)}`, write: entries + where };
}

/** A number or a string was read: is its cell in `entries` under the very key? To be tested behind the value. */
function knownCell(store: Store, tests: string[]): Cell | null {
  const { target, object, key } = store;
  if (target.kind === 'index') {
    // an element of an array; dictionaries and XML hold no numbers by number
    if (!isOnly(key.type, NUMBER) || !isOnly(object.type, ARRAY)) return null;
    const cell = `${object.again}[${key.again}]`;
    return { read: cell, write: cell };
  }
  if (!isOnly(object.type, DICTIONARY)) tests.push(`${object.again}.kind===5`);
  tests.push(`${object.again}.order===undefined`);
  const cell = `${object.again}.entries${placeOf(store)}`;
  return { read: cell, write: cell };
}
