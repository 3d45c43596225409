/** Machines of one worker. They are anonymous memory: any of them can become a copy of any image. */
import type { Engine, Machine } from '../engine/types.js';

/** A machine that holds more than this is not kept: its memory never shrinks again. */
const KEPT_BYTES = 32 * 1024 * 1024;

export class MachinePool {
  private readonly idle: Machine[] = [];
  private growing = 0;
  /** Machines in use, idle ones included. */
  count = 0;

  constructor(
    private readonly engine: Engine,
    /** Machines at most. */
    private readonly most: number,
  ) {}

  /** No further machine may be made. */
  get isFull(): boolean {
    return this.count + this.growing >= this.most;
  }

  /** An idle machine with this much memory, null when there is none. */
  take(maximum: number): Machine | null {
    const at = this.idle.findLastIndex(machine => machine.maximum === maximum);
    return at < 0 ? null : (this.idle.splice(at, 1)[0] ?? null);
  }

  /** Takes a machine back, unless it is broken or has grown too much. */
  give(machine: Machine): void {
    if (machine.broken || machine.held > KEPT_BYTES) this.count--;
    else this.idle.push(machine);
  }

  /** For a machine that was given up. */
  drop(): void {
    this.count--;
  }

  /** Makes a machine when there is room, or when an idle one of another size can go. */
  async grow(maximum: number): Promise<boolean> {
    if (this.isFull) {
      if (this.idle.length === 0) return false;
      this.idle.shift();
      this.count--;
    }
    this.growing++;
    try {
      this.idle.push(await this.engine.machine(maximum));
      this.count++;
      return true;
    } finally {
      this.growing--;
    }
  }
}
