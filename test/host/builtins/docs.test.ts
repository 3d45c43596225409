/** docs/builtins.md is what the declarations and tables say, and nothing is missing. */
import { readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { builtinsPage, stateOf } from '../../../host/builtins/docs.js';
import { builtinTable } from '../../../host/builtins/table.js';
import { BUILTINS } from '../../../stdlib/declarations/index.js';

const PAGE = 'docs/builtins.md';

it('docs/builtins.md is current (UPDATE_DOCS=1 writes it)', () => {
  if (process.env.UPDATE_DOCS) writeFileSync(PAGE, builtinsPage());
  else expect(readFileSync(PAGE, 'utf8')).toBe(builtinsPage());
});

it('no built-in is missing', () => {
  expect(BUILTINS.filter(builtin => stateOf(builtin) === 'missing').map(({ name }) => name)).toEqual([]);
});

it('the table has no name that nobody declared', () => {
  const names = new Set(BUILTINS.map(({ lowerName }) => lowerName));
  expect(Object.keys(builtinTable).filter(name => !names.has(name))).toEqual([]);
});
