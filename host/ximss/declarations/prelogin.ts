/** Declared operations: pre-login. */
import { type Declaration, may, need } from './types.js';

export const PRELOGIN: readonly Declaration[] = [
  {
    name: 'listFeatures',
    tier: 1,
    summary:
      'Returns what can be done before login for the target Domain: starttls, SASL mechanisms, a one-time nonce, languages, sign-up, other connect methods.',
    attributes: [
      may(
        'domain',
        'Domain to ask about; when it is given and exists it also becomes the target Domain of the connection',
      ),
    ],
    body: 'empty',
    data: ['features'],
    errors: [['unknown secondary domain name', 512]],
  },
  {
    name: 'starttls',
    tier: 1,
    summary: 'Positive response, then the very next byte the client sends starts a TLS handshake. TCP only.',
    attributes: [],
    body: 'empty',
    data: [],
    errors: [
      ['TLS is not available', 502],
      ['connection is already secure', 502],
    ],
  },
  {
    name: 'login',
    tier: 1,
    summary:
      'Authenticates the connection and opens a session. The session message is sent before the response.',
    attributes: [
      may('authData', 'clear-text form: the account name. SASL form: optional base64 initial response'),
      may('password', 'clear-text form: the password'),
      may('userName', 'synonym of authData in the clear-text form; the account name in the SESSIONID form'),
      may('method', 'SASL mechanism name, or SESSIONID; absent = clear-text form'),
      may('domain', 'Domain used when the account name has no @ part'),
      may('sessionID', 'SESSIONID form: urlID of a live session of the same Account'),
      may('killOld', '1/yes: close the session named by sessionID after success'),
      may('version', 'protocol version the client was written for; stored, not checked'),
      may('canUpdatePwd', '1: the client can have a password changed that has to be'),
    ],
    body: 'empty',
    data: ['challenge', 'session'],
    errors: [
      ['incorrect password or account name', 515],
      ['password must be changed', 518],
      ['unknown SASL method', 502],
      ['access method is not available for this account', 516],
      ['already logged in', 502],
      ['secure connection is required', 502],
      ['too many sessions', 503],
    ],
  },
  {
    name: 'auth',
    tier: 1,
    summary: 'Continues the SASL exchange started by login. Carries the id of that login request.',
    attributes: [need('value', "base64 SASL client message; '*' cancels the exchange")],
    body: 'empty',
    data: ['challenge', 'session'],
    errors: [
      ['no authentication is in progress', 502],
      ['authentication is cancelled', 502],
      ['incorrect password or account name', 515],
    ],
  },
  {
    name: 'recoverPassword',
    tier: 1,
    summary:
      'Mails the recovery data to the recovery address stored in the Account settings. Always answers positively for unknown Accounts unless the Domain setting says otherwise.',
    attributes: [may('domain', 'Domain of the Account'), need('userName', 'account name')],
    body: 'empty',
    data: [],
    errors: [['password recovery is not available', 516]],
  },
  {
    name: 'signup',
    tier: 1,
    summary: 'Creates an Account if the Domain allows auto-signup. Does not open a session.',
    attributes: [
      may('domain', 'Domain to create the Account in'),
      need('userName', 'new account name'),
      need('password', 'initial password'),
      may('realName', 'RealName setting'),
      may('recoverPassword', 'recovery e-mail address'),
    ],
    body: 'zero or more elements named after Public Info settings allowed by the Domain, text = value',
    data: [],
    errors: [
      ['account with this name already exists', 520],
      ['sign-up is not available in this domain', 516],
      ['password is not acceptable', 518],
    ],
  },
  {
    name: 'readStrings',
    tier: 2,
    summary:
      'Reads the merged text data set (strings files) of a Skin. When the set is not newer than timeModified the strings message has no body. Also allowed after login.',
    attributes: [
      may('skinName', 'Skin to read; absent = the unnamed Skin before login, the session Skin after login'),
      may('language', 'language name; absent = the Account (or Account Defaults) Language preference'),
      may('timeModified', 'GMT time of the copy the client already has'),
    ],
    body: 'empty',
    data: ['strings'],
    errors: [['skin is not found', 561]],
  },
];
