/** Declared operations: alerts. */
import { type Declaration, need } from './types.js';

export const ALERTS: readonly Declaration[] = [
  {
    name: 'alertConfirm',
    tier: 1,
    summary: 'Marks pending alerts as seen so that later sessions do not get them again.',
    attributes: [need('gmtTime', 'confirm every pending alert not newer than this time')],
    body: 'empty',
    data: [],
    errors: [],
  },
];
