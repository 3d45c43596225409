/** Declared operations: session. */
import { type Declaration, need } from './types.js';

export const SESSION: readonly Declaration[] = [
  {
    name: 'noop',
    tier: 1,
    summary: 'Does nothing, resets the inactivity timer. Allowed before login.',
    attributes: [],
    body: 'empty',
    data: [],
    errors: [],
  },
  {
    name: 'bye',
    tier: 1,
    summary: 'Ends the session: response first, then the transport is closed. Allowed before login.',
    attributes: [],
    body: 'empty',
    data: [],
    errors: [],
  },
  {
    name: 'setSessionOption',
    tier: 1,
    summary:
      'Changes one option of the current session. idleTimeout is in seconds; reportMailboxChanges (yes/no) turns on mailboxModified messages.',
    attributes: [
      need('name', 'idleTimeout | reportMailboxChanges | option names of our own start with x-'),
      need('value', 'option value'),
    ],
    body: 'empty',
    data: [],
    errors: [
      ['unknown session option', 581],
      ['illegal option value', 581],
    ],
  },
  {
    name: 'setClientName',
    tier: 1,
    summary: 'Stores the client name shown on monitoring pages and in session listings.',
    attributes: [need('name', 'free text naming the client program')],
    body: 'empty',
    data: [],
    errors: [],
  },
  {
    name: 'readTime',
    tier: 1,
    summary: 'Returns the server clock as GMT and as the Account local time.',
    attributes: [],
    body: 'empty',
    data: ['currentTime'],
    errors: [],
  },
  {
    name: 'readCharsets',
    tier: 2,
    summary: 'Lists the character sets the server can convert, one message each.',
    attributes: [],
    body: 'empty',
    data: ['charset'],
    errors: [],
  },
  {
    name: 'listKnownValues',
    tier: 1,
    summary:
      'Returns enumerations a client needs to build menus: mailbox classes, charsets, time zones, languages, skins, message flags, rule vocabulary.',
    attributes: [],
    body: 'empty',
    data: ['knownValues'],
    errors: [],
  },
  {
    name: 'readSessionInfo',
    tier: 2,
    summary: 'Returns the current session data: urlID, login time, address, client name, options.',
    attributes: [],
    body: 'empty',
    data: ['sessionInfo'],
    errors: [],
  },
];
