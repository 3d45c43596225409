/** Declared operations: directory. */
import { type Declaration, may } from './types.js';

export const DIRECTORY: readonly Declaration[] = [
  {
    name: 'listDirectory',
    tier: 2,
    summary: 'Searches the Directory.',
    attributes: [
      may('baseDN', 'search base; default = the Domain subtree'),
      may('scope', 'sub (default) | one | base'),
      may('filter', 'LDAP filter text'),
      may('limit', 'largest number of records'),
    ],
    body: 'zero or more <field>attribute</field>',
    data: ['directoryData'],
    errors: [
      ['insufficient access rights', 510],
      ['illegal filter', 581],
    ],
  },
];
