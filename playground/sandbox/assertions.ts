/** The assertions that tests call. One that does not hold ends the test. */
import { ProgramException } from '../../runtime/errors/failure.js';
import { printCompact } from '../../stdlib/data/index.js';
import { equal } from '../../stdlib/values/equal.js';
import { isArray } from '../../stdlib/values/is.js';
import type { Value } from '../../stdlib/values/types.js';
import { fromUtf8 } from '../language/text.js';

const shown = (x: Value): string => (x === null ? 'null' : fromUtf8(printCompact(x)));

function fail(name: string, about: Value, detail: string): never {
  const text =
    about === null ? detail : `${typeof about === 'string' ? fromUtf8(about) : shown(about)}: ${detail}`;
  throw new ProgramException('host-failure', name, text);
}

type Assertion = (context: unknown, ...args: Value[]) => Value;

function contains(whole: Value, part: Value): boolean {
  if (isArray(whole)) return whole.some(element => equal(element, part));
  return typeof whole === 'string' && typeof part === 'string' && whole.includes(part);
}

export const ASSERTIONS: Readonly<Record<string, Assertion>> = {
  assert: (_, condition = null, about = null) =>
    condition === null ? fail('Assert', about, 'it is null') : null,
  assertequal: (_, actual = null, expected = null, about = null) =>
    equal(actual, expected) ? null : fail('AssertEqual', about, `${shown(actual)} is not ${shown(expected)}`),
  assertcontains: (_, whole = null, part = null, about = null) =>
    contains(whole, part)
      ? null
      : fail('AssertContains', about, `${shown(whole)} does not contain ${shown(part)}`),
  fail: (_, text = null) => fail('Fail', null, typeof text === 'string' ? fromUtf8(text) : shown(text)),
};
