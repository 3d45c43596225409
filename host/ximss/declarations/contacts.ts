/** Declared operations: contacts. */
import { type Declaration, may, need } from './types.js';

export const CONTACTS: readonly Declaration[] = [
  {
    name: 'contactAppend',
    tier: 1,
    summary:
      'Stores a contact or a contact group as a single-part message. targetMailbox wins when both destinations are given; one is required.',
    attributes: [
      may('folder', 'open view whose Mailbox is the destination'),
      may('targetMailbox', 'destination Mailbox'),
      may('mailboxClass', 'create the destination if it does not exist'),
      may('replacesUID', 'item to replace'),
      may('checkOld', 'yes: fail if the item to replace is gone'),
      may('report', 'uid: report the new UID'),
    ],
    body: '<vCard> or <vCardGroup>',
    data: ['messageAppended'],
    errors: [
      ['illegal vCard data format', 582],
      ['mailbox access denied', 533],
      ['mailbox does not exist', 531],
      ['message to replace is not found', 538],
    ],
  },
  {
    name: 'contactFind',
    tier: 1,
    summary: 'Finds contacts having the address and sends each as a folderMessage.',
    attributes: [
      need('folder', 'open view of a contacts Mailbox'),
      need('peer', 'e-mail or real-time address'),
      may('totalSizeLimit', 'as in folderRead'),
    ],
    body: 'empty',
    data: ['folderMessage'],
    errors: [['folder has not been opened', 537]],
  },
  {
    name: 'contactsImport',
    tier: 2,
    summary: 'Imports an uploaded vCard file.',
    attributes: [
      need('folder', 'open view of a contacts Mailbox'),
      need('uploadID', 'identifier used in the HTTP upload URL'),
    ],
    body: 'empty',
    data: [],
    errors: [
      ['folder has not been opened', 537],
      ['upload is not found', 538],
      ['illegal vCard data format', 582],
    ],
  },
];
