/** A machine on the engine's raw exports: calls in tens of nanoseconds, images by copying memory. */
import type { Value } from '../../../stdlib/values/types.js';
import { simpleValue } from '../../codec/decode.js';
import { Encoder } from '../../codec/encode.js';
import { ORDERED, VERSION } from '../../codec/format.js';
import { encodeShared } from '../../codec/shared.js';
import { ProgramException, toProgramException } from '../../errors/failure.js';
import { HostCall, Kernel } from '../../guest/protocol.js';
import { crashed, explained, explainingHost, NO_HOST } from '../failure.js';
import type { Arg, Delta, GuestFailure, Host, Image, Machine, Outcome } from '../types.js';
import type { Exports } from './exports.js';
import {
  applyDelta,
  breakOf,
  captureDelta,
  captureImage,
  DirectDelta,
  DirectImage,
  restoreImage,
} from './image.js';
import type { Layout } from './layout.js';
import { GuestValues, Tag } from './values.js';
import { Walker } from './walker.js';

/** Addresses that are the same in all copies of the base image. */
export interface Addresses {
  readonly context: number;
  /** Room for the argument pointers of a call, and behind them for the cells of those that need no more than a cell. */
  readonly argv: number;
  /** Placeholder of new strings. */
  readonly filler: number;
  readonly undefined: number;
  /** The functions of the kernel. */
  readonly kernel: readonly number[];
}

/** Arguments of a kernel call at most. */
export const MAX_ARGS = 8;

/** Flag of the engine's evaluation: strict code, in which `this` never is the global object. */
const STRICT = 8;

const encoder = new Encoder();
const utf8 = new TextEncoder();

export class DirectMachine implements Machine {
  broken = false;
  host: Host = NO_HOST;
  private readonly values: GuestValues;
  private readonly walker: Walker;
  private readonly evaluate: (...args: (number | string)[]) => number;
  private hostError: ProgramException | null = null;
  private wasInterrupted = false;

  constructor(
    private readonly engine: Exports,
    private readonly layout: Layout,
    private readonly at: Addresses,
    readonly maximum: number,
  ) {
    this.values = new GuestValues(engine, at.context, at.filler);
    this.walker = new Walker(this.values, at.context);
    this.evaluate = engine.cwrap('QTS_Eval', 'number', [
      'number',
      'number',
      'number',
      'string',
      'number',
      'number',
    ]);
    engine.callbacks = {
      callFunction: (_async, _context, _self, argc, argv) => this.hostCall(argc, argv),
      shouldInterrupt: () => this.interrupted(),
      freeHostRef: () => undefined,
      loadModuleSource: () => 0,
      normalizeModule: () => 0,
    };
  }

  get used(): number {
    this.values.refresh();
    return (this.values.ints[this.layout.breakWord] ?? 0) - this.layout.heapStart;
  }

  get held(): number {
    return this.engine.HEAPU8.length;
  }

  /** For the self test. */
  isZero(start: number, end: number): boolean {
    this.values.refresh();
    return this.values.bytes.subarray(start, end).every(byte => byte === 0);
  }

  install(image: Image): void {
    if (!(image instanceof DirectImage)) throw new Error('an image of another engine');
    this.room(image.end);
    restoreImage(this.layout, this.values.bytes, image);
  }

  capture(): Image {
    this.values.refresh();
    return captureImage(this.layout, this.values.bytes);
  }

  suspend(image: Image): Delta | null {
    if (!(image instanceof DirectImage)) return null;
    this.values.refresh();
    return captureDelta(this.layout, this.values.bytes, image);
  }

  resume(image: Image, delta: Delta): void {
    this.install(image);
    if (!(image instanceof DirectImage && delta instanceof DirectDelta))
      throw new Error('a strange difference');
    this.room(delta.end);
    applyDelta(this.values.bytes, image, delta);
  }

  call(fn: Kernel, ...args: Arg[]): Outcome {
    return this.enter(fn, args, 0);
  }

