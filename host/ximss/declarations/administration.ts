/** Declared operations: administration. */
import type { Declaration } from './types.js';

export const ADMINISTRATION: readonly Declaration[] = [
  {
    name: 'cliExecute',
    tier: 1,
    summary:
      'Runs a CLI command with the access rights of the session Account. Output, if any, comes as one cliResult in object form.',
    attributes: [],
    body: 'text: one CLI command line',
    data: ['cliResult'],
    errors: [['the error the CLI gives for this command, errorNum = its CLI code', null]],
  },
];
