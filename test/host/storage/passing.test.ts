/** Maps and sets through which much passes: what they hold is what an ordinary map or set would. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PassingMap, PassingSet } from '../../../host/storage/passing.js';

describe('maps and sets through which much passes', () => {
  it('hold what ordinary ones hold, in the same order, also when they begin anew', () => {
    // few keys in long runs: more than 256 of them go
    const step = fc.tuple(fc.constantFrom('set', 'delete', 'delete'), fc.nat(5), fc.nat());
    fc.assert(
      fc.property(fc.array(step, { minLength: 1000, maxLength: 3000 }), steps => {
        const [map, set] = [new PassingMap<number, number>(), new PassingSet<number>()];
        const [plainMap, plainSet] = [new Map<number, number>(), new Set<number>()];
        for (const [what, key, value] of steps) {
          if (what === 'set') {
            map.set(key, value);
            plainMap.set(key, value);
            set.add(key);
            plainSet.add(key);
          } else {
            map.delete(key);
            plainMap.delete(key);
            set.delete(key);
            plainSet.delete(key);
          }
          expect([map.size, set.size, map.get(key), map.has(key)]).toEqual([
            plainMap.size,
            plainSet.size,
            plainMap.get(key),
            plainMap.has(key),
          ]);
        }
        expect([...map]).toEqual([...plainMap]);
        expect([...set]).toEqual([...plainSet]);
      }),
      { numRuns: 30 },
    );
  });
});
