/** Compares what a run gave with what its test expects. */
import { isDeepStrictEqual } from 'node:util';
import { printCompact } from '../../stdlib/data/index.js';
import { fromUtf8, latin1 } from '../language/text.js';
import type { Outcome } from '../sandbox/outcome.js';
import { dictionaryOf } from '../sandbox/runner.js';
import type { Expectation } from './types.js';

const short = (text: string): string => JSON.stringify(text.length > 300 ? `${text.slice(0, 300)}...` : text);

/** Everything that does not hold. */
export function compare(outcome: Outcome, expect: Expectation): string[] {
  const { error, answer } = outcome;
  if (outcome.kind === 'invalid') return ['it does not compile'];
  if (expect.error !== undefined) {
    return error?.code === expect.error
      ? []
      : [`the error ${expect.error} is expected, it gave ${error?.code ?? 'no error'}`];
  }
  // what an assertion says is no failure of the host
  if (error !== null) return [error.message.replace(/^the host failed in (Assert\w*|Fail): /, '$1: ')];
  const failures: string[] = [];
  const check = (holds: boolean, text: string): void => {
    if (!holds) failures.push(text);
  };
  const body = answer === null ? '' : fromUtf8(latin1(answer.body));
  if (expect.empty !== undefined)
    check(expect.empty === (answer === null), `a response is ${expect.empty ? 'not ' : ''}expected`);
  if (expect.status !== undefined)
    check(answer?.status === expect.status, `status ${answer?.status ?? 404} is not ${expect.status}`);
  if (expect.type !== undefined) {
    const type = answer?.contentType ?? '';
    check(
      type === expect.type || type.startsWith(`${expect.type};`),
      `type ${short(type)} is not ${short(expect.type)}`,
    );
  }
  if (expect.body !== undefined)
    check(body === expect.body, `body ${short(body)} is not ${short(expect.body)}`);
  for (const part of expect.bodyContains ?? [])
    check(body.includes(part), `body ${short(body)} does not contain ${short(part)}`);
  if (expect.bodyMatches !== undefined)
    check(
      new RegExp(expect.bodyMatches, 'u').test(body),
      `body ${short(body)} does not match ${expect.bodyMatches}`,
    );
  if ('json' in expect)
    check(
      isDeepStrictEqual(jsonOf(body), expect.json),
      `body ${short(body)} is not the JSON ${short(JSON.stringify(expect.json))}`,
    );
  for (const [name, value] of Object.entries(expect.fields ?? {})) {
    const found = answer?.fields.find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];
    check(
      found === value,
      `field ${name} is ${found === undefined ? 'missing' : short(found)}, not ${short(value)}`,
    );
  }
  for (const line of expect.log ?? [])
    check(
      outcome.log.some(({ text }) => text.includes(line)),
      `the log does not contain ${short(line)}`,
    );
  if (expect.session !== undefined) {
    const [found, wanted] = [outcome.session ?? '{}', expect.session].map(text =>
      printCompact(dictionaryOf(text)),
    );
    check(found === wanted, `the session data is ${short(found ?? '')}, not ${short(wanted ?? '')}`);
  }
  return failures;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
