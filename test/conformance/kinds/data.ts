/** Runs the vectors of the Data format (test/conformance/vectors/data/README.md). */

import { decodeBase64 } from '../../../stdlib/data/base64.js';
import {
  objectToXml,
  type ParseOptions,
  parse,
  parseJson,
  printCompact,
  printJson,
  printPretty,
  printXml,
  xmlToObject,
} from '../../../stdlib/data/index.js';
import {
  dictPut,
  encodeUtf8,
  equal,
  FUTURE,
  makeData,
  makeIp,
  makeOpaque,
  makeTime,
  newDict,
  normalise,
  PAST,
} from '../../../stdlib/values/index.js';
import type { Value } from '../../../stdlib/values/types.js';
import { listsOfVectors } from '../report.js';

/** A value as the vectors write it. */
export type Written = null | string | Written[] | { [mark: string]: unknown };

export interface DataVector {
  id: string;
  about: string;
  mode?: 'multi' | 'single';
  text?: string;
  value?: Written;
  canonical?: string;
  error?: { line: number; column: number; code?: string };
  pretty?: string;
  json?: string;
  back?: Written;
  fromJson?: string;
  xml?: string;
}

/** The value that a vector means. */
export function readWritten(written: Written): Value {
  if (written === null) return null;
  if (typeof written === 'string') return encodeUtf8(written);
  if (Array.isArray(written)) return written.map(readWritten);
  const [mark] = Object.keys(written);
  const content = String(written[mark ?? '']);
  const read = marks[mark ?? ''];
  if (read === undefined) throw new Error(`unknown mark ${mark} in a vector`);
  return read(content, written);
}

const marks: Record<string, (content: string, written: { [mark: string]: unknown }) => Value> = {
  $string: content => decodeBase64(content),
  $number: content => normalise(BigInt(content)),
  $data: content => makeData(decodeBase64(content)),
  $time: content =>
    content === 'PAST' ? PAST : content === 'FUTURE' ? FUTURE : makeTime(Date.parse(content) / 1000),
  $ip: (content, written) => makeIp(content, Number(written.port ?? 0)),
  $opaque: content => {
    const colon = content.indexOf(':');
    return colon < 0
      ? makeOpaque(content, null)
      : makeOpaque(content.slice(0, colon), encodeUtf8(content.slice(colon + 1)));
  },
  $xml: content => value(encodeUtf8(content), {}),
  $dict: (_content, written) => {
    const dict = newDict();
    for (const [key, item] of written.$dict as [string, Written][]) {
      dictPut(dict, encodeUtf8(key), readWritten(item));
    }
    return dict;
  },
};

/** The value of a text that must be readable. */
function value(text: string, options: ParseOptions): Value {
  const result = parse(text, { keepNulls: true, ...options });
  if (!result.ok)
    throw new Error(`${result.error.code} at ${result.error.line}:${result.error.column} in ${text}`);
  return result.value;
}

const same = (what: string, found: string, expected: string): string[] =>
  found === expected ? [] : [`${what}: ${found}\ninstead of ${expected}`];

const sameValue = (what: string, found: Value, expected: Value): string[] =>
  equal(found, expected)
    ? []
    : same(what, printCompact(found), printCompact(expected)).concat(`${what} differs`);

/** The kinds: which field tells it, and what is wrong with the vector. */
const kinds: [field: keyof DataVector, check: (vector: DataVector) => string[]][] = [
  ['error', checkError],
  ['pretty', checkPretty],
  ['json', checkJson],
  [
    'fromJson',
    v => sameValue('value', parseJson(encodeUtf8(v.fromJson ?? '')), readWritten(v.value ?? null)),
  ],
  ['xml', checkXml],
  ['canonical', checkValue],
];

function checkError(vector: DataVector): string[] {
  const { error } = vector;
  const result = parse(encodeUtf8(vector.text ?? ''), { mode: vector.mode ?? 'multi' });
  if (result.ok) return ['the text was read'];
  const found = `${result.error.line}:${result.error.column} ${error?.code === undefined ? '' : result.error.code}`;
  return same('error', found, `${error?.line}:${error?.column} ${error?.code ?? ''}`);
}

function checkPretty(vector: DataVector): string[] {
  const parsed = value(encodeUtf8(vector.text ?? ''), {});
  const pretty = encodeUtf8(vector.pretty ?? '');
  return [
    ...same('pretty', printPretty(parsed), pretty),
    ...sameValue('value of the pretty text', value(pretty, {}), parsed),
  ];
}

function checkJson(vector: DataVector): string[] {
  const json = encodeUtf8(vector.json ?? '');
  const back = vector.back === undefined ? [] : sameValue('back', parseJson(json), readWritten(vector.back));
  return [...same('JSON', printJson(readWritten(vector.value ?? null)), json), ...back];
}

function checkXml(vector: DataVector): string[] {
  const xml = encodeUtf8(vector.xml ?? '');
  const holder = value(xml, {});
  const read = xmlToObject(holder as Parameters<typeof xmlToObject>[0]);
  return [
    ...same('XML', printXml(objectToXml(readWritten(vector.value ?? null))), xml),
    ...(vector.back === undefined ? [] : sameValue('back', read, readWritten(vector.back))),
  ];
}

function checkValue(vector: DataVector): string[] {
  const expected = readWritten(vector.value ?? null);
  const canonical = encodeUtf8(vector.canonical ?? '');
  const parsed = value(encodeUtf8(vector.text ?? ''), { mode: vector.mode ?? 'multi' });
  return [
    ...sameValue('value', parsed, expected),
    ...same('canonical', printCompact(parsed), canonical),
    ...sameValue('value of the canonical text', value(canonical, { mode: 'single' }), expected),
  ];
}

/** Null if the vector passes, else what is wrong. */
export async function runVector(vector: DataVector): Promise<string | null> {
  const kind = kinds.find(([field]) => vector[field] !== undefined);
  if (kind === undefined) return 'unknown kind of vector';
  try {
    const wrong = kind[1](vector);
    return wrong.length === 0 ? null : wrong.join('\n');
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
}

/** Runs a folder of vectors. */
export const run = listsOfVectors<DataVector>(runVector);
