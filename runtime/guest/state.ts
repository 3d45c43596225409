/** What the guest knows: sections and pages that were loaded, tasks, and how to reach the host. */
import { newDict } from '../../stdlib/values/dict.js';
import type { Bytes, Dict, Value } from '../../stdlib/values/types.js';
import { TEXT_TYPE } from './protocol.js';

/** A code section, as compiled modules give it. */
export interface Section {
  readonly kind: 'entry' | 'procedure' | 'function';
  readonly params: number;
  readonly waits: boolean;
  readonly call: (...args: Value[]) => unknown;
}

/** What a waiting section yields: the number of the wait and its arguments, or a wait for events as a number. */
export type WaitCall = [op: number, ...args: Value[]] | number;

export type Waiting = Generator<WaitCall, Value, Value>;

/** The response as the program set it. */
export interface ResponseState {
  code: number;
  reason: Bytes | null;
  type: Bytes | null;
  defaultType: Bytes | null;
  /** Names and values in turn. */
  fields: Bytes[];
  body: Bytes | null;
  /** The rendered page, and its charset element: the body is its stream. */
  page: Bytes | null;
  charset: Bytes | null;
}

/** Thousands may wait, so everything that few of them use is made when it is first used; see `newTask`. */
export interface Task {
  vars: Dict | null;
  /** The response when it is a text and nothing else, of the type `TEXT_TYPE`: most are. */
  text: Bytes | null;
  response: ResponseState | null;
  /** Undefined: not asked for. */
  session: Value | undefined;
  /** Undefined: not asked for. */
  handle: Value | undefined;
  steps: Waiting | null;
  /** Innermost frame of code with probes; only there once such code has run. */
  frame?: DebugFrame | null;
}

/** A running section of code with probes. */
export interface DebugFrame {
  readonly section: number;
  readonly read: () => Value[];
  readonly below: DebugFrame | null;
  readonly depth: number;
  place: number;
}

export type HostFunction = (op: number, ...args: Value[]) => Value;

export interface State {
  readonly host: HostFunction;
  /** By file, then by section name. */
  readonly sections: Record<string, Record<string, Section>>;
  /** What `Kernel.Begin` starts, by number, and their files and names in turn. */
  readonly entries: Section[];
  readonly entryNames: string[];
  readonly tasks: (Task | undefined)[];
  /** The running task. */
  task: Task;
}

/** What a task has until it gets something of its own: an object with six properties costs four times as much as none. */
const UNSET: Task = {
  vars: null,
  text: null,
  response: null,
  session: undefined,
  handle: undefined,
  steps: null,
};

const { create } = Object;

export function newTask(): Task {
  return create(UNSET) as Task;
}

export function varsOf(task: Task): Dict {
  return (task.vars ??= newDict());
}

/** From now on more than the text is known of the response. */
export function responseOf(task: Task): ResponseState {
  const { text } = task;
  task.text = null;
  return (task.response ??= {
    code: 200,
    reason: null,
    type: null,
    defaultType: text === null ? null : TEXT_TYPE,
    fields: [],
    body: text,
    page: null,
    charset: null,
  });
}

/** The section of a file whose name is equal but for letter case (cgpl.md 2.2). */
export function findSection(state: State, file: string, name: string): Section | null {
  const sections = state.sections[file];
  if (sections === undefined) return null;
  const exact = sections[name];
  if (exact !== undefined) return exact;
  const wanted = name.toLowerCase();
  for (const candidate in sections)
    if (candidate.toLowerCase() === wanted) return sections[candidate] ?? null;
  return null;
}
