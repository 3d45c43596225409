/**
 * Built-ins over objects that this server does not have yet: one entry each, with what is missing. They answer
 * the error text of `not-available`, which names the built-in, so that programs see a coded error and go on.
 */
import { PosternError } from '../../errors/index.js';
import type { Builtin, BuiltinTable } from '../scope.js';

/** What is missing, and which built-ins need it. */
export const missing: Readonly<Record<string, readonly string[]>> = {
  Mailboxes: [
    'ListMailboxes',
    'CreateMailbox',
    'RenameMailbox',
    'DeleteMailbox',
    'GetMailboxACLs',
    'SetMailboxACLs',
    'GetMailboxAliases',
    'SetMailboxAliases',
    'GetMailboxSubscription',
    'SetMailboxSubscription',
    'OpenMailbox',
    'OpenMailboxView',
    'MailboxUIDs',
    'Sync',
    'MailboxInternalTimeByUID',
    'MailboxFlagsByUID',
    'MailboxOrigUIDByUID',
    'MailboxUIDByOrigUID',
    'MailboxSetFlags',
    'MailboxExpunge',
    'MailboxAudioByUID',
    'MailboxRedirectByUID',
    'MailboxForwardByUID',
    'MailboxAppend',
    'MailboxCopy',
    'SubscribeEvents',
  ],
  Messages: [
    'GetMessageAttr',
    'UpdateMessageAttr',
    'OpenMessage',
    'MessagePart',
    'MessageHeader',
    'MessageBody',
  ],
  Calendars: ['OpenCalendar', 'ProcessCalendar', 'Find'],
  Rules: ['UpdateAccountMailRule', 'UpdateAccountSignalRule'],
  Mail: ['SubmitEMail', 'SendEMail'],
  Messaging: ['SendInstantMessage', 'SendXMPPIQ'],
  Services: ['BannerRead'],
};

/** The built-in that only says what is missing. */
function unavailable(name: string, area: string): Builtin {
  return () => {
    throw new PosternError('not-available', { args: [name, area] });
  };
}

export const later: BuiltinTable = Object.fromEntries(
  Object.entries(missing).flatMap(([area, names]) =>
    names.map(name => [name.toLowerCase(), unavailable(name, area)]),
  ),
);
