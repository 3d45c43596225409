/**
 * Batches of messages as they cross between threads. The two messages of every request, its start and its result, are
 * laid flat into one array of numbers and strings: objects and byte arrays cost the threads several times as much.
 */
import type { Response } from '../types.js';
import type { EncodedResult, FromWorker, StartMessage, ToWorker } from '../worker/messages.js';
import { MadeResponse } from '../worker/response.js';

/** What follows in the batch: a message as it is, or the flat form of the usual kind. */
const ENTIRE = 0;
const FLAT = 1;

/** The flat form of a result, without its usage. */
type FlatResult = [
  run: number,
  failed: boolean,
  isSet: boolean,
  code: number,
  reason: string | null,
  type: string | null,
  defaultType: string | null,
  text: string | null,
  fields: Response['fields'] | null,
  page: Response['page'],
  rest: Partial<EncodedResult> | null,
];

/** Items of a batch. */
export type Batch = unknown[];

export function packStarts(messages: readonly ToWorker[]): Batch {
  const batch: Batch = [];
  for (const message of messages) {
    if (message.kind !== 'run' || message.parameter || message.session) batch.push(ENTIRE, message);
    else {
      const { run, place, recipe, entry, input, isTask, record } = message;
      batch.push(FLAT, run, place, recipe, entry, input, isTask, record);
    }
  }
  return batch;
}

export function unpackStarts(batch: Batch): ToWorker[] {
  const messages: ToWorker[] = [];
  for (let at = 0; at < batch.length; ) {
    if (batch[at] === ENTIRE) {
      messages.push(batch[at + 1] as ToWorker);
      at += 2;
      continue;
    }
    messages.push({
      kind: 'run',
      run: batch[at + 1],
      place: batch[at + 2],
      recipe: batch[at + 3],
      entry: batch[at + 4],
      input: batch[at + 5],
      isTask: batch[at + 6],
      record: batch[at + 7],
      parameter: null,
      session: null,
    } as StartMessage);
    at += 8;
  }
  return messages;
}

export function packResults(messages: readonly FromWorker[]): Batch {
  const batch: Batch = [];
  for (const message of messages) {
    if (message.kind !== 'done') {
      batch.push(ENTIRE, message);
      continue;
    }
    const { outcome, response, usage, ...others } = message.result;
    let rest: typeof others | null = null;
    for (const _ in others) rest = others;
    const { isSet, code, reason, type, defaultType, fields, text, page } = response;
    batch.push(FLAT, message.run, outcome === 'failed', isSet, code, reason, type, defaultType, text);
    batch.push(fields.length === 0 ? null : fields, page, rest);
    batch.push(usage.cpuMs, usage.wallMs, usage.peakMemory, usage.hostCalls, usage.outputBytes);
  }
  return batch;
}

export function unpackResults(batch: Batch): FromWorker[] {
  const messages: FromWorker[] = [];
  for (let at = 0; at < batch.length; ) {
    if (batch[at] === ENTIRE) {
      messages.push(batch[at + 1] as FromWorker);
      at += 2;
      continue;
    }
    const [run, failed, isSet, code, reason, type, defaultType, text, fields, page, rest] = batch.slice(
      at + 1,
      at + 12,
    ) as FlatResult;
    const result = {
      outcome: failed ? 'failed' : 'finished',
      response: new MadeResponse(isSet, code, reason, type, defaultType, fields ?? [], text, page),
      usage: {
        cpuMs: batch[at + 12],
        wallMs: batch[at + 13],
        peakMemory: batch[at + 14],
        hostCalls: batch[at + 15],
        outputBytes: batch[at + 16],
      },
      ...rest,
    } as EncodedResult;
    messages.push({ kind: 'done', run, result });
    at += 17;
  }
  return messages;
}
