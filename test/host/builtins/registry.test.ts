import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Meetings } from '../../../host/builtins/registry/meetings.js';
import { Queues, readPriority } from '../../../host/builtins/registry/queues.js';

const always = () => true;
const plenty = () => 1000;

describe('meetings', () => {
  it('go through their life', () => {
    const meetings = new Meetings(always, plenty);
    expect(meetings.find('a', '', 'k')).toBeNull();
    expect(meetings.activate('a', '', 'k', 1, undefined)).toBe('meeting-unknown');
    expect(meetings.create('a', '', 'k', 'p')).toBeNull();
    expect(meetings.create('a', '', 'k', 'p')).toBe('meeting-exists');
    expect(meetings.find('a', '', 'k')).toMatchObject({ parameter: 'p', task: null });
    expect(meetings.activate('a', '', 'k', 1, undefined)).toBeNull();
    expect(meetings.activate('a', '', 'k', 2, 'q')).toBe('meeting-active');
    expect(meetings.find('a', '', 'k')).toMatchObject({ parameter: 'p', task: 1 });
    expect(meetings.deactivate('a', '', 'k', 2, undefined)).toBe('meeting-other');
    expect(meetings.deactivate('a', '', 'k', 1, 'q')).toBeNull();
    expect(meetings.find('a', '', 'k')).toMatchObject({ parameter: 'q', task: null });
    meetings.activate('a', '', 'k', 3, undefined);
    expect(meetings.clear('a', '', 'k')).toBeNull();
    expect(meetings.find('a', '', 'k')?.task).toBeNull();
    meetings.remove('a', '', 'k');
    meetings.remove('a', '', 'k');
    expect(meetings.find('a', '', 'k')).toBeNull();
  });

  it('of different accounts and sets are different', () => {
    const meetings = new Meetings(always, plenty);
    meetings.create('a', 's', 'k', null);
    expect(meetings.find('a', '', 'k')).toBeNull();
    expect(meetings.find('b', 's', 'k')).toBeNull();
  });

  it('forget tasks that have ended', () => {
    const alive = new Set([1]);
    const meetings = new Meetings(task => alive.has(task), plenty);
    meetings.create('a', '', 'k', null);
    meetings.activate('a', '', 'k', 1, undefined);
    alive.clear();
    expect(meetings.find('a', '', 'k')?.task).toBeNull();
  });

  it('are limited', () => {
    const meetings = new Meetings(always, () => 1);
    meetings.create('a', '', 'k', null);
    expect(meetings.create('a', '', 'l', null)).toBe('too-many');
  });
});

describe('queues', () => {
  const priority = (text: string) => readPriority(text) ?? undefined;

  it('order by priority, then by time', () => {
    const queues = new Queues(always, plenty);
    queues.enqueue('a', '', 1, null, priority('1.0'));
    queues.enqueue('a', '', 2, null, priority('1.5'));
    queues.enqueue('a', '', 3, null, priority('1.50'));
    queues.enqueue('a', '', 4, null, undefined);
    const order = Array.from({ length: 5 }, () => queues.read('a', '')?.task);
    expect(order).toEqual([2, 3, 1, 4, undefined]);
  });

  it('hold a task once and keep its place unless the priority changes', () => {
    const queues = new Queues(always, plenty);
    queues.enqueue('a', '', 1, 'x', undefined);
    queues.enqueue('a', '', 2, null, undefined);
    expect(queues.enqueue('a', '', 1, 'y', undefined)).toEqual({ length: 2, position: 0 });
    expect(queues.enqueue('a', '', 1, undefined, priority('0.5'))).toEqual({ length: 2, position: 1 });
    queues.dequeue('a', '', 2);
    expect(queues.read('a', '')).toMatchObject({ task: 1, parameter: 'y' });
  });

  it('tell a place only to those inside', () => {
    const queues = new Queues(always, plenty);
    queues.enqueue('a', 'q', 1, null, undefined);
    expect(queues.check('a', 'q', 2)).toEqual({ length: 1, position: null });
    expect(queues.check('b', 'q', 1)).toEqual({ length: 0, position: null });
  });

  it('forget tasks that have ended and stay within the limit', () => {
    const alive = new Set([1, 2]);
    const queues = new Queues(
      task => alive.has(task),
      () => 2,
    );
    queues.enqueue('a', '', 1, null, undefined);
    queues.enqueue('a', 'other', 2, null, undefined);
    expect(queues.enqueue('a', '', 3, null, undefined)).toBeNull();
    alive.delete(1);
    alive.add(3);
    expect(queues.enqueue('a', '', 3, null, undefined)).toEqual({ length: 1, position: 0 });
  });

  it.each(['1', '0.5', '9.999999999999999999999999'])('reads priority %s', text =>
    expect(readPriority(text)).not.toBeNull(),
  );
  it.each(['', '-1', '10', '1.', '.5', 'high'])('refuses priority %j', text =>
    expect(readPriority(text)).toBeNull(),
  );

  it('sort like the numbers do', () => {
    const text = fc.tuple(fc.nat(9), fc.nat(999)).map(([a, b]) => `${a}.${String(b).padStart(3, '0')}`);
    fc.assert(
      fc.property(fc.uniqueArray(text, { selector: Number, maxLength: 20 }), list => {
        const queues = new Queues(always, plenty);
        list.forEach((p, i) => {
          queues.enqueue('a', '', i, null, priority(p));
        });
        const got = list.map(() => list[queues.read('a', '')?.task ?? -1]);
        return got.join() === [...list].sort((x, y) => Number(y) - Number(x)).join();
      }),
    );
  });
});
