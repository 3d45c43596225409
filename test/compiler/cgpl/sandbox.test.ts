/** Random programs in the real sandbox: what the compiler relies on holds in its engine, too. */
import { afterAll, describe, expect, it } from 'vitest';
import { close, runVector } from '../../conformance/kinds/cgpl.js';
import { RandomProgram } from './random.js';
import { interpret } from './reference.js';

afterAll(close);

describe('random programs in the sandbox', () => {
  const first = Number(process.env.CGPL_SEED ?? 1);
  const count = Number(process.env.CGPL_COUNT ?? 100);

  it('do what the language says', async () => {
    for (let seed = first; seed < first + count; seed++) {
      const source = new RandomProgram(seed).source();
      const results = interpret(source) as string[];
      const expected = results.at(-1)?.startsWith('failed: ') ? { exception: true as const } : { results };
      expect(await runVector({ id: `seed ${seed}`, about: '', source, ...expected }), source).toBeNull();
    }
  });
});
