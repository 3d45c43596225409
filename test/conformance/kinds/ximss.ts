/** Runs the scenarios of XIMSS, each against a fresh server (vectors/ximss/README.md). */
import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type RunFolder, vectorFiles } from '../report.js';
import { readFixture } from '../ximss/fixture.js';
import { Run } from '../ximss/run.js';
import type { Scenario } from '../ximss/scenario.js';
import { settingsOf } from '../ximss/settings.js';
import { openXimssWorld } from '../ximss/world.js';

/** Null when the scenario holds. */
export async function runScenario(folder: string, scenario: Scenario): Promise<string | null> {
  const fixture = readFixture(join(folder, 'fixtures', basename(scenario.fixture ?? 'base.json')));
  const world = await openXimssWorld(fixture, settingsOf(scenario.settings ?? {}));
  const run = new Run(world, fixture, scenario);
  try {
    const why = await run.all();
    if (why !== null) return why;
    return world.failures.length === 0 ? null : `the server failed: ${world.failures.join('; ')}`;
  } finally {
    run.close();
    await world.close();
  }
}

export const run: RunFolder = async (folder, report) => {
  for (const file of vectorFiles(folder)) {
    if (basename(dirname(file)) === 'fixtures') continue;
    const scenario = JSON.parse(readFileSync(file, 'utf8')) as Scenario;
    const why = await runScenario(folder, scenario).catch((error: unknown) =>
      error instanceof Error ? (error.stack ?? error.message) : String(error),
    );
    if (why === null) report.pass(scenario.id);
    else report.fail(scenario.id, why);
  }
};
