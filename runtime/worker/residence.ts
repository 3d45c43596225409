/** Which sandbox is on which machine: waiting ones keep theirs while there is room, then they are swapped out. */
import type { Machine } from '../engine/types.js';
import type { MachinePool } from '../image/pool.js';
import type { Tenant } from '../image/tenant.js';

export class Residence {
  /** Sandboxes on machines that wait, the one that waits longest first. */
  private readonly waiting = new Set<Tenant>();
  private readonly swapped = new Set<Tenant>();
  private bytes = 0;
  restores = 0;

  constructor(
    private readonly pool: MachinePool,
    /** Bytes of swapped-out sandboxes at most. */
    private readonly most: number,
  ) {}

  get swappedCount(): number {
    return this.swapped.size;
  }

  get swappedBytes(): number {
    return this.bytes;
  }

  /** A machine of this size, idle or taken from who waits longest; null: one has to be made. */
  acquire(maximum: number): Machine | null {
    return this.pool.take(maximum) ?? (this.pool.isFull ? this.evict(maximum) : null);
  }

  /**
   * Makes room for a machine of a size that none has: a waiting sandbox on a machine of another size leaves it.
   * False: nobody can leave.
   */
  makeRoom(): boolean {
    for (const tenant of this.waiting) {
      const machine = this.moveOut(tenant);
      if (!machine) continue;
      this.pool.drop();
      return true;
    }
    return false;
  }

  enter(tenant: Tenant, machine: Machine, isPrepared: boolean): void {
    if (this.swapped.delete(tenant)) this.bytes -= tenant.swappedBytes;
    if (!isPrepared) this.restores++;
    tenant.moveIn(machine, isPrepared);
  }

  /** The sandbox runs. */
  active(tenant: Tenant): void {
    this.waiting.delete(tenant);
  }

  /** The sandbox waits. */
  idle(tenant: Tenant): void {
    if (tenant.isResident) this.waiting.add(tenant);
  }

  /** The sandbox is over. `isSound`: its machine may be used again. */
  leave(tenant: Tenant, isSound: boolean): void {
    this.waiting.delete(tenant);
    if (this.swapped.delete(tenant)) this.bytes -= tenant.swappedBytes;
    const machine = tenant.end();
    if (!machine) return;
    if (isSound) this.pool.give(machine);
    else this.pool.drop();
  }

  private evict(maximum: number): Machine | null {
    for (const tenant of this.waiting) {
      if (tenant.maximum !== maximum) continue;
      const machine = this.moveOut(tenant);
      if (machine) return machine;
    }
    return null;
  }

  private moveOut(tenant: Tenant): Machine | null {
    if (this.bytes >= this.most) return null;
    const machine = tenant.moveOut();
    if (!machine) return null;
    this.waiting.delete(tenant);
    this.swapped.add(tenant);
    this.bytes += tenant.swappedBytes;
    return machine;
  }
}
