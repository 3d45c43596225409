/** Probes of code that was compiled for a debugger (compiler/debug/table.ts). */
import type { Value } from '../../stdlib/values/types.js';
import { HostCall } from './protocol.js';
import type { DebugFrame, State } from './state.js';

export interface Probes {
  /** A section begins; `read` gives the values of its variables. */
  enter(section: number, read: () => Value[]): DebugFrame;
  leave(frame: DebugFrame): void;
  /** Execution is at a place. When the host wants to know more, it gets all frames, the innermost first. */
  at(place: number): void;
}

export function makeProbes(state: State): Probes {
  return {
    enter(section, read) {
      const below = state.task.frame ?? null;
      const frame = { section, read, below, place: -1, depth: below === null ? 0 : below.depth + 1 };
      state.task.frame = frame;
      return frame;
    },
    leave(frame) {
      state.task.frame = frame.below;
    },
    at(place) {
      const frame = state.task.frame ?? null;
      if (frame === null) return;
      frame.place = place;
      if (state.host(HostCall.Probe, place, frame.depth) === null) return;
      for (let f: DebugFrame | null = frame; f !== null; f = f.below) tell(state, f);
    },
  };
}

/** Values that cannot cross are told as none. */
function tell(state: State, { section, place, read }: DebugFrame): void {
  const values = read();
  try {
    state.host(HostCall.Frame, section, place, values);
  } catch {
    state.host(HostCall.Frame, section, place, null);
  }
}
