/** Declared operations: folders. */
import { type Declaration, may, need } from './types.js';

export const FOLDERS: readonly Declaration[] = [
  {
    name: 'folderOpen',
    tier: 1,
    summary:
      'Opens a sorted, filtered view of a Mailbox and reports its size with exactly one folderReport in init mode.',
    attributes: [
      need('folder', 'name the client gives to the view; unique inside the session'),
      may('mailbox', 'Mailbox to open; default = the folder name'),
      may('mailboxClass', 'create the Mailbox with this class if it does not exist'),
      may('sortField', 'field the view is sorted by; default UID'),
      may('sortOrder', 'asc (default) | desc'),
      may('filter', 'filter string; the view contains only matching messages'),
      may('filterField', 'field the filter is applied to; FLAGS takes a flag list; absent = any view field'),
      may('UIDValidity', 'expected UIDValidity; the open fails when it differs'),
      may('UIDMin', 'ignore messages with smaller UIDs'),
    ],
    body: 'zero or more <field>name</field>: fields reported for every message of the view',
    data: ['folderReport'],
    errors: [
      ['folder has already been opened', 536],
      ['mailbox does not exist', 531],
      ['mailbox access denied', 533],
      ['UIDValidity has changed', 539],
    ],
  },
  {
    name: 'folderReopen',
    tier: 1,
    summary:
      'Rebuilds an open view with new sort, filter and field settings; same report as folderOpen. Omitted settings go back to their defaults.',
    attributes: [
      need('folder', 'open view'),
      may('sortField', 'as in folderOpen'),
      may('sortOrder', 'as in folderOpen'),
      may('filter', 'as in folderOpen'),
      may('filterField', 'as in folderOpen'),
    ],
    body: 'as in folderOpen',
    data: ['folderReport'],
    errors: [['folder has not been opened', 537]],
  },
  {
    name: 'folderClose',
    tier: 1,
    summary:
      'Closes a view and, unless the Account preferences say otherwise, leaves messages marked Deleted in place.',
    attributes: [need('folder', 'open view')],
    body: 'empty',
    data: [],
    errors: [['folder has not been opened', 537]],
  },
  {
    name: 'folderBrowse',
    tier: 1,
    summary: 'Reports the view fields of the selected messages. Positions outside the view are ignored.',
    attributes: [need('folder', 'open view')],
    body: 'message set (UID and index forms)',
    data: ['folderReport'],
    errors: [['folder has not been opened', 537]],
  },
  {
    name: 'folderSync',
    tier: 1,
    summary:
      'Reports everything that changed in the view since it was opened or last synchronised, then arms the next notification.',
    attributes: [
      need('folder', 'open view'),
      may('limit', 'largest number of reports to send now; 0 or absent = no limit'),
    ],
    body: 'empty',
    data: ['folderReport'],
    errors: [['folder has not been opened', 537]],
  },
  {
    name: 'folderSearch',
    tier: 1,
    summary: 'Finds messages of the view: one folderReport in search mode per hit, in view order.',
    attributes: [
      need('folder', 'open view'),
      need('filter', 'IMAP-style search expression, e.g. ALL, UNSEEN, FROM "x" SUBJECT "y"'),
      may('limit', 'largest number of hits'),
      may('timeout', 'seconds'),
    ],
    body: 'empty',
    data: ['folderReport'],
    errors: [
      ['folder has not been opened', 537],
      ['illegal search expression', 581],
    ],
  },
  {
    name: 'folderExpunge',
    tier: 1,
    summary: 'Physically removes messages marked Deleted.',
    attributes: [need('folder', 'open view')],
    body: 'empty',
    data: [],
    errors: [
      ['folder has not been opened', 537],
      ['mailbox access denied', 533],
    ],
  },
  {
    name: 'folderEmpty',
    tier: 2,
    summary: 'Removes every message of the view with the DeleteMethod of the Account preferences.',
    attributes: [need('folder', 'open view')],
    body: 'empty',
    data: [],
    errors: [
      ['folder has not been opened', 537],
      ['mailbox access denied', 533],
    ],
  },
  {
    name: 'folderRead',
    tier: 1,
    summary: 'Reads a message, or one part of it, in XML form. Flags are not changed.',
    attributes: [
      need('folder', 'open view'),
      need('UID', 'message'),
      may('partID', 'MIME part to read instead of the whole message'),
      may(
        'totalSizeLimit',
        'bytes of content to include; bigger parts come without body; 0, -1 or absent = no limit',
      ),
      may(
        'mode',
        'replyFrom | replyAll | forward | replyFromHTML | replyAllHTML | forwardHTML: a ready draft instead of the message; text: the message itself',
      ),
      may(
        'verify',
        'yes: signed parts tell by attributes signature and signer whether the signature is right',
      ),
    ],
    body: 'empty',
    data: ['folderMessage'],
    errors: [
      ['folder has not been opened', 537],
      ['unknown message', 538],
      ['unknown message part', 538],
    ],
  },
];
