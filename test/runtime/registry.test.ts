import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Registry } from '../../runtime/registry.js';

describe('the registry of living things', () => {
  it('holds what a map would hold', () => {
    const ids = fc.oneof(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 2 ** 32, max: 2 ** 32 + 60 }));
    const steps = fc.array(fc.record({ what: fc.constantFrom('add', 'add', 'delete', 'get'), id: ids }), {
      maxLength: 400,
    });
    fc.assert(
      fc.property(steps, list => {
        const registry = new Registry<{ id: number }>();
        const map = new Map<number, { id: number }>();
        for (const { what, id } of list) {
          if (what === 'add') {
            const item = { id };
            registry.add(item);
            map.set(id, item);
          } else if (what === 'delete') expect(registry.delete(id)).toBe(map.delete(id));
          else expect(registry.get(id)).toBe(map.get(id));
        }
        expect(registry.size).toBe(map.size);
        for (const [id, item] of map) expect(registry.get(id)).toBe(item);
        expect(new Set(registry.list())).toEqual(new Set(map.values()));
      }),
    );
  });

  it('grows and shrinks', () => {
    const registry = new Registry<{ id: number }>();
    const ids = Array.from({ length: 20_000 }, (_, i) => i * 1024);
    for (const id of ids) registry.add({ id });
    expect(ids.map(id => registry.get(id)?.id)).toEqual(ids);
    expect(ids.slice(10).every(id => registry.delete(id))).toBe(true);
    expect(registry.list().map(({ id }) => id)).toEqual(expect.arrayContaining(ids.slice(0, 10)));
    expect(registry.size).toBe(10);
  });
});
