// A machine with a program of the language, or with hand-written JavaScript in the same form.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { root } from '../../../host/bin/prepare.mjs';

const built = path => import(join(root, 'dist', path));
const { linkProgram } = await built('compiler/index.js');
const { createEngine } = await built('runtime/engine/index.js');
const { HostCall, Kernel } = await built('runtime/guest/protocol.js');
const { ImageStore } = await built('runtime/image/store.js');
const { preludePieces } = await built('runtime/guest/source.js');

const MB = 1 << 20;
export const EDGE = { valueBytes: 64 * MB, valueDepth: 256 };
export { HostCall, Kernel };

let engine = null;

/** The engine of the product; the bench measures nothing when the start-up self test fails. */
export async function theEngine() {
  if (engine === null) {
    const wasm = readFileSync(
      createRequire(import.meta.url).resolve('@jitl/quickjs-wasmfile-release-sync/wasm'),
    );
    const prelude = preludePieces(readFileSync(join(root, 'dist/prelude.js'), 'utf8'));
    engine = await createEngine({ wasm, prelude, stack: 256 * 1024 }, false);
    if (engine.kind !== 'direct') throw new Error(`the direct engine is off: ${engine.reason}`);
  }
  return engine;
}

/** Compiles a module of the language. */
export function compile(source, environment = 'web') {
  const { program, diagnostics } = linkProgram(FILE, file => (file === FILE ? source : null), {
    environment,
  });
  if (program === null) throw new Error(diagnostics.map(({ message }) => message).join('; '));
  return program;
}

const FILE = 'bench.wcgp';

/** Hand-written code with entries by name, as if the compiler had made it. */
export function handWritten(entries, before = '') {
  const sections = Object.entries(entries).map(
    ([name, text]) =>
      `${JSON.stringify(name)}:{kind:"entry",params:0,waits:${/^\s*function\s*\*/.test(text)},call:${text}}`,
  );
  return {
    js: `(function($){"use strict";${before}\nreturn {sections:{"${FILE}":{${sections.join(',\n')}}}};})`,
  };
}

/** The entries of the unit that is on a machine, as its image knows them. */
const entriesOf = new WeakMap();

/**
 * A machine with the unit, and its image, made as workers make them.
 * @param unit linked, or {js} that defines the sections of `bench.wcgp`
 * @param call answers host calls: (op, args) -> value
 * @param on a machine that there is already
 */
export async function machineWith(unit, { call = () => null, memory = 64 * MB, on = null } = {}) {
  const machine = on ?? (await (await theEngine()).machine(memory));
  machine.host = { call, interrupt: () => false, edge: EDGE };
  const store = new ImageStore((await theEngine()).base, 64 * MB);
  const { image, entries } = store.prepare('bench', '', { id: 'u', files: [FILE], ...unit }, machine);
  entriesOf.set(machine, entries);
  return { machine, image, entries };
}

/** Puts one of several units on the machine that they share, fresh. */
export function install({ machine, image, entries }) {
  machine.install(image);
  entriesOf.set(machine, entries);
}

/** Starts an entry; throws when it fails. */
export function start(machine, entry, parameter = null, slot = 0) {
  const outcome = entriesOf.get(machine).start(machine, slot, FILE, entry, parameter);
  if (outcome.kind === 'failed')
    throw new Error(`${entry}: ${outcome.failure.message || outcome.failure.cause} ${outcome.failure.code}`);
  return outcome;
}
