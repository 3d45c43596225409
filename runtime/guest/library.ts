/** `$`: everything that compiled programs and pages call (docs/architecture.md section 3). */
import { type BuiltinTable, coreBuiltins } from '../../stdlib/builtins/index.js';
import * as operators from '../../stdlib/operators/index.js';
import { dictGet } from '../../stdlib/values/dict.js';
import { isDict, isHandle } from '../../stdlib/values/is.js';
import { makeHandle } from '../../stdlib/values/make.js';
import { type Value, YES } from '../../stdlib/values/types.js';
import type { Probes } from './debug.js';
import { external } from './externals.js';
import { fail, stop } from './fail.js';
import { makePageLibrary, type PageShelf } from './pages.js';
import { HostCall } from './protocol.js';
import { responseBuiltins } from './response.js';
import { type Section, type State, type Task, varsOf } from './state.js';
import { hostStub } from './stubs.js';
import { waitingBuiltins } from './waiting.js';

/** The built-ins that are called through the host, see `source.ts`: name, number, most arguments or -1 for any. */
export type StubTable = string;

/** Class of Task handles. */
const TASK = 'Task';

/** Name of the events, sent by no task, that tell of changes of a Mailbox. */
const MAILBOX_EVENT = 'mailboxNotify';

export interface Library {
  readonly b: Record<string, unknown>;
  readonly page: ReturnType<typeof makePageLibrary>;
  readonly stop: object;
  readonly fail: typeof fail;
  readonly spawn: (file: string, entry: string, parameter?: Value) => Value;
  readonly external: (file: string, name: string, kind: Section['kind'], count: number) => unknown;
  readonly task: Task;
  readonly dbg: Probes;
}

export function makeLibrary(state: State, shelf: PageShelf, stubs: StubTable, dbg: Probes): Library {
  const { host } = state;
  const b: Record<string, unknown> = Object.assign(Object.create(null), coreBuiltins);
  const ops: Record<string, number> = Object.create(null);
  const words = stubs.split(' ');
  for (let i = 0; i < words.length; i += 3) {
    const name = words[i] ?? '';
    const op = Number(words[i + 1]);
    ops[name] = op;
    if (b[name] === undefined) b[name] = hostStub(host, op, Number(words[i + 2]));
  }
  const plain = b as Record<string, BuiltinTable[string]>;
  const call = (name: string, ...args: Value[]): Value => plain[name]?.(...args) ?? null;
  Object.assign(
    b,
    taskBuiltins(state),
    responseBuiltins(state, x => call('objecttostring', x)),
    waitingBuiltins(
      state,
      shelf,
      {
        find: op(ops, 'find'),
        convert: op(ops, 'convert'),
        executecli: op(ops, 'executecli'),
        processwssp: op(ops, 'processwssp'),
      },
      { find: (a, x) => call('find', a, x), convert: (x, format) => call('convert', x, format) },
    ),
  );
  return {
    ...operators,
    b,
    page: makePageLibrary(host, dbg),
    dbg,
    stop,
    fail,
    spawn(file, entry, parameter) {
      const id = host(HostCall.Spawn, file, entry, parameter ?? null);
      return typeof id === 'number' ? makeHandle(TASK, id) : null;
    },
    external: (file, name, kind, count) => external(state, file, name, kind, count),
    get task() {
      return state.task;
    },
  };
}

const op = (ops: Record<string, number>, name: string): number => ops[name] ?? fail('missing-op', name);

function taskBuiltins(state: State): Record<string, (...args: Value[]) => Value> {
  return {
    vars: () => varsOf(state.task),
    istask: (x = null) => (isHandle(x) && x.class === TASK ? YES : null),
    ismailboxnotifyevent: (x = null) =>
      isDict(x) && dictGet(x, 'what') === MAILBOX_EVENT && dictGet(x, 'sender') === null ? YES : null,
    thistask() {
      const { task } = state;
      if (task.handle === undefined) {
        const id = state.host(HostCall.ThisTask);
        task.handle = typeof id === 'number' ? makeHandle(TASK, id) : null;
      }
      return task.handle;
    },
  };
}
