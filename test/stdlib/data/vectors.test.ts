import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type DataVector, runVector } from '../../conformance/kinds/data.js';

const folder = new URL('../../conformance/vectors/data/', import.meta.url);

for (const file of readdirSync(folder).filter(name => name.endsWith('.json'))) {
  const vectors = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as DataVector[];
  describe(file, () => {
    it.each(vectors.map(vector => [vector.id, vector.about, vector] as const))(
      '%s %s',
      async (_id, _about, vector) => {
        expect(await runVector(vector)).toBeNull();
      },
    );
  });
}
