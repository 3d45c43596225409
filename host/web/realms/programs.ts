/** Runs `.wcgp` programs in any realm (webapp.md E). */

import { sendOutcome } from '../respond/outcome.js';
import { sendResponse } from '../respond/response.js';
import type { Visit } from '../skin/visit.js';

/** True for the name of a program. */
export function isProgram(part: string): boolean {
  return part.length > 5 && part.slice(-5).toLowerCase() === '.wcgp';
}

/** Runs a program and sends its answer. */
export async function runProgram(visit: Visit, name: string): Promise<void> {
  const outcome = await visit.services.apps.run({ context: visit, file: name.toLowerCase() });
  if (outcome.kind === 'response') sendResponse(visit, outcome.response);
  else await sendOutcome(visit, outcome);
}
