/** The entries that an image knows by number: starting them needs no names in the sandbox. */
import type { Arg, Machine, Outcome } from '../engine/types.js';
import { Kernel } from '../guest/protocol.js';

export class Entries {
  /** By file, then by lower-case name (cgpl.md 2.2). */
  private readonly places = new Map<string, Map<string, number>>();

  /** @param machine holds a copy of the image */
  constructor(machine: Machine) {
    const answer = machine.call(Kernel.Entries);
    const words = answer.kind === 'text' && answer.text !== '' ? answer.text.split('\n') : [];
    for (let i = 0; i + 1 < words.length; i += 2) this.note(words[i] ?? '', words[i + 1] ?? '', i / 2);
  }

  /** Starts an entry on a machine with a sandbox of this image. Names that the image does not have go to the sandbox. */
  start(machine: Machine, slot: number, file: string, entry: string, parameter: Arg): Outcome {
    const place = this.places.get(file)?.get(entry.toLowerCase());
    return place === undefined
      ? machine.call(Kernel.Start, slot, file, entry, parameter)
      : machine.call(Kernel.Begin, slot, place, parameter);
  }

  private note(file: string, name: string, place: number): void {
    const names = this.places.get(file) ?? new Map<string, number>();
    names.set(name.toLowerCase(), place);
    this.places.set(file, names);
  }
}
