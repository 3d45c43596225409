/**
 * Calls of built-ins by a program that runs elsewhere, and what comes back, as bytes: between the playground in a
 * browser and a host (docs/playground.md). Both sides read what the other one wrote as hostile.
 */

import type { Value } from '../stdlib/values/types.js';
import { decode, decodePlain, type EdgeLimits, Encoder, encodePlain } from './codec/index.js';
import type { Plain } from './environment.js';
import { ProgramException } from './errors/failure.js';

/** One thing that a run says. */
export interface RemoteCall {
  /** `call` waits for its answer, `tell` does not; `spawn`: the task begins, with the identity of its parent. */
  readonly kind: 'call' | 'tell' | 'spawn';
  /** Number of the task in its run, 0 for the request itself. */
  readonly task: number;
  /** The task that spawned it. */
  readonly parent: number;
  /** Lower-case name of the built-in. */
  readonly name: string;
  readonly args: readonly Value[];
}

/** What a built-in came to. */
export interface RemoteAnswer {
  readonly value: Value;
  /** Ends the program: code and texts of a program exception. */
  readonly error: { readonly code: string; readonly args: readonly string[] } | null;
  /** For the context of the run before it goes on, as `RunHandle.update` gives it. */
  readonly patches: readonly { readonly task: number; readonly patch: Plain }[];
}

/** Calls in one message: the last one may be a `call`, the others tell only. */
export const MOST_CALLS = 1000;
const MOST_ARGS = 32;
const MOST_TASKS = 1_000_000;
const KINDS = ['call', 'tell', 'spawn'] as const;

const encoder = new Encoder();

const bad = (): never => {
  throw new ProgramException('not-a-value', 'a damaged message');
};

const isRecord = (plain: Plain | undefined): plain is { readonly [key: string]: Plain } =>
  typeof plain === 'object' && plain !== null && !Array.isArray(plain) && !(plain instanceof Uint8Array);

const isList = (plain: Plain | undefined): plain is readonly Plain[] => Array.isArray(plain);

const task = (plain: Plain | undefined): number =>
  typeof plain === 'number' && Number.isInteger(plain) && plain >= 0 && plain <= MOST_TASKS ? plain : bad();

const text = (plain: Plain | undefined): string => (typeof plain === 'string' ? plain : bad());

/** @throws ProgramException for values that are too large or cannot cross */
export function packCalls(calls: readonly RemoteCall[], limits: EdgeLimits): Uint8Array {
  return encodePlain(
    calls.map(({ kind, task: number, parent, name, args }) => [
      kind,
      number,
      parent,
      name,
      args.map(arg => encoder.encode(arg, limits).slice()),
    ]),
  );
}

/** @throws ProgramException for anything that `packCalls` would not write */
export function unpackCalls(bytes: Uint8Array, limits: EdgeLimits): RemoteCall[] {
  const list = decodePlain(bytes);
  if (!isList(list) || list.length > MOST_CALLS) return bad();
  return list.map((item, at) => {
    if (!isList(item)) return bad();
    const [given, number, parent, name, args] = item;
    const kind = KINDS.find(known => known === given) ?? bad();
    if (kind === 'call' && at < list.length - 1) return bad();
    if (!isList(args) || args.length > MOST_ARGS) return bad();
    return {
      kind,
      task: task(number),
      parent: task(parent),
      name: text(name),
      args: args.map(arg => (arg instanceof Uint8Array ? decode(arg, limits) : bad())),
    };
  });
}

/** @throws ProgramException for a value that is too large or cannot cross */
export function packAnswer({ value, error, patches }: RemoteAnswer, limits: EdgeLimits): Uint8Array {
  return encodePlain({
    value: encoder.encode(value, limits),
    error: error === null ? null : [error.code, ...error.args],
    patches: patches.map(({ task: number, patch }) => [number, patch]),
  });
}

/** @throws ProgramException for anything that `packAnswer` would not write */
export function unpackAnswer(bytes: Uint8Array, limits: EdgeLimits): RemoteAnswer {
  const plain = decodePlain(bytes);
  if (!isRecord(plain)) return bad();
  const { value, error, patches } = plain;
  if (!(value instanceof Uint8Array) || !isList(patches)) return bad();
  const [code, ...args] = error === null ? [] : isList(error) ? error.map(text) : bad();
  return {
    value: decode(value, limits),
    error: code === undefined ? null : { code, args },
    patches: patches.map(item => {
      if (!isList(item)) return bad();
      return { task: task(item[0]), patch: item[1] ?? null };
    }),
  };
}