  define(fn: Kernel, code: string, file: string, ...args: Arg[]): Outcome {
    return this.guarded(() => {
      const bytes = utf8.encode(`${code}\0`);
      const text = this.engine._malloc(bytes.length);
      if (text === 0) throw new ProgramException('memory-limit', this.maximum);
      this.values.refresh();
      this.values.bytes.set(bytes, text);
      const value = this.evaluate(this.at.context, text, bytes.length - 1, file, 0, STRICT);
      this.engine._free(text);
      this.values.refresh();
      if (this.values.tag(value) === Tag.Exception) return { kind: 'failed', failure: this.failure(value) };
      return this.enter(fn, args, value);
    });
  }

  /** Makes room up to `end` when the image came from an instance that had grown. */
  private room(end: number): void {
    this.values.refresh();
    if (end > this.values.bytes.length) {
      // Growing through the allocator keeps the engine's own views right.
      const block = this.engine._malloc(end - breakOf(this.layout, this.values.bytes.buffer));
      this.values.refresh();
      if (block === 0 || end > this.values.bytes.length)
        throw new ProgramException('memory-limit', this.maximum);
    }
  }

  private enter(fn: Kernel, args: readonly Arg[], first: number): Outcome {
    return this.guarded(() => {
      const { engine, at, values } = this;
      this.hostError = null;
      this.wasInterrupted = false;
      values.refresh();
      const owned = first === 0 ? [] : [first];
      let count = owned.length;
      if (first !== 0) values.ints[at.argv >> 2] = first;
      for (const arg of args) {
        const place = count++;
        let cell = at.argv + MAX_ARGS * 4 + place * 8;
        if (!values.put(cell, arg)) {
          cell = this.argument(arg);
          owned.push(cell);
        }
        values.ints[(at.argv >> 2) + place] = cell;
      }
      const result = engine._QTS_Call(at.context, at.kernel[fn] ?? 0, at.undefined, count, at.argv);
      values.refresh();
      for (const cell of owned) engine._QTS_FreeValuePointer(at.context, cell);
      return this.outcome(result);
    });
  }

  private outcome(cell: number): Outcome {
    const tag = this.values.tag(cell);
    if (tag === Tag.Exception) return { kind: 'failed', failure: this.failure(cell) };
    let outcome: Outcome;
    const simple = tag === Tag.Undefined ? undefined : this.values.simple(cell);
    if (typeof simple === 'number') outcome = { kind: 'number', number: simple };
    else if (typeof simple === 'string') outcome = { kind: 'text', text: simple };
    else if (tag === Tag.Undefined) outcome = { kind: 'nothing' };
    else {
      const { edge, outcomeEdge = edge } = this.host;
      outcome = { kind: 'value', value: this.walker.read(cell, outcomeEdge) };
    }
    this.engine._QTS_FreeValuePointer(this.at.context, cell);
    return outcome;
  }

  private argument(arg: Arg): number {
    if (arg === null) return this.values.cell(0, Tag.Null);
    if (typeof arg === 'number') return this.values.newNumber(arg);
    if (typeof arg === 'string') return this.values.newString(arg);
    return this.decoded(arg);
  }

  private decoded(bytes: Uint8Array): number {
    const simple = simpleValue(bytes);
    if (simple !== undefined) return this.argument(simple);
    const { engine, at, values } = this;
    const block = engine._malloc(Math.max(1, bytes.length));
    if (block === 0) throw new ProgramException('memory-limit', this.maximum);
    values.refresh();
    values.bytes.set(bytes, block);
    const isOrdered = bytes[0] === ORDERED;
    if (isOrdered) values.bytes[block] = VERSION;
    const buffer = engine._QTS_NewArrayBuffer(at.context, block, bytes.length);
    const cell = engine._QTS_bjson_decode(at.context, buffer);
    engine._QTS_FreeValuePointer(at.context, buffer);
    values.refresh();
    if (values.tag(cell) === Tag.Exception) {
      engine._QTS_FreeValuePointer(at.context, engine._QTS_ResolveException(at.context, cell));
      throw new ProgramException('memory-limit', this.maximum);
    }
    return isOrdered ? this.second(cell) : cell;
  }

  /** Takes the second element out of an array. */
  private second(pair: number): number {
    const { engine, at, values } = this;
    const cell = engine._QTS_GetPropNumber(at.context, pair, 1);
    engine._QTS_FreeValuePointer(at.context, pair);
    values.refresh();
    return cell;
  }

