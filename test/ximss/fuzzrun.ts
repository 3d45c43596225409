/** The long run of the fuzzer, in rounds of their own servers. */
import { join } from 'node:path';
import { readFixture } from '../conformance/ximss/fixture.js';
import { openXimssWorld } from '../conformance/ximss/world.js';
import { fuzz } from './fuzz.js';

const ROUND = 10_000;

/** Exit status: 0 when nothing went wrong. */
export async function main(count: number, seed: number): Promise<number> {
  const fixture = readFixture(join(process.cwd(), 'test/conformance/vectors/ximss/fixtures/base.json'));
  for (let done = 0; done < count; done += ROUND) {
    const world = await openXimssWorld(fixture, { protocolErrors: 1_000_000 });
    const why = await fuzz(world, Math.min(ROUND, count - done), seed + done);
    const megabytes = Math.round(process.memoryUsage().heapUsed / 2 ** 20);
    await world.close();
    console.log(`${done + Math.min(ROUND, count - done)} documents, ${megabytes} MB of heap`);
    if (why !== null) {
      console.log(`seed ${seed + done}: ${why}`);
      return 1;
    }
  }
  return 0;
}
