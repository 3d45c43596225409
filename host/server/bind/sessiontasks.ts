/**
 * XIMSS sessions as real-time tasks (ximss.md 13.5): they have task numbers of their own, far above those of programs,
 * take part in meetings, and exchange events with each other and with running programs.
 */

import type { TaskDirectory } from '../../../runtime/index.js';
import { parse, printCompact } from '../../../stdlib/data/index.js';
import type { Bytes, Value } from '../../../stdlib/values/types.js';
import type { MeetingRefusal, Meetings } from '../../builtins/registry/meetings.js';
import { PosternError } from '../../errors/index.js';
import type { SessionTask, TaskService } from '../../ximss/index.js';

/** First number of a session. */
const FIRST = 2 ** 40;

type Receive = (from: Bytes, name: Bytes, parameter: Value) => void;

const referenceOf = (task: number): Bytes => `task-${String(task).padStart(4, '0')}`;

function numberOf(reference: Bytes): number | null {
  const match = /^task-([0-9]{1,15})$/.exec(reference);
  return match === null ? null : Number(match[1]);
}

/** The numbers of the sessions that take part. */
export class SessionNumbers {
  private readonly live = new Map<number, Receive>();
  private last = FIRST;

  isAlive(task: number): boolean {
    return this.live.has(task);
  }

  add(receive: Receive): number {
    this.last++;
    this.live.set(this.last, receive);
    return this.last;
  }

  get(task: number): Receive | undefined {
    return this.live.get(task);
  }

  drop(task: number): void {
    this.live.delete(task);
  }
}

/** Starts a program as a task; gives its number, null when there is no such program or entry. */
export type StartProgram = (
  session: Parameters<TaskService['start']>[0],
  file: string,
  entry: string,
  parameter: Value,
) => Promise<number | null>;

/** Programs are files of the skin of the session: with their extension, or without. */
const PROGRAM = /^([a-z0-9_-]{1,100})(?:\.wcgp)?$/i;

/** @param programs running programs, null when there are none */
export function sessionTasks(
  numbers: SessionNumbers,
  meetings: Meetings,
  programs: Pick<TaskDirectory, 'send' | 'receiveOthers'> | null,
  startProgram: StartProgram = async () => null,
): TaskService {
  programs?.receiveOthers((task, name, parameter, sender) => {
    numbers.get(task)?.(sender === null ? '' : referenceOf(sender), name, parameter);
  });
  return {
    start: async (session, program, entry, parameters) => {
      const name = PROGRAM.exec(program)?.[1];
      if (name === undefined) return null;
      const parameter = parameters.length === 0 ? null : [...parameters];
      const task = await startProgram(session, `${name.toLowerCase()}.wcgp`, entry, parameter);
      return task === null ? null : referenceOf(task);
    },
    enroll: (email, receive) => enroll(numbers, meetings, programs, email, receive),
  };
}

function done(refusal: MeetingRefusal | null): void {
  if (refusal !== null) throw new PosternError(refusal);
}

const stored = (parameter: Value): string | undefined =>
  parameter === null ? undefined : printCompact(parameter);

function restored(text: string | null): Value {
  const result = text === null ? null : parse(text);
  return result?.ok ? result.value : null;
}

function enroll(
  numbers: SessionNumbers,
  meetings: Meetings,
  programs: Pick<TaskDirectory, 'send'> | null,
  email: string,
  receive: Receive,
): SessionTask {
  const task = numbers.add(receive);
  const reference = referenceOf(task);
  const need = (set: Bytes, name: Bytes): void => {
    if (meetings.find(email, set, name) === null) throw new PosternError('meeting-unknown');
  };
  return {
    reference,
    find: (set, name) => {
      const found = meetings.find(email, set, name);
      if (found === null) return null;
      return {
        task: found.task === null ? null : referenceOf(found.task),
        parameter: restored(found.parameter),
      };
    },
    create: (set, name, parameter) => done(meetings.create(email, set, name, stored(parameter) ?? null)),
    activate: (set, name, parameter) => done(meetings.activate(email, set, name, task, stored(parameter))),
    deactivate: (set, name, parameter) =>
      done(meetings.deactivate(email, set, name, task, stored(parameter))),
    clear: (set, name) => done(meetings.clear(email, set, name)),
    remove: (set, name) => {
      need(set, name);
      meetings.remove(email, set, name);
    },
    send: (to, name, parameter) => {
      const number = numberOf(to);
      if (number === null) return false;
      const session = numbers.get(number);
      if (session === undefined) return programs?.send(number, name, parameter, task) ?? false;
      session(reference, name, parameter);
      return true;
    },
    end: () => numbers.drop(task),
  };
}
