/** The conformance vectors of CG/PL, in the calling process; the whole server runs them again in its sandbox. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compileModule } from '../../../compiler/cgpl/index.js';
import { hostBuiltins } from '../../../stdlib/builtins/host.js';
import { coreBuiltins } from '../../../stdlib/builtins/index.js';
import { parse } from '../../../stdlib/data/index.js';
import { findBuiltin } from '../../../stdlib/declarations/index.js';
import { equal } from '../../../stdlib/values/equal.js';
import type { Value } from '../../../stdlib/values/types.js';
import { encodeUtf8 } from '../../../stdlib/values/utf8.js';
import { link, load, run } from './harness.js';

interface Vector {
  readonly id: string;
  readonly about?: string;
  readonly source: string;
  readonly results?: readonly string[];
  readonly compileError?: { readonly line: number; readonly column?: number };
  readonly exception?: boolean;
}

const folder = new URL('../../conformance/vectors/cgpl/', import.meta.url);
const extra = [{ name: 'Result', kind: 'procedure' as const, minArgs: 1, maxArgs: 1 }];

/** Built-ins of the harness itself. */
const HARNESS: ReadonlySet<string> = new Set(['vars', 'void']);

/** Does the source call what only the host of a server has? */
function needsHost(source: string): boolean {
  return [...source.matchAll(/(\w+)\s*\(/g)].some(([, name = '']) => {
    const lowerName = name.toLowerCase();
    const known = [hostBuiltins, coreBuiltins].some(table => Object.hasOwn(table, lowerName));
    return findBuiltin(lowerName) !== undefined && !known && !HARNESS.has(lowerName);
  });
}

function text(value: Value): string {
  return hostBuiltins.objecttostring?.(value) as string;
}

function read(source: string): Value {
  const result = parse(source);
  if (!result.ok) throw new Error(`bad expected value ${source}`);
  return result.value;
}

for (const file of readdirSync(folder).filter(name => name.endsWith('.json'))) {
  const vectors = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Vector[];
  describe(file, () => {
    for (const vector of vectors) {
      if (vector.compileError !== undefined) {
        it(`${vector.id}: ${vector.about ?? ''}`, () => {
          const { module, diagnostics } = compileModule(vector.source, {
            file: 'main.wcgp',
            environment: 'plain',
            extra,
          });
          expect(module).toBeNull();
          expect(diagnostics[0]?.range.start).toMatchObject(vector.compileError ?? {});
        });
        continue;
      }
      it.skipIf(needsHost(vector.source))(`${vector.id}: ${vector.about ?? ''}`, () => {
        const found: string[] = [];
        const program = link({ 'main.wcgp': vector.source }, { environment: 'plain', extra });
        const builtins = { result: (x: Value) => void found.push(text(x)) };
        const main = load(program, { builtins })['main.wcgp']?.main;
        if (main === undefined) throw new Error('no entry Main');
        if (vector.exception) {
          expect(() => run(main)).toThrow();
          return;
        }
        run(main);
        const expected = vector.results ?? [];
        expect(found.length).toBe(expected.length);
        found.forEach((value, i) => {
          expect(
            equal(read(value), read(encodeUtf8(expected[i] ?? ''))),
            `${value} is not ${expected[i]}`,
          ).toBe(true);
        });
      });
    }
  });
}
