/** Meetings and queues of the current account (cgpl.md 14.21, 14.22). */

import { parse, printCompact } from '../../../stdlib/data/index.js';
import { dictOf } from '../../../stdlib/values/index.js';
import { Kind, type Value } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import type { MeetingRefusal } from '../registry/meetings.js';
import { readPriority } from '../registry/queues.js';
import { accountKey, type BuiltinTable, nameOf, type RunScope } from '../scope.js';

/** The current account, or the error that there is none. */
function account(scope: RunScope): string {
  const key = accountKey(scope);
  if (key === null) throw new PosternError('no-account');
  return key;
}

/** The number of the running task, or the error that this is none. */
function task(scope: RunScope): number {
  if (scope.run.task === null) throw new PosternError('no-task');
  return scope.run.task;
}

/** A key of a meeting: a non-empty string. */
function meetingKey(argument: Value | undefined): string {
  if (typeof argument !== 'string' || argument === '')
    throw new PosternError('bad-argument', { args: ['key'] });
  return argument;
}

/** A stored parameter as text; undefined when the argument was not given. */
function stored(argument: Value | undefined): string | null | undefined {
  return argument === undefined || argument === null ? undefined : printCompact(argument);
}

/** A stored parameter as a value again. */
function restored(text: string | null): Value {
  const result = text === null ? null : parse(text);
  return result?.ok ? result.value : null;
}

/** Null after success, the error text after a refusal. */
function outcome(refusal: MeetingRefusal | null): null {
  if (refusal !== null) throw new PosternError(refusal);
  return null;
}

const taskHandle = (id: number | null): Value =>
  id === null ? null : { kind: Kind.Handle, class: 'Task', id };

/** A queue state as a dictionary; `position` only while the task is in the queue. */
function queueState(state: { length: number; position: number | null } | null): Value {
  if (state === null) return null;
  return dictOf([
    ['length', state.length],
    ['position', state.position],
  ]);
}

export const meetings: BuiltinTable = {
  createmeeting: (scope, set, key, parameter) =>
    outcome(
      scope.services.meetings.create(account(scope), nameOf(set), meetingKey(key), stored(parameter) ?? null),
    ),
  activatemeeting: (scope, set, key, parameter) => {
    const { meetings: registry } = scope.services;
    return outcome(
      registry.activate(account(scope), nameOf(set), meetingKey(key), task(scope), stored(parameter)),
    );
  },
  deactivatemeeting: (scope, set, key, parameter) => {
    const { meetings: registry } = scope.services;
    return outcome(
      registry.deactivate(account(scope), nameOf(set), meetingKey(key), task(scope), stored(parameter)),
    );
  },
  clearmeeting: (scope, set, key) =>
    outcome(scope.services.meetings.clear(account(scope), nameOf(set), meetingKey(key))),
  removemeeting: (scope, set, key) => {
    scope.services.meetings.remove(account(scope), nameOf(set), meetingKey(key));
    return null;
  },
  findmeeting: (scope, set, key) => {
    const owner = accountKey(scope);
    const found = owner === null ? null : scope.services.meetings.find(owner, nameOf(set), nameOf(key));
    if (found === null) return null;
    return dictOf([
      ['parameter', restored(found.parameter)],
      ['id', taskHandle(found.task)],
    ]);
  },
};

export const queues: BuiltinTable = {
  enqueue: (scope, queue, parameter, priority) => {
    const owner = accountKey(scope);
    if (owner === null || scope.run.task === null) return null;
    const rank = typeof priority === 'string' ? readPriority(priority) : undefined;
    if (rank === null) return null;
    const { queues: registry } = scope.services;
    return queueState(registry.enqueue(owner, nameOf(queue), scope.run.task, stored(parameter), rank));
  },
  checkqueue: (scope, queue) => {
    const owner = accountKey(scope);
    return owner === null
      ? null
      : queueState(scope.services.queues.check(owner, nameOf(queue), scope.run.task ?? -1));
  },
  dequeue: (scope, queue) => {
    const owner = accountKey(scope);
    if (owner !== null && scope.run.task !== null)
      scope.services.queues.dequeue(owner, nameOf(queue), scope.run.task);
    return null;
  },
  readqueue: (scope, queue) => {
    const owner = accountKey(scope);
    const first = owner === null ? null : scope.services.queues.read(owner, nameOf(queue));
    if (first === null) return null;
    return dictOf([
      ['id', taskHandle(first.task)],
      ['parameter', restored(first.parameter)],
    ]);
  },
};
