/** A quick run of the fuzzer; `npm run fuzz` sends 200,000 documents. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openXimssWorld, type XimssWorld } from '../conformance/ximss/world.js';
import { fuzz } from './fuzz.js';
import { baseFixture } from './support.js';

let world: XimssWorld;
beforeAll(async () => {
  world = await openXimssWorld(baseFixture(), { protocolErrors: 1_000_000 });
});
afterAll(() => world.close());

test('damaged documents and packets', async () => {
  expect(await fuzz(world, 1500, Number(process.env.SEED ?? 20260301))).toBeNull();
});
