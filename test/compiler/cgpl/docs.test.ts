/** The examples of docs/cgpl.md compile, without errors and without warnings about names. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compileModule } from '../../../compiler/cgpl/index.js';
import { KEYWORDS } from '../../../compiler/cgpl/lexer/tokens.js';

const text = readFileSync(new URL('../../../docs/cgpl.md', import.meta.url), 'utf8');
const examples = [...text.matchAll(/^```cgpl\n([\s\S]*?)^```$/gm)].map(([, source = '']) => source);

describe('docs/cgpl.md', () => {
  it('has examples', () => {
    expect(examples.length).toBeGreaterThan(9);
  });

  it.each(examples)('%s', source => {
    const { diagnostics } = compileModule(source, { file: 'example.wcgp', environment: 'web' });
    expect(diagnostics.map(({ message }) => message)).toEqual([]);
  });

  it('lists all keywords', () => {
    const list = /Keywords, in any case: `([^`]*)`/.exec(text)?.[1]?.split(/\s+/);
    expect(list?.sort()).toEqual([...KEYWORDS.keys()].sort());
  });
});
