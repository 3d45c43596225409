import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { runVector, type WsspVector } from '../../conformance/kinds/wssp.js';

const folder = fileURLToPath(new URL('../../conformance/vectors/wssp/', import.meta.url));
const files = readdirSync(folder).filter(name => name.endsWith('.json'));

describe.each(files)('%s', name => {
  const vectors = JSON.parse(readFileSync(join(folder, name), 'utf8')) as (WsspVector & { about: string })[];
  const rows = vectors.map(v => [v.id, v.about, v] as const);
  test.each(rows)('%s %s', async (_, __, vector) => {
    expect(await runVector(vector, 'plain')).toBeNull();
    expect(await runVector(vector, 'sandbox')).toBeNull();
  });
});
