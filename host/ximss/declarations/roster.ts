/** Declared operations: roster. */
import { type Declaration, may, need } from './types.js';

export const ROSTER: readonly Declaration[] = [
  {
    name: 'rosterList',
    tier: 2,
    summary: 'Lists roster items.',
    attributes: [],
    body: 'empty',
    data: ['rosterItem'],
    errors: [],
  },
  {
    name: 'rosterSet',
    tier: 2,
    summary: 'Adds, changes or removes a roster item.',
    attributes: [
      need('peer', 'address'),
      need('subscription', 'subTo | subFrom | subBoth | none | remove'),
      may('name', 'display name'),
    ],
    body: 'zero or more <group>',
    data: [],
    errors: [['illegal subscription', 581]],
  },
  {
    name: 'presenceSet',
    tier: 2,
    summary: "Publishes the user's presence.",
    attributes: [may('peer', 'directed presence'), may('type', 'unavailable')],
    body: 'optional <presence>state</presence>, optional <status>text</status>, optional <show>',
    data: [],
    errors: [],
  },
  {
    name: 'sendIM',
    tier: 2,
    summary: 'Sends an instant message.',
    attributes: [
      need('peer', 'address'),
      may('type', 'chat | groupchat | headline | normal'),
      may('clientID', 'resource'),
      may('iqid', 'message identifier'),
    ],
    body: 'text, or <body>, <subject>, <composing/>, <paused/>, <gone/>',
    data: [],
    errors: [
      ['unknown user account', 513],
      ['peer is not available', 529],
    ],
  },
  {
    name: 'iqSend',
    tier: 2,
    summary: 'Sends an XMPP-style query.',
    attributes: [
      need('peer', 'address'),
      need('type', 'get | set | result | error'),
      need('iqid', 'request identifier'),
      may('clientID', 'resource'),
    ],
    body: 'one XML element',
    data: [],
    errors: [['peer is not available', 529]],
  },
];
