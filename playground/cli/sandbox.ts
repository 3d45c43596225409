/** The sandbox of the author's commands: in this thread, with the built-ins of the playground. */
import { createNodeSandbox } from '../../runtime/node/index.js';
import type { Probe, Sandboxes } from '../../runtime/types.js';
import { TEST_SECTIONS } from '../language/cgpl/testing.js';
import { environment } from '../sandbox/environment.js';
import { Runner } from '../sandbox/runner.js';

/** Runs something with a sandbox and closes it. */
export async function withSandbox<T>(
  action: (runner: Runner, sandbox: Sandboxes) => Promise<T>,
  probe?: Probe,
): Promise<T> {
  const extra = TEST_SECTIONS.map(({ name }) => name);
  const sandbox = await createNodeSandbox({
    environments: [environment],
    extra,
    ...(probe ? { probe } : {}),
  });
  try {
    return await action(new Runner(sandbox), sandbox);
  } finally {
    await sandbox.close();
  }
}
