/** No feature of the playground is without a test. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { FEATURES } from './features.js';

const files = [
  ...readdirSync(import.meta.dirname).map(name => join(import.meta.dirname, name)),
  join(import.meta.dirname, '../../browser/playground.test.ts'),
].filter(name => name.endsWith('.test.ts'));

it('tries every feature once', () => {
  const tried = files.flatMap(file =>
    [...readFileSync(file, 'utf8').matchAll(/^\s+feature\('(\w+)', async/gm)].map(([, name]) => name),
  );
  expect(tried.toSorted()).toEqual(Object.keys(FEATURES).toSorted());
});
