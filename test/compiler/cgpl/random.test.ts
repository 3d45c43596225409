/** Random programs do what the language says, whatever the compiler concluded about their types. */
import { describe, expect, it } from 'vitest';
import { hostBuiltins } from '../../../stdlib/builtins/host.js';
import { coreBuiltins } from '../../../stdlib/builtins/index.js';
import type { Value } from '../../../stdlib/values/types.js';
import { link, load, run } from './harness.js';
import { RandomProgram } from './random.js';
import { interpret } from './reference.js';

function compiled(source: string): Value[] {
  const results: Value[] = [];
  const extra = [{ name: 'Result', kind: 'procedure' as const, minArgs: 1, maxArgs: 1 }];
  const program = link({ 'main.wcgp': source }, { extra });
  const builtins = {
    ...coreBuiltins,
    result: (x: Value) => void results.push(hostBuiltins.objecttostring?.(x) ?? null),
  };
  const main = load(program, { builtins })['main.wcgp']?.main;
  if (main === undefined) throw new Error('no entry');
  try {
    run(main);
  } catch (error) {
    results.push(`failed: ${(error as Error).message}`);
  }
  return results;
}

describe('random programs', () => {
  const first = Number(process.env.CGPL_SEED ?? 1);
  const count = Number(process.env.CGPL_COUNT ?? 400);
  for (let block = 0; block < 10; block++) {
    it(`block ${block}`, () => {
      for (let i = 0; i < count / 10; i++) {
        const seed = first + block * (count / 10) + i;
        const source = new RandomProgram(seed).source();
        expect(compiled(source), `seed ${seed}\n${source}`).toEqual(interpret(source));
      }
    });
  }
});
