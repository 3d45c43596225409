/** Declared operations: rules. */
import { type Declaration, may, need } from './types.js';

export const RULES: readonly Declaration[] = [
  {
    name: 'ruleList',
    tier: 1,
    summary: 'Lists Rules: one rule message each, name and priority (and stage) only.',
    attributes: [may('type', 'mailIn (default) | signalIn')],
    body: 'empty',
    data: ['rule'],
    errors: [['unknown rule type', 581]],
  },
  {
    name: 'ruleRead',
    tier: 1,
    summary: 'Reads a Rule with its conditions and actions.',
    attributes: [may('type', 'mailIn (default) | signalIn'), need('name', 'Rule name')],
    body: 'empty',
    data: ['rule'],
    errors: [['rule is not found', 556]],
  },
  {
    name: 'ruleSet',
    tier: 1,
    summary: 'Creates a Rule or replaces the one with this name.',
    attributes: [
      may('type', 'mailIn (default) | signalIn'),
      need('name', 'Rule name'),
      may('priority', '1..9 | Highest | Inactive; default 5'),
      may('stage', 'signalIn only: seconds, or 995 no answer, 997 busy, 999 failure'),
    ],
    body: 'zero or more <condition>, zero or more <action>, optional <comment>',
    data: [],
    errors: [
      ['illegal rule', 581],
      ['insufficient access rights', 510],
      ['action is not allowed', 510],
    ],
  },
  {
    name: 'ruleRename',
    tier: 1,
    summary: 'Renames a Rule.',
    attributes: [
      may('type', 'mailIn (default) | signalIn'),
      need('name', 'Rule name'),
      need('newName', 'new name'),
    ],
    body: 'empty',
    data: [],
    errors: [
      ['rule is not found', 556],
      ['rule with this name already exists', 567],
    ],
  },
  {
    name: 'ruleRemove',
    tier: 1,
    summary: 'Removes a Rule.',
    attributes: [may('type', 'mailIn (default) | signalIn'), need('name', 'Rule name')],
    body: 'empty',
    data: [],
    errors: [['rule is not found', 556]],
  },
];
