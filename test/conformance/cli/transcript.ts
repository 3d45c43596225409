/** Transcripts of commands (test/conformance/vectors/cli/README.md): their form, variables, expected objects. */
import { parse, printCompact } from '../../../stdlib/data/index.js';
import { dictKeys } from '../../../stdlib/values/dict.js';
import { equal } from '../../../stdlib/values/equal.js';
import { className, isArray, isDict } from '../../../stdlib/values/is.js';
import type { Bytes, Value } from '../../../stdlib/values/types.js';
import { decodeUtf8, encodeUtf8 } from '../../../stdlib/values/utf8.js';

/** What an object must be: its text, or tests that must hold. */
export type Expected = string | ExpectedTests;

export interface ExpectedTests {
  readonly type?: string;
  readonly size?: number;
  readonly keys?: readonly string[];
  readonly noKeys?: readonly string[];
  readonly entries?: Readonly<Record<string, Expected>>;
  readonly items?: readonly Expected[];
  readonly noItems?: readonly Expected[];
  readonly elements?: readonly Expected[];
  readonly match?: string;
  readonly notMatch?: string;
}

export interface Step {
  readonly send?: string;
  readonly expect?: 'greeting';
  readonly as?: string;
  readonly code?: number;
  readonly altCode?: number;
  readonly result?: Expected | null;
  readonly text?: string;
  readonly textMatch?: string;
  readonly save?: Readonly<Record<string, string>>;
  readonly line?: string;
  readonly lines?: readonly string[];
  readonly eol?: string;
  readonly closed?: boolean;
  /** Only for these bindings, where one of them cannot show it. */
  readonly only?: readonly string[];
}

export interface Transcript {
  readonly id: string;
  readonly as: string;
  readonly logins?: Readonly<Record<string, string>>;
  readonly binding?: 'pwd';
  readonly steps: readonly Step[];
}

export type Variables = Map<string, string>;

/** Puts the saved values in. */
export function filled(text: string, variables: Variables): string {
  return text.replace(/\$\{(\w+)\}/g, (whole, name: string) => variables.get(name) ?? whole);
}

/** Reads the text of an object. */
export function objectOf(text: Bytes): Value {
  const result = parse(text, { mode: 'single', keepNulls: true });
  if (!result.ok) throw new Error(`not an object: ${text}`);
  return result.value;
}

const TYPES: Readonly<Record<string, string>> = {
  STString: 'string',
  STNumber: 'number',
  STArray: 'array',
  STDictionary: 'dictionary',
  STData: 'data',
  STDate: 'timestamp',
  STIPAddress: 'ip',
  STXML: 'xml',
};

/** Null when the value is as expected, else what is wrong. */
export function differs(value: Value, expected: Expected, variables: Variables): string | null {
  if (typeof expected !== 'string') return failedTest(value, expected, variables);
  const wanted = objectOf(encodeUtf8(filled(expected, variables)));
  return equal(value, wanted) ? null : `${shown(value)} instead of ${shown(wanted)}`;
}

function shown(value: Value): string {
  return decodeUtf8(printCompact(value)).slice(0, 500);
}

type Test = (value: Value, wanted: never, variables: Variables) => string | null;

const TESTS: Readonly<Record<keyof ExpectedTests, Test>> = {
  type: (value, wanted: string) => {
    const type = value === null ? 'null' : TYPES[className(value) ?? ''];
    return type === wanted ? null : `a ${type} instead of a ${wanted}`;
  },
  size: (value, wanted: number) => {
    const size = isDict(value) ? dictKeys(value).length : isArray(value) ? value.length : -1;
    return size === wanted ? null : `${size} elements instead of ${wanted}`;
  },
  keys: (value, wanted: readonly string[]) => wanted.find(key => !keysOf(value).includes(key)) ?? null,
  noKeys: (value, wanted: readonly string[]) => wanted.find(key => keysOf(value).includes(key)) ?? null,
  entries: (value, wanted: Readonly<Record<string, Expected>>, variables) => {
    for (const [key, expected] of Object.entries(wanted)) {
      if (!isDict(value) || !keysOf(value).includes(key)) return `no key ${key}`;
      const why = differs(value.entries[encodeUtf8(key)] ?? null, expected, variables);
      if (why !== null) return `${key}: ${why}`;
    }
    return null;
  },
  items: (value, wanted: readonly Expected[], variables) => {
    const missing = wanted.find(item => !contains(value, item, variables));
    return missing === undefined ? null : `no item ${JSON.stringify(missing)}`;
  },
  noItems: (value, wanted: readonly Expected[], variables) => {
    const found = wanted.find(item => contains(value, item, variables));
    return found === undefined ? null : `has the item ${JSON.stringify(found)}`;
  },
  elements: (value, wanted: readonly Expected[], variables) => {
    if (!isArray(value) || value.length < wanted.length) return `${wanted.length} elements are expected`;
    for (let i = 0; i < wanted.length; i++) {
      const why = differs(value[i] ?? null, wanted[i] ?? '', variables);
      if (why !== null) return `element ${i}: ${why}`;
    }
    return null;
  },
  match: (value, wanted: string) =>
    new RegExp(wanted, 'u').test(decodeUtf8(printCompact(value))) ? null : `does not match ${wanted}`,
  notMatch: (value, wanted: string) =>
    new RegExp(wanted, 'u').test(decodeUtf8(printCompact(value))) ? `matches ${wanted}` : null,
};

function keysOf(value: Value): string[] {
  return isDict(value) ? dictKeys(value).map(key => decodeUtf8(key)) : [];
}

function contains(value: Value, item: Expected, variables: Variables): boolean {
  return isArray(value) && value.some(each => differs(each, item, variables) === null);
}

function failedTest(value: Value, expected: ExpectedTests, variables: Variables): string | null {
  for (const [name, wanted] of Object.entries(expected)) {
    const test = TESTS[name as keyof ExpectedTests];
    if (test === undefined) return `unknown test ${name}`;
    const why = test(value, wanted as never, variables);
    if (why !== null) return `${name}: ${why} (${shown(value)})`;
  }
  return null;
}

/** The value that a step saves. */
export function savedValue(value: Value, what: string): string {
  if (what === 'text') return decodeUtf8(printCompact(value));
  const place = /^(?:key0|lastKey)$/.test(what) ? what : what.replace(/^(element|entry:).*$/, '$1');
  if (place === 'key0') return keysOf(value)[0] ?? '';
  if (place === 'lastKey') return keysOf(value).at(-1) ?? '';
  if (place === 'element') return textOf(isArray(value) ? (value[Number(what.slice(7))] ?? null) : null);
  if (place === 'entry:')
    return textOf(isDict(value) ? (value.entries[encodeUtf8(what.slice(6))] ?? null) : null);
  return textOf(value);
}

function textOf(value: Value): string {
  return decodeUtf8(typeof value === 'string' ? value : printCompact(value));
}
