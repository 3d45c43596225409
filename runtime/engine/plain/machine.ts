/**
 * A machine on the documented interface of quickjs-emscripten only: every copy of an image is made by evaluating
 * its texts again, every value crosses as JSON text. Hundreds of times slower than the direct machine, and the same
 * in everything that a program can see.
 */
import type { QuickJSContext, QuickJSHandle, QuickJSRuntime } from 'quickjs-emscripten-core';
import type { Value } from '../../../stdlib/values/types.js';
import { decode } from '../../codec/decode.js';
import { Encoder } from '../../codec/encode.js';
import { ProgramException, toProgramException } from '../../errors/failure.js';
import { HostCall, Kernel } from '../../guest/protocol.js';
import { crashed, explained, NO_HOST } from '../failure.js';
import type { Arg, Delta, EngineParts, GuestFailure, Host, Image, Machine, Outcome } from '../types.js';
import { bytesOfJson, jsonOf, startOfCall, TRANSPORT } from './json.js';
import type { LoadedEngine } from './load.js';

/** A text that is evaluated when the image is installed, and what its value is given to. */
interface Step {
  readonly fn: Kernel;
  readonly code: string;
  readonly file: string;
  readonly args: readonly Arg[];
}

export class PlainImage implements Image {
  readonly used = 0;
  constructor(readonly steps: readonly Step[]) {}

  get size(): number {
    return this.steps.reduce((sum, step) => sum + step.code.length, 0);
  }
}

/** One running sandbox. */
interface Session {
  readonly runtime: QuickJSRuntime;
  readonly context: QuickJSContext;
  /** (kernel function, JSON arguments): JSON result, or a failure. */
  readonly invoke: QuickJSHandle;
  /** (kernel function, value, JSON arguments): the same for `define`. */
  readonly define: QuickJSHandle;
}

/** No Date, no Proxy, no Promise: what is not there need not be locked away. */
const INTRINSICS = {
  BaseObjects: true,
  Eval: true,
  RegExp: true,
  RegExpCompiler: true,
  JSON: true,
  MapSet: true,
  TypedArrays: true,
  BigInt: true,
};

const encoder = new Encoder();

/** What the guest side gives: a letter, then text. */
const RESULT = { nothing: 'n', value: 'v', error: 'e' } as const;

/** What `explain` would say of a result that cannot cross. */
const NO_VALUE = 'not-a-value\\0\\0\\0it has parts that are no values, or is too deep';

/** Guest half of calls. Functions are called in the sandbox, whose errors are explained there. */
const bridge = (
  pieces: readonly string[],
): string => `(function(H) { "use strict"; var t = ${TRANSPORT}, into = t[0], from = t[1];
var host = function() { var a = []; for (var i = 0; i < arguments.length; i++) a[i] = arguments[i]; return into(H(from(a))); };
var $m = []; ${pieces.map(piece => `(${piece})($m);`).join('\n')}
var kernel = $m[$m.length - 1].boot(host);
function run(f, a) { var x; try { x = f.apply(undefined, a); } catch (e) { return "${RESULT.error}" + from(kernel[${Kernel.Explain}](e)); }
try { return x === undefined ? "${RESULT.nothing}" : "${RESULT.value}" + from(x); } catch (e) { return "${RESULT.error}" + from("${NO_VALUE}"); } }
return [function(f, a) { return run(kernel[f], into(a)); }, function(f, x, a) { a = into(a); a.unshift(x); return run(kernel[f], a); }]; })`;

export class PlainMachine implements Machine {
  broken = false;
  host: Host = NO_HOST;
  private session: Session | null = null;
  private steps: Step[] = [];
  private hostError: ProgramException | null = null;
  private wasInterrupted = false;

  constructor(
    private readonly engine: LoadedEngine,
    private readonly parts: EngineParts,
    readonly maximum: number,
  ) {}

  get used(): number {
    return this.engine.memory.buffer.byteLength;
  }

  get held(): number {
    return this.engine.memory.buffer.byteLength;
  }

  install(image: Image): void {
    if (!(image instanceof PlainImage)) throw new Error('an image of another engine');
    this.end();
    this.session = this.begin();
    this.steps = [];
    const { host } = this;
    this.host = NO_HOST;
    for (const { fn, code, file, args } of image.steps) this.define(fn, code, file, ...args);
    this.host = host;
  }

  capture(): Image {
    return new PlainImage([...this.steps]);
  }

  suspend(): Delta | null {
    return null;
  }

  resume(): void {
    throw new Error('this engine has no differences');
  }

  call(fn: Kernel, ...args: Arg[]): Outcome {
    return this.guarded(session => {
      const { context } = session;
      const handles = [context.newNumber(fn), context.newString(this.json(args))];
      const result = context.callFunction(session.invoke, context.undefined, ...handles);
      for (const handle of handles) handle.dispose();
      return this.outcome(context, result);
    });
  }

