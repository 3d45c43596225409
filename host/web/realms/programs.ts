/** Runs `.wcgp` programs in any realm (webapp.md E). */

import { sendOutcome } from '../respond/outcome.js';
import type { Visit } from '../skin/visit.js';

/** True for the name of a program. */
export function isProgram(part: string): boolean {
  return part.length > 5 && part.slice(-5).toLowerCase() === '.wcgp';
}

/** Runs a program and sends its answer. */
export async function runProgram(visit: Visit, name: string): Promise<void> {
  await sendOutcome(visit, await visit.services.apps.run({ context: visit, file: name.toLowerCase() }));
}
