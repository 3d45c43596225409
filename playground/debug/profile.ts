/** Where a run spent its time: by line, and as a tree of calls. */
import type { DebugTable } from '../../compiler/index.js';
import type { Trace } from './trace.js';

export interface LineCost {
  readonly file: string;
  readonly line: number;
  readonly hits: number;
  /** Milliseconds, without what was called. */
  readonly ms: number;
  readonly hostCalls: number;
  /** Bytes that memory grew by. */
  readonly memory: number;
}

/** A section in the flame graph; children are what it called. */
export interface Flame {
  readonly name: string;
  readonly file: string;
  readonly line: number;
  /** Milliseconds with everything below. */
  ms: number;
  /** Milliseconds from the left edge. */
  start: number;
  readonly children: Flame[];
}

/** Costs of all lines that were executed. The time of a step is that up to the next one. */
export function lineCosts(trace: Trace, table: DebugTable): LineCost[] {
  const lines = new Map<
    string,
    { file: string; line: number; hits: number; ms: number; hostCalls: number; memory: number }
  >();
  for (let step = 0; step < trace.length; step++) {
    const place = table.places[trace.place(step)];
    const file = table.sections[place?.section ?? -1]?.file;
    if (place === undefined || file === undefined) continue;
    const key = `${file}:${place.line}`;
    let cost = lines.get(key);
    if (cost === undefined)
      lines.set(key, (cost = { file, line: place.line, hits: 0, ms: 0, hostCalls: 0, memory: 0 }));
    cost.hits++;
    if (step + 1 >= trace.length) continue;
    cost.ms += trace.time(step + 1) - trace.time(step);
    cost.hostCalls += trace.calls(step + 1) - trace.calls(step);
    cost.memory += Math.max(0, trace.memory(step + 1) - trace.memory(step));
  }
  return [...lines.values()].sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line));
}

/** Calls of the same section from the same place in the tree are one. */
export function flameGraph(trace: Trace, table: DebugTable): Flame {
  const root: Flame = { name: 'run', file: '', line: 0, ms: 0, start: 0, children: [] };
  const stack: Flame[] = [];
  for (let step = 0; step < trace.length; step++) {
    const place = table.places[trace.place(step)];
    const section = place === undefined ? undefined : table.sections[place.section];
    if (place === undefined || section === undefined) continue;
    const depth = trace.depth(step);
    stack.length = Math.min(stack.length, depth + 1);
    const top = stack[depth];
    if (top === undefined || top.name !== section.name || top.file !== section.file) {
      stack.length = Math.min(stack.length, depth);
      const parent = stack[depth - 1] ?? root;
      let flame = parent.children.find(({ name, file }) => name === section.name && file === section.file);
      if (flame === undefined) {
        flame = { name: section.name, file: section.file, line: place.line, ms: 0, start: 0, children: [] };
        parent.children.push(flame);
      }
      stack[depth] = flame;
    }
    const took = step + 1 < trace.length ? trace.time(step + 1) - trace.time(step) : 0;
    for (const flame of stack) flame.ms += took;
    root.ms += took;
  }
  place(root);
  return root;
}

function place(flame: Flame): void {
  let at = flame.start;
  for (const child of flame.children) {
    child.start = at;
    at += child.ms;
    place(child);
  }
}
