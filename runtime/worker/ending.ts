/** From the last thing that a sandbox gives to the result of the run. */

import type { Value } from '../../stdlib/values/types.js';
import { type AssembleContext, assemble } from '../../stdlib/wssp/index.js';
import { decodeText } from '../../stdlib/wssp/response/charset.js';
import { Encoder } from '../codec/encode.js';
import type { GuestFailure, Outcome } from '../engine/types.js';
import { isRuntimeCode } from '../errors/catalogue.js';
import { failure, ProgramException, toProgramException } from '../errors/failure.js';
import { FINISHED, listOf, TEXT_TYPE } from '../guest/protocol.js';
import { pageHostBy } from '../guest/questions.js';
import type { UnitList } from '../image/unit.js';
import type { Limits } from '../limits.js';
import type { Response, RuntimeFailure } from '../types.js';
import { framesOf } from './frames.js';
import type { EncodedResult } from './messages.js';
import { EMPTY_RESPONSE, MadeResponse } from './response.js';
import type { Run } from './run.js';

/** A finished run: its response, and its session dataset when it asked for that. */
export interface Ending {
  readonly response: Response;
  readonly session?: Uint8Array;
  readonly outputBytes: number;
}

const encoder = new Encoder();

/** The number that a sandbox gave first: what it waits for, or that it is finished. */
export function firstNumber(value: Value): number {
  const first = Array.isArray(value) ? value[0] : null;
  if (typeof first === 'number') return first;
  throw new ProgramException('not-a-value', 'a wait without number');
}

/** Is the run over? Null while it waits for something. */
export function endingOf(outcome: Outcome, run: Run, list: UnitList): Ending | null {
  if (outcome.kind === 'number' && outcome.number === FINISHED)
    return { response: EMPTY_RESPONSE, outputBytes: 0 };
  if (outcome.kind === 'text') return textEnding(outcome.text, TEXT_TYPE, run);
  if (outcome.kind !== 'value') throw new ProgramException('guest-failure', 'a strange answer');
  const { value } = outcome;
  if (firstNumber(value) !== FINISHED) return null;
  const { limits } = run.parts;
  const [, isSet, code, reason, type, defaultType, fields, content, page, charset, session] = listOf(value);
  const text = (value: Value | undefined): string | null => (typeof value === 'string' ? value : null);
  const pairs = pairsOf(fields);
  const body = bodyOf(content);
  const file = text(page);
  const made = file !== null && body !== null ? pageText(file, body, run, list) : body;
  const outputBytes =
    (made?.length ?? 0) + pairs.reduce((sum, [name, value]) => sum + name.length + value.length + 4, 0);
  if (outputBytes > limits.outputBytes) throw new ProgramException('output-limit', limits.outputBytes);
  const response = new MadeResponse(
    isSet === 1,
    typeof code === 'number' ? code : 200,
    text(reason),
    text(type),
    text(defaultType),
    pairs,
    made,
    file === null ? null : { charset: text(charset) || null },
  );
  return session === undefined
    ? { response, outputBytes }
    : { response, outputBytes, session: encoder.encode(session, limits) };
}

/** A text that is the whole response. */
export function textEnding(text: string, defaultType: string | null, run: Run): Ending {
  const { outputBytes } = run.parts.limits;
  if (text.length > outputBytes) throw new ProgramException('output-limit', outputBytes);
  const response = new MadeResponse(true, 200, null, null, defaultType, NO_FIELDS, text, null);
  return { response, outputBytes: text.length };
}

const NO_FIELDS: Response['fields'] = [];

function pairsOf(fields: Value | undefined): (readonly [string, string])[] {
  const list = Array.isArray(fields) ? fields : [];
  const pairs: (readonly [string, string])[] = [];
  for (let i = 0; i + 1 < list.length; i += 2) pairs.push([String(list[i]), String(list[i + 1])]);
  return pairs;
}

function bodyOf(content: Value | undefined): string | null {
  return typeof content === 'object' && content !== null && 'bytes' in content ? content.bytes : null;
}

/** Between two looks at the clock. */
const TICKS = 31;

/** The text of a page from its stream and what belongs to it, UTF-8 as a byte string. */
export function pageText(entry: string, stream: string, run: Run, list: UnitList): string {
  let ticks = 0;
  const context: AssembleContext = {
    text: name => run.askPage('text', name),
    zoneOffset: at => Number(run.askPage('zoneOffset', at)),
    decode: decodeText,
    host: pageHostBy((name, argument = null) => run.askPage(name, argument)),
    tick: () => {
      if ((++ticks & TICKS) === 0) run.checkTime();
    },
  };
  return run.timed(() => assemble(list.plan(entry), stream, context, run.given));
}

/** The failure of a guest call. */
export function failureOf(
  guest: GuestFailure,
  limits: Limits,
  list: UnitList | null,
  stopped: boolean,
): RuntimeFailure {
  const frames = list ? framesOf(guest.stack, list) : [];
  switch (guest.cause) {
    case 'interrupted':
      return stopped ? failure('cancelled', [], frames) : failure('cpu-limit', [limits.cpuMs], frames);
    case 'memory':
      return failure('memory-limit', [limits.memory], frames);
    case 'stack':
      return failure('stack-limit', [], frames);
    case 'crashed':
      return failure('guest-failure', [guest.message], frames);
    default:
      if (isRuntimeCode(guest.code)) return failure(guest.code, guest.args, frames);
      return failure('guest-failure', [[guest.code, guest.message].filter(Boolean).join(' ')], frames);
  }
}

/** What stopped a run in the worker itself. */
export function failureBy(error: unknown): RuntimeFailure {
  const { code, args } = toProgramException(error, 'the sandbox');
  return failure(code, args);
}

/** The result of a run that never began. */
export const failedResult = (error: RuntimeFailure): EncodedResult => ({
  outcome: 'failed',
  error,
  response: EMPTY_RESPONSE,
  usage: { cpuMs: 0, wallMs: 0, peakMemory: 0, hostCalls: 0, outputBytes: 0 },
});
