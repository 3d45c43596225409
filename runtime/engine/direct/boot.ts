/** From a fresh instance to a booted sandbox: runtime, context, kernel. */
import { Kernel } from '../../guest/protocol.js';
import type { EngineParts } from '../types.js';
import type { Callbacks, Exports } from './exports.js';
import type { Layout } from './layout.js';
import { type Addresses, DirectMachine, MAX_ARGS } from './machine.js';
import { GuestValues, Tag } from './values.js';

/**
 * Intrinsics of the context: BaseObjects 1, Eval 4, RegExp 16 and its compiler 32, JSON 64, MapSet 256,
 * TypedArrays 512, BigInt 2048. No Date, no Proxy, no Promise: what is not there need not be locked away.
 */
const INTRINSICS = 1 | 4 | 16 | 32 | 64 | 256 | 512 | 2048;

const QUIET: Callbacks = {
  callFunction: () => 0,
  shouldInterrupt: () => 0,
  freeHostRef: () => undefined,
  loadModuleSource: () => 0,
  normalizeModule: () => 0,
};

const utf8 = new TextEncoder();

/** Number of kernel functions. */
export const KERNEL_SIZE = Object.values(Kernel).filter(value => typeof value === 'number').length;

/** Evaluates the prelude and keeps what `boot` gives. Throws when the prelude fails. */
export function boot(
  engine: Exports,
  layout: Layout,
  parts: EngineParts,
  maximum: number,
): [DirectMachine, Addresses] {
  // what is booted calls nobody: the machine puts its own in their place
  engine.callbacks = QUIET;
  const runtime = engine._QTS_NewRuntime();
  engine._QTS_RuntimeSetMaxStackSize(runtime, parts.stack);
  // Only a hint: the engine does not count everything. The memory's maximum is the limit.
  engine._QTS_RuntimeSetMemoryLimit(runtime, maximum);
  const context = engine._QTS_NewContext(runtime, INTRINSICS);
  const values = new GuestValues(engine, context);
  values.prepare();
  const argv = engine._malloc(MAX_ARGS * 12);
  const undefinedCell = engine._QTS_GetUndefined();
  const evaluate = engine.cwrap('QTS_Eval', 'number', [
    'number',
    'number',
    'number',
    'string',
    'number',
    'number',
  ]);
  const newFunction = engine.cwrap('QTS_NewFunction', 'number', [
    'number',
    'string',
    'number',
    'boolean',
    'number',
  ]);
  const call = (fn: number, ...args: number[]): number => {
    values.refresh();
    for (const [i, arg] of args.entries()) values.ints[(argv >> 2) + i] = arg;
    return checked(engine._QTS_Call(context, fn, undefinedCell, args.length, argv));
  };
  const checked = (cell: number): number => {
    values.refresh();
    if (values.tag(cell) === Tag.Exception) throw new Error('the prelude does not start');
    return cell;
  };
  const source = (text: string): number => {
    const bytes = utf8.encode(`${text}\0`);
    const block = engine._malloc(bytes.length);
    values.refresh();
    values.bytes.set(bytes, block);
    const cell = checked(evaluate(context, block, bytes.length - 1, 'prelude', 0, 0));
    engine._free(block);
    return cell;
  };
  const table = source('[]');
  const host = newFunction(context, 'host', 0, false, 1);
  for (const piece of parts.prelude) {
    const fn = source(piece);
    for (const cell of [call(fn, table), fn]) engine._QTS_FreeValuePointer(context, cell);
  }
  const starter = source('(function($m,host){return $m[$m.length-1].boot(host)})');
  const functions = call(starter, table, host);
  if (values.tag(functions) !== Tag.Object) throw new Error('the prelude does not start');
  const kernel = Array.from({ length: KERNEL_SIZE }, (_, i) =>
    engine._QTS_GetPropNumber(context, functions, i),
  );
  for (const cell of [starter, host, functions, table]) engine._QTS_FreeValuePointer(context, cell);
  engine._QTS_RuntimeEnableInterruptHandler(runtime);
  const at: Addresses = { context, argv, filler: values.filler, undefined: undefinedCell, kernel };
  return [new DirectMachine(engine, layout, at, maximum), at];
}
