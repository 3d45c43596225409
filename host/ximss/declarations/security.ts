/** Declared operations: security. */
import { type Declaration, may, need } from './types.js';

export const SECURITY: readonly Declaration[] = [
  {
    name: 'SMIMEUnlock',
    tier: 2,
    summary: 'Unlocks the private key for the session.',
    attributes: [need('password', 'private key password'), may('duration', 'seconds to stay unlocked')],
    body: 'empty',
    data: [],
    errors: [
      ['incorrect password', 515],
      ['no private key', 510],
    ],
  },
  {
    name: 'SMIMELock',
    tier: 2,
    summary: 'Locks the private key.',
    attributes: [],
    body: 'empty',
    data: [],
    errors: [],
  },
  {
    name: 'SMIMEModifyPassword',
    tier: 2,
    summary: 'Changes the password protecting the private key.',
    attributes: [need('oldPassword', ''), need('newPassword', '')],
    body: 'empty',
    data: [],
    errors: [['incorrect password', 515]],
  },
];
