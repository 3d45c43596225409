/**
 * What the rest of the runtime knows of the engine: machines that hold one sandbox at a time, and images that
 * sandboxes are copied from. Values go in as bytes of the engine's binary format (runtime/codec), and come out whole.
 */
import type { Value } from '../../stdlib/values/types.js';
import type { EdgeLimits } from '../codec/format.js';
import type { Kernel } from '../guest/protocol.js';

/** Argument of a guest function: null, a 32-bit integer or other number, a byte string, or an encoded value. */
export type Arg = null | number | string | Uint8Array;

/** Why a guest call did not return. */
export interface GuestFailure {
  /** `crashed`: the machine must not be used again. */
  readonly cause: 'exception' | 'host' | 'interrupted' | 'memory' | 'stack' | 'crashed';
  /** Code that the guest raised, `''` for errors of the engine. */
  readonly code: string;
  readonly args: readonly string[];
  readonly message: string;
  readonly stack: string;
}

export type Outcome =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'number'; readonly number: number }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'value'; readonly value: Value }
  | { readonly kind: 'failed'; readonly failure: GuestFailure };

/** A prepared sandbox that any number of copies can be made from. */
export interface Image {
  /** Bytes it takes on the host. */
  readonly size: number;
  /** Guest memory in use in a fresh copy, in bytes. */
  readonly used: number;
}

/** What distinguishes a suspended sandbox from its image. */
export interface Delta {
  readonly size: number;
}

/** What a sandbox may reach: set before its first call, replaced from run to run. */
export interface Host {
  /** A synchronous host call. What it throws ends the guest call with cause `host`. */
  call(op: number, args: Value[]): Value;
  /** Asked about every half millisecond: true ends the guest call with cause `interrupted`. */
  interrupt(): boolean;
  /** For arguments and results of host calls. */
  readonly edge: EdgeLimits;
  /** For what a guest function gives, which holds several values at once; as above when absent. */
  readonly outcomeEdge?: EdgeLimits;
}

export interface Machine {
  /** Bytes of memory it may have. */
  readonly maximum: number;
  /** True after a crash: throw it away. */
  readonly broken: boolean;
  /** Bytes of guest memory in use. */
  readonly used: number;
  /** Bytes of memory that it holds; never shrinks. */
  readonly held: number;
  host: Host;
  /** Makes it a pristine copy of the image, whatever state it was in. */
  install(image: Image): void;
  call(fn: Kernel, ...args: Arg[]): Outcome;
  /** Evaluates trusted code and gives its value to a kernel function, before further arguments. */
  define(fn: Kernel, code: string, file: string, ...args: Arg[]): Outcome;
  /** An image of the present state. No call may be running. */
  capture(): Image;
  /** The present state as a difference; null when this engine cannot. */
  suspend(image: Image): Delta | null;
  /** Makes it a copy of the image with the difference applied. */
  resume(image: Image, delta: Delta): void;
}

export interface Engine {
  readonly kind: 'direct' | 'plain';
  /** Why the direct engine is not used, null when it is or was not wanted. */
  readonly reason: string | null;
  /** Lockdown and prelude, no unit. */
  readonly base: Image;
  /** A new machine with the base image. `maximum` in bytes. */
  machine(maximum: number): Promise<Machine>;
}

/** What an engine is made from. */
export interface EngineParts {
  /** The WebAssembly module of the engine, as bytes, and compiled when that is done already. */
  readonly wasm: Uint8Array;
  readonly module?: WebAssembly.Module;
  /** The pieces of the prelude, see runtime/guest/source.ts. */
  readonly prelude: readonly string[];
  /** Bytes of guest stack. */
  readonly stack: number;
}
