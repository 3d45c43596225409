/** What the host calls: loading code, starting and resuming tasks, rendering pages. */
import { dictPut } from '../../stdlib/values/dict.js';
import { makeData } from '../../stdlib/values/make.js';
import type { Dict, Value } from '../../stdlib/values/types.js';
import { explain } from './explain.js';
import { fail, stop } from './fail.js';
import type { Library } from './library.js';
import type { PageCode, PageShelf } from './pages.js';
import { FINISHED, Kernel } from './protocol.js';
import {
  findSection,
  newTask,
  responseOf,
  type Section,
  type State,
  type Task,
  varsOf,
  type Waiting,
} from './state.js';

/** Code of a linked program: gives its sections for the library object. */
export type ProgramCode = ($: Library) => { readonly sections: Record<string, Record<string, Section>> };

export function makeKernel(state: State, library: Library, shelf: PageShelf): unknown[] {
  const kernel: unknown[] = [];
  kernel[Kernel.Explain] = explain;
  kernel[Kernel.AddProgram] = (code: ProgramCode): void => {
    const { sections } = code(library);
    for (const file in sections)
      if (state.sections[file] === undefined) add(state, file, sections[file] ?? {});
  };
  kernel[Kernel.AddPage] = (code: PageCode): void => shelf.add(code);
  kernel[Kernel.Start] = (slot: number, file: string, entry: string, parameter: Value): Value => {
    const section = findSection(state, file, entry);
    if (section === null || section.kind !== 'entry') return fail('missing-entry', entry);
    return begin(state, slot, section, parameter);
  };
  kernel[Kernel.Entries] = (): Value => state.entryNames.join('\n');
  kernel[Kernel.Begin] = (slot: number, place: number, parameter: Value): Value => {
    const section = state.entries[place];
    return section ? begin(state, slot, section, parameter) : fail('missing-entry', place);
  };
  kernel[Kernel.Resume] = (slot: number, value: Value): Value => {
    const task = state.tasks[slot];
    if (task === undefined) return fail('guest-failure', 'no such task');
    state.task = task;
    try {
      return step(state, slot, task, value);
    } catch (error) {
      return ended(state, slot, task, error);
    }
  };
  kernel[Kernel.Drop] = (slot: number): void => {
    state.tasks[slot] = undefined;
  };
  kernel[Kernel.Render] = (page: string, dataset: Dict): Value => {
    const result = shelf.render(page, dataset);
    return 'stream' in result ? result.stream : [result.need];
  };
  return kernel;
}

function add(state: State, file: string, sections: Record<string, Section>): void {
  state.sections[file] = sections;
  for (const name in sections) {
    const section = sections[name];
    if (section?.kind !== 'entry') continue;
    state.entries.push(section);
    state.entryNames.push(file, name);
  }
}

function begin(state: State, slot: number, section: Section, parameter: Value): Value {
  const task = newTask();
  if (parameter !== null) dictPut(varsOf(task), 'startParameter', parameter);
  state.tasks[slot] = state.task = task;
  try {
    const result = section.call();
    if (!section.waits) return finished(state, slot, task);
    task.steps = result as Waiting;
    return step(state, slot, task, null);
  } catch (error) {
    return ended(state, slot, task, error);
  }
}

function step(state: State, slot: number, task: Task, value: Value): Value {
  const next = task.steps?.next(value);
  if (!next || next.done) return finished(state, slot, task);
  // A text alone is a response.
  return typeof next.value === 'string' ? fail('guest-failure', 'a wait without number') : next.value;
}

/** `stop;` ends a program normally; everything else that is thrown is for the host. */
function ended(state: State, slot: number, task: Task, error: unknown): Value {
  if (error === stop) return finished(state, slot, task);
  state.tasks[slot] = undefined;
  throw error;
}

/** What the host gets at the end; see `runtime/worker/ending.ts`. */
function finished(state: State, slot: number, task: Task): Value {
  state.tasks[slot] = undefined;
  const { session, text, response: set } = task;
  if (session === undefined && set === null) return text ?? FINISHED;
  const isSet = text !== null || set !== null;
  const { code, reason, type, defaultType, fields, body, page, charset } = responseOf(task);
  const content = body === null ? null : makeData(body);
  const response: Value[] = [
    FINISHED,
    isSet ? 1 : 0,
    code,
    reason,
    type,
    defaultType,
    fields,
    content,
    page,
    charset,
  ];
  if (session !== undefined) response.push(session);
  return response;
}
