/**
 * What every sandbox starts with. `build.mjs` bundles this into `dist/prelude.js`, a script without imports whose
 * value is `$prelude`; the engine adapter calls `boot` once, before the first image is taken.
 */
import { print } from '../../stdlib/wssp/fields.js';
import { makeProbes } from './debug.js';
import { makeKernel } from './kernel.js';
import { makeLibrary, type StubTable } from './library.js';
import { lockdown } from './lockdown.js';
import { PageShelf } from './pages.js';
import { type HostFunction, newTask, type State } from './state.js';

/** Gives the kernel functions, in the order of `Kernel`. */
export function boot(host: HostFunction, stubs: StubTable): unknown[] {
  const state: State = {
    host,
    sections: Object.create(null),
    entries: [],
    entryNames: [],
    tasks: [],
    task: newTask(),
  };
  const probes = makeProbes(state);
  const shelf = new PageShelf(host, probes);
  const kernel = makeKernel(state, makeLibrary(state, shelf, stubs, probes), shelf);
  lockdown(print as (value: never) => string);
  return kernel;
}
