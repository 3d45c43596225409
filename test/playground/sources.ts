/** Programs of the documentation and of the conformance vectors, for tests of tools that read programs. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { linkProgram } from '../../compiler/index.js';

const root = join(import.meta.dirname, '../..');
const vectors = join(root, 'test/conformance/vectors');

/** What programs of the vectors give their results to. */
const extra = [{ name: 'Result', kind: 'procedure', minArgs: 1, maxArgs: 1 }] as const;

/** Texts of programs that compile without other files. */
export function programs(): string[] {
  const docs = readFileSync(join(root, 'docs/cgpl.md'), 'utf8');
  const found = [...docs.matchAll(/```cgpl\n([\s\S]*?)```/g)].map(([, text = '']) => text);
  for (const name of readdirSync(join(vectors, 'cgpl'))) {
    if (!name.endsWith('.json')) continue;
    const list = JSON.parse(readFileSync(join(vectors, 'cgpl', name), 'utf8')) as { source?: string }[];
    for (const { source } of list) if (source !== undefined) found.push(source);
  }
  return [...new Set(found)].filter(source => codeOf(source) !== null);
}

/** Code of a program, null when it does not compile. Places in the source are no part of it. */
export function codeOf(source: string): string | null {
  const resolve = (file: string): string | null => (file === 'a.wcgp' ? source : null);
  return linkProgram('a.wcgp', resolve, { environment: 'web', extra }).program?.js ?? null;
}

/** Templates of the vectors. */
export function pages(): string[] {
  return readdirSync(join(vectors, 'wssp'))
    .filter(name => name.endsWith('.json'))
    .flatMap(name => JSON.parse(readFileSync(join(vectors, 'wssp', name), 'utf8')) as { template?: string }[])
    .flatMap(({ template }) => template ?? []);
}
