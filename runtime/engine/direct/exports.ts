/** The engine's exports that the direct machine calls, all numbers in and out. Pointers are byte offsets into memory. */
const NAMES = [
  '_malloc',
  '_free',
  '_QTS_NewRuntime',
  '_QTS_NewContext',
  '_QTS_RuntimeSetMaxStackSize',
  '_QTS_RuntimeSetMemoryLimit',
  '_QTS_RuntimeEnableInterruptHandler',
  '_QTS_GetUndefined',
  '_QTS_GetNull',
  '_QTS_GetTrue',
  '_QTS_GetGlobalObject',
  '_QTS_NewFloat64',
  '_QTS_GetFloat64',
  '_QTS_NewString',
  '_QTS_NewError',
  '_QTS_Throw',
  '_QTS_NewArrayBuffer',
  '_QTS_GetArrayBuffer',
  '_QTS_GetArrayBufferLength',
  '_QTS_GetPropNumber',
  '_QTS_Call',
  '_QTS_ResolveException',
  '_QTS_FreeValuePointer',
  '_QTS_bjson_decode',
] as const;

type Raw = (...args: number[]) => number;

export type Exports = Readonly<Record<(typeof NAMES)[number], Raw>> & {
  /** Replaced when the memory grows. */
  readonly HEAPU8: Uint8Array;
  /** Wraps an export with text arguments. */
  cwrap(
    name: string,
    result: 'number',
    args: readonly ('number' | 'string' | 'boolean')[],
  ): (...args: (number | string | boolean)[]) => number;
  callbacks: Callbacks;
};

/** What the engine calls on the host. */
export interface Callbacks {
  callFunction(
    asyncify: undefined,
    context: number,
    self: number,
    argc: number,
    argv: number,
    id: number,
  ): number;
  shouldInterrupt(asyncify: undefined, runtime: number): 0 | 1;
  freeHostRef(asyncify: undefined, runtime: number, id: number): void;
  loadModuleSource(): number;
  normalizeModule(): number;
}

/** Checks that everything is there. */
export function exportsOf(module: object): Exports {
  const record = module as Record<string, unknown>;
  for (const name of [...NAMES, 'cwrap']) {
    if (typeof record[name] !== 'function') throw new Error(`the engine has no ${name}`);
  }
  if (!(record.HEAPU8 instanceof Uint8Array)) throw new Error('the engine shows no memory');
  return module as Exports;
}