  private hostCall(argc: number, argv: number): number {
    const { values } = this;
    try {
      if (this.hostError) throw this.hostError;
      values.refresh();
      const args: Value[] = [];
      const op = values.ints[argv >> 2] ?? 0;
      if (op === HostCall.Given) return this.given(argv + 8);
      for (let i = 1; i < argc; i++) {
        const cell = argv + i * 8;
        const simple = values.simple(cell);
        args.push(simple === undefined ? this.walker.read(cell, this.host.edge) : this.checked(simple));
      }
      return this.result(this.host.call(op, args));
    } catch (error) {
      return this.thrown(error);
    }
  }

  /** What belongs to a page. When it cannot cross, null tells the guest, which knows another way. */
  private given(cell: number): number {
    let value: Value;
    try {
      value = this.walker.read(cell, this.host.edge);
    } catch (error) {
      if (error instanceof ProgramException) return this.result(null);
      throw error;
    }
    return this.result(this.host.call(HostCall.Given, [value]));
  }

  /** Values that need no walk: the same rules for them. */
  private checked(simple: Value): Value {
    const { valueBytes } = this.host.edge;
    if (typeof simple === 'string') {
      if (simple.length > valueBytes) throw new ProgramException('value-size', valueBytes);
      if (simple.indexOf('\0') >= 0) throw new ProgramException('not-a-value', 'a string has a zero byte');
    }
    if (typeof simple !== 'number') return simple;
    if (!Number.isSafeInteger(simple))
      throw new ProgramException('not-a-value', 'a number is not whole or out of range');
    return simple + 0;
  }

  private result(value: Value): number {
    if (value === null) return this.values.cell(0, Tag.Null);
    if (typeof value === 'string') {
      if (value.length > this.host.edge.valueBytes)
        throw new ProgramException('value-size', this.host.edge.valueBytes);
      return this.values.newString(value);
    }
    if (typeof value === 'number') return this.values.newNumber(value);
    return this.decoded(encodeShared(encoder, value, this.host.edge));
  }

  /** The guest gets an error of its own, so that the engine notes where it was. */
  private thrown(error: unknown): number {
    this.hostError = toProgramException(error, 'a host call');
    const { engine, at } = this;
    const guestError = engine._QTS_NewError(at.context);
    const thrown = engine._QTS_Throw(at.context, guestError);
    engine._QTS_FreeValuePointer(at.context, guestError);
    return thrown;
  }

  private interrupted(): 0 | 1 {
    if (!this.wasInterrupted && !this.host.interrupt()) return 0;
    this.wasInterrupted = true;
    return 1;
  }

  /** Takes the pending exception and asks the guest about it. */
  private failure(exception: number): GuestFailure {
    const { engine, at } = this;
    const { hostError, wasInterrupted } = this;
    const error = engine._QTS_ResolveException(at.context, exception);
    engine._QTS_FreeValuePointer(at.context, exception);
    this.values.refresh();
    if (error === 0) return explained('', hostError, wasInterrupted, this.used, this.maximum);
    this.values.ints[at.argv >> 2] = error;
    this.hostError = null;
    this.wasInterrupted = false;
    const { host } = this;
    this.host = explainingHost();
    const text = engine._QTS_Call(at.context, at.kernel[Kernel.Explain] ?? 0, at.undefined, 1, at.argv);
    this.host = host;
    this.values.refresh();
    const about = this.values.simple(text);
    engine._QTS_FreeValuePointer(at.context, text);
    engine._QTS_FreeValuePointer(at.context, error);
    return explained(
      typeof about === 'string' ? about : '',
      hostError,
      wasInterrupted,
      this.used,
      this.maximum,
    );
  }

  /** Errors of the edge become failures; traps of the engine break the machine. */
  private guarded(action: () => Outcome): Outcome {
    try {
      return action();
    } catch (error) {
      if (!(error instanceof ProgramException)) this.broken = true;
      return { kind: 'failed', failure: crashed(error, this.used, this.maximum) };
    }
  }
}
