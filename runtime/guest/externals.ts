/** Sections of other files: loaded at the first call, kept for the rest of the task (cgpl.md section 10). */
import type { Value } from '../../stdlib/values/types.js';
import { fail } from './fail.js';
import { Wait } from './protocol.js';
import { findSection, type Section, type State, type WaitCall, type Waiting } from './state.js';

/** What external files are called, by environment. */
const EXTENSIONS = ['.wcgi', '.sppi', '.wcgp', '.sppr'];

/** `m::f` is in the file `m`, `f` in the file `f`. */
function place(name: string): readonly [module: string, section: string] {
  const at = name.indexOf('::');
  return at < 0 ? [name, name] : [name.slice(0, at), name.slice(at + 2)];
}

function loaded(state: State, module: string): string | null {
  for (const extension of EXTENSIONS)
    if (state.sections[module + extension] !== undefined) return module + extension;
  return state.sections[module] === undefined ? null : module;
}

/** The section, its file loaded when it is not there yet. A section that does not fit is a program exception. */
function* section(
  state: State,
  module: string,
  name: string,
  kind: Section['kind'],
  count: number,
): Generator<WaitCall, Section, Value> {
  let file = loaded(state, module);
  if (file === null) {
    yield [Wait.Module, module];
    file = loaded(state, module);
  }
  const found = file === null ? null : findSection(state, file, name);
  if (found === null) return fail('missing-external', module, name);
  if (found.kind !== kind || found.params !== count) fail('external-mismatch', name, kind, count);
  return found;
}

/** `$.external`: a generator function that does what the declared external does. */
export function external(state: State, file: string, name: string, kind: Section['kind'], count: number) {
  const module = file.replace(/\.[a-z]+$/, '');
  let known: Section | null = null;
  return function* (...args: Value[]): Waiting {
    known ??= yield* section(state, module, name, kind, count);
    return yield* called(known, args);
  };
}

/** `ProcCall` and `FuncCall`. */
export function* callByName(
  state: State,
  kind: 'procedure' | 'function',
  name: Value,
  args: Value[],
): Waiting {
  if (typeof name !== 'string') return fail('missing-external', '', '');
  const [module, sectionName] = place(name.toLowerCase());
  const found = yield* section(state, module, sectionName, kind, args.length);
  return yield* called(found, args);
}

function* called({ call, waits }: Section, args: Value[]): Waiting {
  const result = waits ? yield* call(...args) as Waiting : (call(...args) as Value);
  return result ?? null;
}
