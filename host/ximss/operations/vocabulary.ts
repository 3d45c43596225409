/** Words that clients build menus from (ximss.md 2.8, 11; listKnownValues). */

export const MAILBOX_CLASSES: readonly string[] = [
  'IPF.Appointment',
  'IPF.Contact',
  'IPF.Journal',
  'IPF.StickyNote',
  'IPF.Task',
];

export const CHARSETS: readonly string[] = [
  'utf-8',
  'us-ascii',
  ...[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 14, 15, 16].map(part => `iso-8859-${part}`),
  ...[0, 1, 2, 3, 4, 5, 6, 7, 8].map(part => `windows-125${part}`),
  'koi8-r',
  'koi8-u',
  'shift_jis',
  'iso-2022-jp',
  'euc-jp',
  'euc-kr',
  'gb2312',
  'gbk',
  'gb18030',
  'big5',
];

/** In the order of output. */
export const MESSAGE_FLAGS: readonly string[] = [
  'Seen',
  'Answered',
  'Flagged',
  'Draft',
  'Deleted',
  'Redirected',
  'MDNSent',
  'Hidden',
  'Service',
  'Media',
  'Junk',
  'Label1',
  'Label2',
  'Label3',
];

const GENERIC = ['Time Of Day', 'Current Date', 'Current Day', 'Preference', 'FreeBusy'];

export const MAIL_CONDITIONS: readonly string[] = [
  'From',
  'Sender',
  'Return-Path',
  'To',
  'Cc',
  'Any To or Cc',
  'Each To or Cc',
  'Reply-To',
  "'From' Name",
  'Subject',
  'Message-ID',
  'Message Size',
  ...GENERIC,
  'Human Generated',
  'Header Field',
  'Any Recipient',
  'Each Recipient',
  'Any Route',
  'Each Route',
  'Existing Mailbox',
  'Security',
  'Source',
  'Submit Address',
  'Calendar Method',
];

export const MAIL_ACTIONS: readonly string[] = [
  'Store in',
  'Mark',
  'Add Header',
  'Tag Subject',
  'Reject with',
  'Discard',
  'Stop Processing',
  "Remember 'From' in",
  'Accept Request',
  'Accept Reply',
  'Store Encrypted in',
  'Copy Attachments into',
  'Redirect To',
  'Forward to',
  'Mirror to',
  'Reply with',
  'Reply to All with',
  'React with',
  'SendIM',
  'SendPush',
  'SendURL',
  'Send Instant Message',
  'Execute URL',
  'Execute',
  'FingerNotify',
  'Write To Log',
];

export const SIGNAL_CONDITIONS: readonly string[] = [
  'Method',
  'RequestURI',
  'CallType',
  'RegClients',
  'ReqField',
  'AgentType',
  'From',
  'To',
  "'From' Name",
  'Authenticated',
  'Submit Address',
  'Presence',
  ...GENERIC,
];

export const SIGNAL_ACTIONS: readonly string[] = [
  'Reject with',
  'Redirect To',
  'Fork to',
  'Stop Processing',
  'Discard Rules',
  "Remember 'From' in",
  'SendIM',
  'SendPush',
  'SendURL',
  'Write To Log',
];

export const OPERATORS: readonly string[] = ['is', 'is not', 'in', 'not in', 'greater than', 'less than'];
