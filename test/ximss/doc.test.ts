/** docs/ximss.md says what the table of operations says */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { allOperations } from '../../host/ximss/operations/table.js';
import { ximssDocument } from './doc.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const FILE = join(root, 'docs/ximss.md');

test('docs/ximss.md is current (UPDATE_DOCS=1 writes it)', () => {
  if (process.env.UPDATE_DOCS) writeFileSync(FILE, ximssDocument());
  expect(readFileSync(FILE, 'utf8')).toBe(ximssDocument());
});

test('all 126 operations are in the table, those of tiers 1 and 2 are supported', () => {
  const operations = allOperations();
  expect(operations).toHaveLength(126);
  expect(operations.filter(({ tier, supported }) => tier < 3 && !supported).map(({ name }) => name)).toEqual(
    [],
  );
});

test('every supported operation is sent by a test or a scenario', () => {
  const folders = ['test/ximss', 'test/conformance/vectors/ximss', 'test/conformance/own/ximss'];
  const texts = folders
    .map(folder => join(root, folder))
    .filter(folder => existsSync(folder))
    .flatMap(folder =>
      readdirSync(folder)
        .filter(name => /\.(?:ts|json)$/.test(name))
        .map(name => readFileSync(join(folder, name), 'utf8')),
    )
    .join('\n')
    .toLowerCase();
  const missing = allOperations().filter(
    ({ supported, name }) => supported && !texts.includes(`<${name.toLowerCase()} `),
  );
  expect(missing.map(({ name }) => name)).toEqual([]);
});
