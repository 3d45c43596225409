/** Which sections can wait: only those become generators. */
import { conversionWaits } from '../../../stdlib/declarations/conversions.js';
import { findBuiltin } from '../../../stdlib/declarations/index.js';
import type { CallExpr } from '../syntax/tree.js';
import { HANDLE, mayBe } from '../types/type.js';
import { calledSection, type LinkedSection, type Program } from './program.js';

/** Sets `waits` of every section; types must be known. */
export function inferEffects(program: Program): void {
  const calendars = opensCalendars(program);
  const callers = new Map<LinkedSection, LinkedSection[]>();
  const waiting: LinkedSection[] = [];
  for (const section of program.sections) {
    for (const call of section.bound.calls) {
      const called = calledSection(program, call);
      if (called !== null) {
        const list = callers.get(called);
        if (list === undefined) callers.set(called, [section]);
        else list.push(section);
      } else if (callWaits(program, call, calendars)) section.waits = true;
    }
    if (section.waits) waiting.push(section);
  }
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const caller of callers.get(next) ?? []) {
      if (caller.waits) continue;
      caller.waits = true;
      waiting.push(caller);
    }
  }
}

/** Can the program hold a Calendar? Then `Find` may have to read one. */
export function opensCalendars(program: Program): boolean {
  if (program.open) return true;
  return program.sections.some(({ bound }) =>
    bound.calls.some(({ target }) => target?.kind === 'builtin' && target.lowerName === 'opencalendar'),
  );
}

/** Can this call of a built-in or of an external that is not linked wait? */
export function callWaits(program: Program, call: CallExpr, calendars: boolean): boolean {
  const { target } = call;
  if (target === null || target.kind === 'extra' || target.kind === 'section') return false;
  if (target.kind === 'external') return program.bindings.get(call)?.kind === 'dynamic';
  if (program.bindings.has(call) && program.bindings.get(call)?.kind !== 'dynamic') return false;
  const builtin = findBuiltin(target.lowerName);
  if (builtin === undefined || !builtin.waits) return false;
  const [first, second] = call.args;
  switch (target.lowerName) {
    case 'find':
      return calendars && first !== undefined && mayBe(first.type, HANDLE);
    case 'convert':
      return second?.kind !== 'string' || conversionWaits(second.value);
    default:
      return true;
  }
}
