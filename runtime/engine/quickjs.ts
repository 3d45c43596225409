/** The engine's module with memory of its own. Everything that knows how quickjs-emscripten is loaded is here. */
import imported from '@jitl/quickjs-wasmfile-release-sync';
import { newQuickJSWASMModuleFromVariant, newVariant, type QuickJSWASMModule } from 'quickjs-emscripten-core';

type Variant = Extract<Parameters<typeof newQuickJSWASMModuleFromVariant>[0], { readonly type: 'sync' }>;

// The package's types describe its CommonJS face, where the variant is one level deeper.
const variant = imported as unknown as Variant;

export const PAGE = 65_536;
/** The engine insists on this many pages at the start. */
const INITIAL_PAGES = 256;
/** 2 GB, what the engine was linked for. */
const MAXIMUM_PAGES = 32_768;

export interface LoadedEngine {
  readonly api: QuickJSWASMModule;
  /** The engine's own module object: the exports under readable names, and the memory views. */
  readonly module: object;
  readonly memory: WebAssembly.Memory;
}

/** Memory sizes are whole pages, within what the engine accepts. */
export function pagesFor(bytes: number): number {
  return Math.min(MAXIMUM_PAGES, Math.max(INITIAL_PAGES, Math.ceil(bytes / PAGE)));
}

/** A new instance of the module. `maximum` in bytes bounds its memory, whatever the guest does. */
export async function loadEngine(module: WebAssembly.Module, maximum: number): Promise<LoadedEngine> {
  const memory = new WebAssembly.Memory({ initial: INITIAL_PAGES, maximum: pagesFor(maximum) });
  const custom = newVariant(variant, {
    wasmMemory: memory,
    emscriptenModule: {
      instantiateWasm(imports, done) {
        const instance = new WebAssembly.Instance(module, imports);
        done(instance);
        return instance.exports;
      },
    },
  });
  let loaded: object | null = null;
  const importModuleLoader = custom.importModuleLoader as () => Promise<unknown>;
  const api = await newQuickJSWASMModuleFromVariant({
    ...custom,
    importModuleLoader: async () => async () => (loaded = await loaderOf(await importModuleLoader())()),
  } as unknown as Variant);
  if (!loaded) throw new Error('the engine gave no module');
  return { api, module: loaded, memory };
}

/** The loader function, or the default export (of the default export) that is it. */
function loaderOf(imported: unknown): () => Promise<object> {
  if (typeof imported === 'function') return imported as () => Promise<object>;
  if (typeof imported === 'object' && imported !== null && 'default' in imported)
    return loaderOf(imported.default);
  throw new Error('the engine has no loader');
}
