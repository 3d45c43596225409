/** Exceptions that nothing has caught: the server goes on, or ends with a report (setting CrashRecovery). */
import { EventEmitter } from 'node:events';
import { expect, it } from 'vitest';
import type { Logger } from '../../../host/admin/log/log.js';
import { recoverFromCrashes } from '../../../host/admin/process/recovery.js';

function watched(goesOn: boolean, clock = () => 0) {
  const source = new EventEmitter();
  const log: string[] = [];
  const ended: string[] = [];
  const stop = recoverFromCrashes(
    {
      source,
      log: { crash: (text: string) => log.push(text) } as unknown as Logger,
      goesOn: () => goesOn,
      report: error => `report of ${error.message}`,
      end: () => ended.push('end'),
    },
    clock,
  );
  return { source, log, ended, stop };
}

it('YES: they are logged, and the server goes on', () => {
  const { source, log, ended, stop } = watched(true);
  source.emit('uncaughtException', new Error('a bug'));
  source.emit('uncaughtException', 'no error at all');
  expect(log[0]).toMatch(/^exception raised: Error: a bug\n {4}at /);
  expect(log[1]).toMatch(/^exception raised: Error: no error at all/);
  expect(ended).toEqual([]);
  stop();
  expect(source.listenerCount('uncaughtException')).toBe(0);
});

it('NO: the server ends, with a report', () => {
  const { source, log, ended } = watched(false);
  source.emit('uncaughtException', new Error('a bug'));
  expect(log[1]).toBe('the server ends, see report of a bug');
  expect(ended).toEqual(['end']);
});

it('too many in a minute end the server; the same number over hours does not', () => {
  let now = 0;
  const calm = watched(true, () => now);
  for (let count = 0; count < 500; count++) {
    now += 1000;
    calm.source.emit('uncaughtException', new Error('again'));
  }
  expect(calm.ended).toEqual([]);
  const storm = watched(true, () => now);
  for (let count = 0; count < 101; count++) storm.source.emit('uncaughtException', new Error('again'));
  expect(storm.ended).toEqual(['end']);
  expect(storm.log.at(-1)).toContain('too many exceptions');
});
