import { readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { documentTables, fillTables } from '../../../host/admin/config/tables.js';

const pages = ['docs/operation.md', 'docs/limits.md'];

it.each(pages)('%s holds the tables of the code (UPDATE_DOCS=1 writes them)', path => {
  const page = readFileSync(path, 'utf8');
  if (process.env.UPDATE_DOCS) writeFileSync(path, fillTables(page));
  else expect(page).toBe(fillTables(page));
});

it('every table stands in one of the pages', () => {
  const text = pages.map(path => readFileSync(path, 'utf8')).join('');
  for (const name of documentTables().keys()) expect(text).toContain(`<!-- ${name} -->`);
});
