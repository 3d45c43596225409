/** The direct engine: layout probed, prelude booted once, machines are copies. */
import { loadModule } from '../quickjs.js';
import type { Engine, EngineParts, Image, Machine } from '../types.js';
import { boot } from './boot.js';
import { exportsOf } from './exports.js';
import { type Layout, probeLayout } from './layout.js';
import { type Addresses, DirectMachine } from './machine.js';
import { selfTest } from './selftest.js';
import { wasmFacts } from './wasm.js';

/** Memory of the instances that only prepare things. */
const PREPARING = 64 * 1024 * 1024;

export class DirectEngine implements Engine {
  readonly kind = 'direct';
  readonly reason = null;

  private constructor(
    private readonly module: WebAssembly.Module,
    private readonly layout: Layout,
    private readonly at: Addresses,
    readonly base: Image,
  ) {}

  /** Throws when anything about the engine is not as expected. */
  static async create(parts: EngineParts): Promise<DirectEngine> {
    const module = parts.module ?? (await WebAssembly.compile(parts.wasm as BufferSource));
    const probe = await loadModule(module, PREPARING);
    const probed = exportsOf(probe.module);
    const layout = probeLayout(
      wasmFacts(parts.wasm),
      probed._malloc,
      () => new Uint32Array(probe.memory.buffer),
    );
    const make = async (prelude: readonly string[]): Promise<DirectEngine> => {
      const { module: loaded } = await loadModule(module, PREPARING);
      const [machine, at] = boot(exportsOf(loaded), layout, { ...parts, prelude }, PREPARING);
      return new DirectEngine(module, layout, at, machine.capture());
    };
    await selfTest(make, layout);
    return make(parts.prelude);
  }

  async machine(maximum: number): Promise<Machine> {
    return this.directMachine(maximum);
  }

  async directMachine(maximum: number): Promise<DirectMachine> {
    const { module } = await loadModule(this.module, maximum);
    const machine = new DirectMachine(exportsOf(module), this.layout, this.at, maximum);
    machine.install(this.base);
    return machine;
  }
}
