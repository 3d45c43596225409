import { beforeAll, describe, expect, it } from 'vitest';
import { createEngine, type Engine, type Machine } from '../../runtime/engine/index.js';
import { Kernel } from '../../runtime/guest/protocol.js';
import { preludePieces } from '../../runtime/guest/source.js';
import { ImageStore } from '../../runtime/image/store.js';
import type { Unit } from '../../runtime/image/unit.js';
import { engineBytes, preludeBundle } from '../../runtime/node/files.js';

const parts = { wasm: engineBytes(), prelude: preludePieces(preludeBundle()), stack: 256 * 1024 };
const edge = { valueBytes: 1e6, valueDepth: 50 };

const CODE = `(function($){ let n = 0; const keep = []; return { sections: { t: {
count: { kind: "entry", params: 0, waits: false, call: function(){ n++; $.b.sethttpresponsedata("" + n); } },
grow: { kind: "entry", params: 0, waits: false, call: function(){ for (let i = 0; i < 300; i++) keep.push("x".repeat(100000) + i); } },
secret: { kind: "entry", params: 0, waits: false, call: function(){ keep.push("SECRET" + "-" + "TOKEN"); } },
} } }; })`;

describe('the direct engine', () => {
  let engine: Engine;
  let machine: Machine;
  beforeAll(async () => {
    engine = await createEngine(parts, false);
    machine = await engine.machine(64 << 20);
    machine.host = { call: () => null, interrupt: () => false, edge };
    machine.define(Kernel.AddProgram, CODE, 'u0');
  });
  const count = (on: Machine): string => {
    const outcome = on.call(Kernel.Start, 0, 't', 'count', null);
    return outcome.kind === 'text' ? outcome.text : outcome.kind;
  };

  it('passes its self test', () => {
    expect(engine).toMatchObject({ kind: 'direct', reason: null });
  });

  it('keeps the image small', () => {
    expect(engine.base.used).toBeLessThan(512 * 1024);
  });

  it('restores the same state thousands of times without leaking', () => {
    const image = machine.capture();
    const { used } = machine;
    const first = count(machine);
    for (let i = 0; i < 3000; i++) {
      machine.install(image);
      expect(machine.used).toBe(used);
      if (count(machine) !== first) throw new Error(`run ${i} differs`);
    }
  });

  it('copies an image into other machines', async () => {
    const image = machine.capture();
    const other = await engine.machine(32 << 20);
    other.install(image);
    expect(count(other)).toBe(count(machine));
  });

  it('comes back after growing, and zeroes what it leaves', () => {
    const image = machine.capture();
    const { used } = machine;
    expect(machine.call(Kernel.Start, 0, 't', 'grow', null).kind).toBe('number');
    expect(machine.used).toBeGreaterThan(used + 25e6);
    machine.install(image);
    expect(machine.used).toBe(used);
    expect(count(machine)).not.toBe('failed');
  });

  it('brings a difference back, also on another machine', async () => {
    const image = machine.capture();
    machine.call(Kernel.Start, 0, 't', 'secret', null);
    const next = Number(count(machine)) + 1;
    const delta = machine.suspend(image);
    machine.install(image);
    const other = await engine.machine(64 << 20);
    if (!delta) throw new Error('no difference');
    other.resume(image, delta);
    expect(count(other)).toBe(String(next));
    expect(delta.size).toBeLessThan(300_000);
  });

  it('refuses images of another engine', async () => {
    const plain = await createEngine(parts, true);
    expect(() => machine.install(plain.base)).toThrow('another engine');
  });
});

describe.each([false, true])('entries by number (documented interface only: %s)', plain => {
  it('are those by name', async () => {
    const engine = await createEngine(parts, plain);
    const machine = await engine.machine(64 << 20);
    machine.host = { call: () => null, interrupt: () => false, edge };
    const unit = { id: 'u', files: ['t'], js: CODE } as unknown as Unit;
    const { image, entries } = new ImageStore(engine.base, 1e9).prepare('k', '', unit, machine);
    for (let i = 0; i < 2; i++) {
      machine.install(image);
      expect(entries.start(machine, 0, 't', 'count', null)).toEqual({ kind: 'text', text: '1' });
      expect(machine.call(Kernel.Begin, 0, 0, null)).toEqual({ kind: 'text', text: '2' });
      expect(entries.start(machine, 0, 't', 'COUNT', null)).toEqual({ kind: 'text', text: '3' });
    }
    for (const [file, entry] of [
      ['t', 'nothing'],
      ['other', 'count'],
    ] as const)
      expect(entries.start(machine, 0, file, entry, null)).toMatchObject({
        failure: { code: 'missing-entry' },
      });
    expect(machine.call(Kernel.Begin, 0, 99, null)).toMatchObject({ failure: { code: 'missing-entry' } });
  });
});

describe('the choice of the engine', () => {
  it('falls back to the documented interface when an assumption does not hold', async () => {
    const module = await WebAssembly.compile(parts.wasm as BufferSource);
    const engine = await createEngine({ ...parts, wasm: parts.wasm.slice(0, 5000), module }, false);
    expect(engine.kind).toBe('plain');
    expect(engine.reason).not.toBeNull();
    const machine = await engine.machine(64 << 20);
    expect(machine.define(Kernel.AddProgram, CODE, 'u0').kind).toBe('nothing');
  });
});
