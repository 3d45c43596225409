/** What the tests of the protocol share. */
import { fileURLToPath } from 'node:url';
import { type Fixture, readFixture } from '../conformance/ximss/fixture.js';

/** The fixture of the project's scenarios. */
export function baseFixture(): Fixture {
  return readFixture(
    fileURLToPath(new URL('../conformance/vectors/ximss/fixtures/base.json', import.meta.url)),
  );
}
