/** Reads a `.test.json` file: an array of cases, or `{"tests": [...]}`. Unknown members are mistakes. */
import { EMPTY_REQUEST, type RequestSpec } from '../sandbox/request.js';
import type { Expectation, TestCase } from './types.js';

class Wrong extends Error {}

type Json = Record<string, unknown>;

const MEMBERS = new Set([
  'name',
  'file',
  'entry',
  'request',
  'dataset',
  'session',
  'preferences',
  'files',
  'expect',
]);
const REQUEST = new Set([
  'method',
  'path',
  'query',
  'fields',
  'body',
  'type',
  'form',
  'secure',
  'session',
  'language',
  'timeZone',
]);
const EXPECT = new Set([
  'status',
  'type',
  'body',
  'bodyContains',
  'bodyMatches',
  'json',
  'fields',
  'log',
  'session',
  'error',
  'empty',
]);

/** @param from name of the file, for the folder that cases name files in */
export function readCases(from: string, text: string): { tests: TestCase[] } | { reason: string } {
  try {
    const whole: unknown = JSON.parse(text);
    const list = Array.isArray(whole) ? whole : record(whole, 'the file').tests;
    if (!Array.isArray(list)) throw new Wrong('an array of tests is expected');
    return { tests: list.map((item, i) => caseOf(from, record(item, `test ${i + 1}`), i)) };
  } catch (error) {
    if (error instanceof Wrong || error instanceof SyntaxError) return { reason: error.message };
    throw error;
  }
}

function caseOf(from: string, item: Json, i: number): TestCase {
  const name = typeof item.name === 'string' ? item.name : `test ${i + 1}`;
  known(item, MEMBERS, name);
  const file = string(item, 'file', name);
  if (file === undefined) throw new Wrong(`${name}: "file" is missing`);
  const folder = from.slice(0, from.lastIndexOf('/') + 1);
  const request =
    item.request === undefined ? EMPTY_REQUEST : requestOf(record(item.request, `${name}: request`), name);
  const expect = record(item.expect ?? {}, `${name}: expect`);
  known(expect, EXPECT, `${name}: expect`);
  const optional = (key: 'dataset' | 'session' | 'preferences'): object => {
    const value = string(item, key, name);
    return value === undefined ? {} : { [key]: value };
  };
  return {
    from,
    name,
    file: folder + file,
    entry: string(item, 'entry', name) ?? 'Main',
    request,
    ...optional('dataset'),
    ...optional('session'),
    ...optional('preferences'),
    ...(item.files === undefined
      ? {}
      : { accountFiles: Object.fromEntries(pairs(item.files, `${name}: files`)) }),
    expect: expect as Expectation,
  };
}

function requestOf(item: Json, name: string): RequestSpec {
  known(item, REQUEST, `${name}: request`);
  const body = string(item, 'body', name);
  const base = { ...EMPTY_REQUEST };
  return {
    ...base,
    method: string(item, 'method', name) ?? (body === undefined && item.form === undefined ? 'GET' : 'POST'),
    path: string(item, 'path', name) ?? '/',
    query: pairs(item.query ?? {}, `${name}: query`),
    fields: pairs(item.fields ?? {}, `${name}: fields`),
    secure: item.secure !== false,
    session: item.session !== false,
    language: string(item, 'language', name) ?? null,
    timeZone: string(item, 'timeZone', name) ?? null,
    body:
      item.form !== undefined
        ? { kind: 'form', values: pairs(item.form, `${name}: form`) }
        : body === undefined
          ? { kind: 'none' }
          : { kind: 'text', type: string(item, 'type', name) ?? 'text/plain', text: body },
  };
}

/** `{"a": "b", "c": ["d", "e"]}` as pairs. */
function pairs(value: unknown, what: string): [string, string][] {
  return Object.entries(record(value, what)).flatMap(([name, text]): [string, string][] =>
    (Array.isArray(text) ? text : [text]).map(item => {
      if (typeof item !== 'string' && typeof item !== 'number')
        throw new Wrong(`${what}: "${name}" is a text`);
      return [name, String(item)];
    }),
  );
}

function known(item: Json, names: ReadonlySet<string>, what: string): void {
  for (const key in item) if (!names.has(key)) throw new Wrong(`${what}: unknown member "${key}"`);
}

function string(item: Json, key: string, what: string): string | undefined {
  const value = item[key];
  if (value !== undefined && typeof value !== 'string') throw new Wrong(`${what}: "${key}" is a text`);
  return value;
}

function record(value: unknown, what: string): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Wrong(`${what} is an object`);
  return value as Json;
}
