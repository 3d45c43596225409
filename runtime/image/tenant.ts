/** A sandbox that lives: on a machine, or swapped out as the difference from its image. */
import type { Delta, Machine } from '../engine/types.js';
import { Kernel } from '../guest/protocol.js';
import type { UnitImage } from './store.js';
import type { UnitList } from './unit.js';

export class Tenant {
  private machine: Machine | null = null;
  private delta: Delta | null = null;
  /** A pristine copy of the image has not been used yet. */
  private isFresh = true;
  /** Units of the image and those loaded since. */
  list: UnitList;
  private readonly free: number[] = [];
  private slots = 0;
  /** Slots whose tasks ended without the sandbox knowing. */
  private dropped: number[] = [];

  constructor(
    readonly image: UnitImage,
    /** Bytes of memory its machine may have. */
    readonly maximum: number,
  ) {
    this.list = image.list;
  }

  get isResident(): boolean {
    return this.machine !== null;
  }

  get swappedBytes(): number {
    return this.delta?.size ?? 0;
  }

  /** The machine with this sandbox on it, null when it is swapped out or has not begun. */
  get resident(): Machine | null {
    return this.machine;
  }

  /** Moves in. `isPrepared`: the machine holds a pristine copy of the image already. */
  moveIn(machine: Machine, isPrepared = false): void {
    if (this.delta) machine.resume(this.image.image, this.delta);
    else if (this.isFresh && !isPrepared) machine.install(this.image.image);
    this.isFresh = false;
    this.delta = null;
    this.machine = machine;
  }

  /** Leaves the machine for somebody else. Null when the engine cannot swap. */
  moveOut(): Machine | null {
    const { machine } = this;
    if (!machine) return null;
    this.delta = machine.suspend(this.image.image);
    if (!this.delta) return null;
    this.machine = null;
    return machine;
  }

  /** Gives the machine back for good. */
  end(): Machine | null {
    const { machine } = this;
    this.machine = null;
    this.delta = null;
    return machine;
  }

  /** A place for a task. */
  openSlot(): number {
    return this.free.pop() ?? this.slots++;
  }

  closeSlot(slot: number): void {
    this.free.push(slot);
  }

  /** A task is over while the sandbox sleeps, or without its knowledge: its slot is cleared later. */
  dropSlot(slot: number): void {
    this.dropped.push(slot);
  }

  /** Clears such slots. On the machine. */
  clearDropped(): void {
    const { machine, dropped } = this;
    if (!machine || dropped.length === 0) return;
    this.dropped = [];
    for (const slot of dropped) {
      machine.call(Kernel.Drop, slot);
      this.closeSlot(slot);
    }
  }
}
