/** docs/builtins.md is what the declarations and tables say; nothing is missing, nothing is without a test. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
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

/** Folders with programs that run: their files call built-ins as the page spells them. */
const PROGRAMS = ['conformance/own', 'conformance/vectors', 'host', 'runtime', 'cli', 'ximss', 'examples'];

it('programs of the tests call every supported built-in', () => {
  const texts = PROGRAMS.flatMap(folder =>
    readdirSync(join('test', folder), { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile() && /\.(ts|json|wcgp|wcgi)$/.test(entry.name))
      .map(entry => readFileSync(join(entry.parentPath, entry.name), 'utf8')),
  );
  const called = new Set(texts.flatMap(text => [...text.matchAll(/\b([A-Z]\w+)\(/g)].map(match => match[1])));
  const supported = BUILTINS.filter(builtin => stateOf(builtin).startsWith('supported'));
  expect(supported.map(({ name }) => name).filter(name => !called.has(name))).toEqual([]);
});
