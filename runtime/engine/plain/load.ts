/** The engine with its documented interface, of quickjs-emscripten. */
import { newQuickJSWASMModuleFromVariant, type QuickJSWASMModule } from 'quickjs-emscripten-core';
import { type LoadedModule, loadModule, variant } from '../quickjs.js';

type GivenVariant = Parameters<typeof newQuickJSWASMModuleFromVariant>[0];

export interface LoadedEngine extends LoadedModule {
  readonly api: QuickJSWASMModule;
}

/** A new instance, its memory bounded by `maximum` bytes. */
export async function loadEngine(module: WebAssembly.Module, maximum: number): Promise<LoadedEngine> {
  const loaded = await loadModule(module, maximum);
  const api = await newQuickJSWASMModuleFromVariant({
    ...variant,
    importModuleLoader: async () => async () => loaded.module,
  } as unknown as GivenVariant);
  return { ...loaded, api };
}
