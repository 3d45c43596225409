/**
 * Takes away everything that could make code from text, tell the time, be random, or be changed for others
 * (docs/architecture.md section 1). Runs once, before any unit is loaded; the prelude keeps what it captured.
 */

const DANGEROUS = [
  'eval',
  'Function',
  'Date',
  'Promise',
  'Proxy',
  'Reflect',
  'WeakRef',
  'WeakMap',
  'WeakSet',
  'FinalizationRegistry',
  'SharedArrayBuffer',
  'Atomics',
  'ArrayBuffer',
  'DataView',
  'Int8Array',
  'Uint8Array',
  'Uint8ClampedArray',
  'Int16Array',
  'Uint16Array',
  'Int32Array',
  'Uint32Array',
  'BigInt64Array',
  'BigUint64Array',
  'Float16Array',
  'Float32Array',
  'Float64Array',
  'Iterator',
  'AsyncIterator',
  'queueMicrotask',
  'performance',
  'console',
  'navigator',
  'gc',
  'escape',
  'unescape',
  'InternalError',
  'globalThis',
];

/** What stays, frozen with its prototype. */
const KEPT = [
  'Object',
  'Array',
  'String',
  'Number',
  'Boolean',
  'BigInt',
  'Symbol',
  'Map',
  'Set',
  'RegExp',
  'Error',
  'EvalError',
  'RangeError',
  'ReferenceError',
  'SyntaxError',
  'TypeError',
  'URIError',
  'AggregateError',
  'Math',
  'JSON',
];

type Loose = Partial<Record<PropertyKey, unknown>>;

/**
 * @param print the printed form of a value: what the conversion to a string gives
 */
export function lockdown(print: (value: never) => string): void {
  const { freeze, getPrototypeOf, getOwnPropertyNames, getOwnPropertySymbols, defineProperty } = Object;
  const { deleteProperty } = Reflect;
  const world = globalThis as unknown as Loose;
  const objects = Object.prototype as unknown as Loose;
  const kept = KEPT.map(name => world[name]).filter(isObject);
  const generators = getPrototypeOf(function* () {}) as Loose;
  const iterators = [
    [].values(),
    ''[Symbol.iterator](),
    new Map().keys(),
    new Set().keys(),
    'a'.matchAll(/a/g),
  ];

  deleteProperty(Function.prototype, 'constructor');
  deleteProperty(generators, 'constructor');
  deleteProperty(Math, 'random');
  // only dictionaries have `entries`: generated code asks every object for it
  deleteProperty(Array.prototype, 'entries');
  for (const name of getOwnPropertyNames(objects)) delete objects[name];
  for (const symbol of getOwnPropertySymbols(objects)) delete objects[symbol];
  defineProperty(objects, Symbol.toPrimitive, {
    value(this: never, hint: string) {
      return hint === 'string' ? print(this) : Number.NaN;
    },
  });

  for (const object of kept) {
    freeze(object);
    const prototype = (object as Loose).prototype;
    if (isObject(prototype)) freeze(prototype);
  }
  freeze(Function.prototype);
  for (let object: unknown = generators; isObject(object); object = (object as Loose).prototype)
    freeze(object);
  for (const iterator of iterators) {
    for (let object = getPrototypeOf(iterator); object !== null; object = getPrototypeOf(object))
      freeze(object);
  }
  for (const name of DANGEROUS) delete world[name];
}

function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}
