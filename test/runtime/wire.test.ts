/** What crosses between threads comes out as it went in. */
import { describe, expect, it } from 'vitest';
import { packResults, packStarts, unpackResults, unpackStarts } from '../../runtime/node/wire.js';
import type { FromWorker, ToWorker } from '../../runtime/worker/messages.js';
import { EMPTY_RESPONSE, MadeResponse } from '../../runtime/worker/response.js';

const usage = { cpuMs: 1.5, wallMs: 2.25, peakMemory: 3, hostCalls: 4, outputBytes: 5 };

/** As a message port copies it. */
const sent = <T>(batch: T): T => structuredClone(batch);

describe('batches', () => {
  it('of starts', () => {
    const common = { run: 1, place: 2, recipe: 3, input: '\x00\xff', record: false };
    const messages: ToWorker[] = [
      { kind: 'run', ...common, isTask: false, entry: 'Main', parameter: null, session: null },
      { kind: 'run', ...common, isTask: true, entry: 'Main', parameter: new Uint8Array([1]), session: null },
      { kind: 'run', ...common, isTask: false, entry: 'x', parameter: null, session: new Uint8Array([2]) },
      { kind: 'render', ...common, dataset: new Uint8Array([3, 4]) },
      { kind: 'stop', run: 9, code: 'cancelled' },
    ];
    expect(unpackStarts(sent(packStarts(messages)))).toEqual(messages);
  });

  it('of results', () => {
    const fields = [['A', 'b']] as const;
    const made = new MadeResponse(true, 201, 'Made', 'a/b', 'c/d', fields, 'b\xf6dy', { charset: null });
    const messages: FromWorker[] = [
      { kind: 'done', run: 1, result: { outcome: 'finished', response: made, usage } },
      { kind: 'notify', run: 1, name: 'syslog', args: new Uint8Array([1]) },
      {
        kind: 'done',
        run: 2,
        result: { outcome: 'finished', response: EMPTY_RESPONSE, usage, session: new Uint8Array([7]) },
      },
      {
        kind: 'done',
        run: 3,
        result: { outcome: 'failed', response: EMPTY_RESPONSE, usage, recording: new Uint8Array([8]) },
      },
    ];
    const [first, ...others] = unpackResults(sent(packResults(messages)));
    expect([first, ...others]).toEqual(messages);
    expect(first?.kind === 'done' && first.result.response.body).toEqual(
      Uint8Array.from(Buffer.from('b\xf6dy', 'latin1')),
    );
  });
});