  define(fn: Kernel, code: string, file: string, ...args: Arg[]): Outcome {
    return this.guarded(session => {
      const { context } = session;
      const evaluated = context.evalCode(code, file, { strict: true });
      if (evaluated.error) return this.outcome(context, evaluated);
      const handles = [context.newNumber(fn), evaluated.value, context.newString(this.json(args))];
      const result = context.callFunction(session.define, context.undefined, ...handles);
      for (const handle of handles) handle.dispose();
      this.steps.push({ fn, code, file, args });
      return this.outcome(context, result);
    });
  }

  private begin(): Session {
    const runtime = this.engine.api.newRuntime();
    runtime.setMaxStackSize(this.parts.stack);
    runtime.setMemoryLimit(this.maximum);
    const context = runtime.newContext({ intrinsics: INTRINSICS });
    const maker = context.unwrapResult(context.evalCode(bridge(this.parts.prelude), 'prelude'));
    const call = context.newFunction('host', text =>
      context.newString(this.hostCall(context.getString(text))),
    );
    const functions = context.unwrapResult(context.callFunction(maker, context.undefined, call));
    const invoke = context.getProp(functions, 0);
    const define = context.getProp(functions, 1);
    for (const handle of [maker, call, functions]) handle.dispose();
    runtime.setInterruptHandler(() => this.interrupted());
    return { runtime, context, invoke, define };
  }

  /** Leaves the old sandbox. When the engine cannot dispose of it, the machine is at its end. */
  private end(): void {
    const { session } = this;
    if (!session) return;
    this.session = null;
    try {
      for (const part of [session.invoke, session.define, session.context, session.runtime]) part.dispose();
    } catch {
      this.broken = true;
    }
  }

  private json(args: readonly Arg[]): string {
    const texts = args.map(arg => (arg instanceof Uint8Array ? jsonOf(arg) : JSON.stringify(arg)));
    return `[0${texts.map(text => `,${text}`).join('')}]`;
  }

  private hostCall(text: string): string {
    try {
      if (this.hostError) throw this.hostError;
      const all = this.argumentsOf(text);
      if (all === null) return jsonOf(encoder.encode(null, this.host.edge));
      const [op, ...args] = Array.isArray(all) ? all : [];
      const result = this.host.call(Number(op), args);
      return jsonOf(encoder.encode(result, this.host.edge));
    } catch (error) {
      this.hostError = toProgramException(error, 'a host call');
      throw this.hostError;
    }
  }

  /** Null for what a page gives and cannot cross: the guest knows another way. */
  private argumentsOf(text: string): Value {
    try {
      return decode(bytesOfJson(text), this.host.edge);
    } catch (error) {
      if (error instanceof ProgramException && text.startsWith(startOfCall(HostCall.Given))) return null;
      throw error;
    }
  }

  private interrupted(): boolean {
    this.wasInterrupted ||= this.host.interrupt();
    return this.wasInterrupted;
  }

  private outcome(context: QuickJSContext, result: ReturnType<QuickJSContext['callFunction']>): Outcome {
    if (result.error) {
      const message = uncaught(context, result.error);
      result.error.dispose();
      return { kind: 'failed', failure: this.failure(`\0${message}`) };
    }
    const text = context.getString(result.value);
    result.value.dispose();
    if (text === RESULT.nothing) return { kind: 'nothing' };
    const json = text.slice(1);
    if (text.startsWith(RESULT.error))
      return { kind: 'failed', failure: this.failure(String(JSON.parse(json))) };
    const simple: unknown = JSON.parse(json);
    if (typeof simple === 'string') return { kind: 'text', text: simple };
    if (typeof simple === 'number') return { kind: 'number', number: simple };
    const { edge, outcomeEdge = edge } = this.host;
    return { kind: 'value', value: decode(bytesOfJson(json), outcomeEdge) };
  }

  private failure(about: string): GuestFailure {
    return explained(about, this.hostError, this.wasInterrupted, this.used, this.maximum);
  }

  private guarded(action: (session: Session) => Outcome): Outcome {
    this.hostError = null;
    this.wasInterrupted = false;
    try {
      if (!this.session) throw new Error('no sandbox');
      return action(this.session);
    } catch (error) {
      if (!(error instanceof ProgramException)) this.broken = true;
      return { kind: 'failed', failure: crashed(error, this.used, this.maximum) };
    }
  }
}

/** Message and stack of an error that the guest could not explain itself. */
function uncaught(context: QuickJSContext, error: QuickJSHandle): string {
  const [message, stack] = ['message', 'stack'].map(name => {
    const handle = context.getProp(error, name);
    const text = context.typeof(handle) === 'string' ? context.getString(handle) : '';
    handle.dispose();
    return text;
  });
  return `${message || 'out of memory'}\0${stack ?? ''}`;
}
