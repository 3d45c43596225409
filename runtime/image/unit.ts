/** A unit with everything that was loaded to it: what images are made of, and what stacks and plans need. */
import type { LinkedPage, LinkedProgram } from '../../compiler/index.js';
import type { Plan } from '../../stdlib/wssp/plan.js';
import type { Machine, Outcome } from '../engine/types.js';
import { Kernel } from '../guest/protocol.js';

export type Unit = LinkedProgram | LinkedPage;

export const isPage = (unit: Unit): unit is LinkedPage => 'plan' in unit;

/** What a stack frame calls the code of the unit at this place. */
export const codeName = (place: number): string => `u${place}`;

/** Adds a unit's code to a sandbox. */
export function loadUnit(machine: Machine, unit: Unit, place: number): Outcome {
  return machine.define(isPage(unit) ? Kernel.AddPage : Kernel.AddProgram, unit.js, codeName(place));
}

/** The units of a sandbox in the order of loading. Immutable; what is derived is kept. */
export class UnitList {
  private readonly plans = new Map<string, Plan>();

  constructor(readonly units: readonly Unit[]) {}

  with(unit: Unit): UnitList {
    return new UnitList([...this.units, unit]);
  }

  has(id: string): boolean {
    return this.units.some(unit => unit.id === id);
  }

  /** The plan of a page with all files that are there; the first unit with a file wins, as in the sandbox. */
  plan(entry: string): Plan {
    let plan = this.plans.get(entry);
    if (!plan) {
      const files: Record<string, Plan['files'][string]> = Object.create(null);
      for (const unit of this.units) if (isPage(unit)) Object.assign(files, unit.plan.files);
      plan = { entry, files };
      this.plans.set(entry, plan);
    }
    return plan;
  }
}
