/** The engine through its documented interface: used when the self test of the direct one fails. */
import type { Engine, EngineParts, Machine } from '../types.js';
import { loadEngine } from './load.js';
import { PlainImage, PlainMachine } from './machine.js';

export class PlainEngine implements Engine {
  readonly kind = 'plain';
  readonly base = new PlainImage([]);

  constructor(
    private readonly module: WebAssembly.Module,
    private readonly parts: EngineParts,
    readonly reason: string | null,
  ) {}

  static async create(parts: EngineParts, reason: string | null): Promise<PlainEngine> {
    const module = parts.module ?? (await WebAssembly.compile(parts.wasm as BufferSource));
    return new PlainEngine(module, parts, reason);
  }

  async machine(maximum: number): Promise<Machine> {
    const machine = new PlainMachine(await loadEngine(this.module, maximum), this.parts, maximum);
    machine.install(this.base);
    return machine;
  }
}
