/** Declared operations: preferences. */
import { type Declaration, may, need } from './types.js';

export const PREFERENCES: readonly Declaration[] = [
  {
    name: 'prefsRead',
    tier: 1,
    summary: 'Reads Account preferences.',
    attributes: [
      may(
        'type',
        'absent = effective values; default = the Domain defaults only; custom = only values set in this Account',
      ),
    ],
    body: 'zero or more <name>preference name</name>; none = all',
    data: ['prefs'],
    errors: [['unknown preferences type', 581]],
  },
  {
    name: 'prefsStore',
    tier: 1,
    summary:
      'Stores Account preferences. An empty element without a type attribute removes the Account value so that the default applies.',
    attributes: [may('type', 'as in prefsRead; absent and custom both write Account values')],
    body: 'one element per preference: element name = preference name, body = value in object form',
    data: [],
    errors: [
      ['insufficient access rights', 510],
      ['illegal preference name', 581],
    ],
  },
  {
    name: 'passwordModify',
    tier: 1,
    summary: 'Changes the password and/or the recovery address. Either new value may be omitted.',
    attributes: [
      need('oldPassword', 'current password'),
      may('newPassword', 'new password'),
      may('recoveryEmail', 'new recovery address; empty string removes it'),
    ],
    body: 'empty',
    data: [],
    errors: [
      ['incorrect password', 515],
      ['password modification is not allowed', 517],
      ['password is not acceptable', 518],
    ],
  },
  {
    name: 'publicInfoRead',
    tier: 2,
    summary: 'Reads the Public Info settings of an Account.',
    attributes: [may('accountName', 'another Account; absent = own')],
    body: 'zero or more <name>',
    data: ['publicInfo'],
    errors: [
      ['unknown user account', 513],
      ['insufficient access rights', 510],
    ],
  },
  {
    name: 'publicInfoStore',
    tier: 2,
    summary: 'Stores own Public Info settings.',
    attributes: [],
    body: 'one element per Public Info setting; empty = remove',
    data: [],
    errors: [['unknown public info attribute', 581]],
  },
  {
    name: 'accountInfoRead',
    tier: 1,
    summary: 'Reads read-only Account data: storage used and limits, last login, creation time.',
    attributes: [],
    body: 'zero or more <name>',
    data: ['accountInfo'],
    errors: [],
  },
];
