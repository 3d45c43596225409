/**
 * The engine's module with memory of its own. How its package is loaded is known here, and what its documented
 * interface adds in `plain/load.ts`: the direct engine needs nothing of that.
 */
import imported from '@jitl/quickjs-wasmfile-release-sync';

/** What the package exports: how to get the loader of the module, and the functions of the documented interface. */
export interface Variant {
  readonly type: 'sync';
  importFFI(): Promise<unknown>;
  importModuleLoader(): Promise<unknown>;
}

// The package's types describe its CommonJS face, where the variant is one level deeper.
export const variant = imported as unknown as Variant;

export const PAGE = 65_536;
/** The engine insists on this many pages at the start. */
const INITIAL_PAGES = 256;
/** 2 GB, what the engine was linked for. */
const MAXIMUM_PAGES = 32_768;

export interface LoadedModule {
  /** The engine's own module object: the exports under readable names, and the memory views. */
  readonly module: object;
  readonly memory: WebAssembly.Memory;
}

/** Memory sizes are whole pages, within what the engine accepts. */
export function pagesFor(bytes: number): number {
  return Math.min(MAXIMUM_PAGES, Math.max(INITIAL_PAGES, Math.ceil(bytes / PAGE)));
}

/** A new instance of the module. `maximum` in bytes bounds its memory, whatever the guest does. */
export async function loadModule(module: WebAssembly.Module, maximum: number): Promise<LoadedModule> {
  const memory = new WebAssembly.Memory({ initial: INITIAL_PAGES, maximum: pagesFor(maximum) });
  const load = loaderOf(await variant.importModuleLoader());
  const loaded = await load({
    wasmMemory: memory,
    instantiateWasm(imports: WebAssembly.Imports, done: (instance: WebAssembly.Instance) => void) {
      const instance = new WebAssembly.Instance(module, imports);
      done(instance);
      return instance.exports;
    },
  });
  return { module: loaded, memory };
}

/** The loader function, or the default export (of the default export) that is it. */
function loaderOf(imported: unknown): (options: object) => Promise<object> {
  if (typeof imported === 'function') return imported as (options: object) => Promise<object>;
  if (typeof imported === 'object' && imported !== null && 'default' in imported)
    return loaderOf(imported.default);
  throw new Error('the engine has no loader');
}
