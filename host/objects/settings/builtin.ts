/**
 * Values that nobody has to set: the last level of every look-up (objects.md 2, 3). The names are those that
 * clients know; what the tables leave out has no value until somebody sets it.
 */
import { dictOf } from '../../../stdlib/values/dict.js';
import type { Bytes, Dict, Value } from '../../../stdlib/values/types.js';

type Table = readonly (readonly [Bytes, Value])[];

const DOMAIN: Table = [
  ['DomainAccessModes', 'All'],
  ['AccountsLimit', '-1'],
  ['ListsLimit', '-1'],
  ['GroupsLimit', '-1'],
  ['ForwardersLimit', '-1'],
  ['AliasesLimit', '-1'],
  ['CertificateType', 'NO'],
  ['CentralDirectory', 'NO'],
  ['AutoSignup', 'NO'],
  ['AUTHMethods', 'All'],
  ['MailToUnknown', 'Rejected'],
  ['AccessToUnknown', 'Rejected'],
  ['MailToAllAction', 'Rejected'],
  ['ForceSMTPAUTH', 'NO'],
  ['ExternalOnUnknown', 'NO'],
  ['ExternalOnProvision', 'NO'],
  ['Foldering', 'flat'],
  ['FolderIndex', 'NO'],
  ['RenameInPlace', 'NO'],
  ['WebSitePrefix', '~'],
  ['XIMSSMode', 'Default'],
  ['AccountsLogLevel', '2'],
  ['MailboxesLogLevel', '2'],
];

const ACCOUNT: Table = [
  ['AccessModes', 'All'],
  ['PasswordEncryption', 'scrypt'],
  ['PWDAllowed', 'YES'],
  ['PasswordRecovery', 'YES'],
  ['UseAppPassword', 'YES'],
  ['UseExtPassword', 'NO'],
  ['UseSysPassword', 'NO'],
  ['UseKerberosPassword', 'NO'],
  ['UseCertificateAuth', 'NO'],
  ['RequireAPOP', 'NO'],
  ['FailedLoginFlow', ['10', '1m']],
  ['MinPasswordLength', '6'],
  ['PasswordComplexity', 'none'],
  ['LogLogin', 'NO'],
  ['MailToAll', 'YES'],
  ['AddMailTrailer', 'YES'],
  ['AddWebBanner', 'YES'],
  ['MaxAccountSize', 'unlimited'],
  ['MaxMessageSize', 'unlimited'],
  ['MaxMailboxes', '-1'],
  ['MaxWebSize', '100M'],
  ['MaxWebFiles', '1000'],
  ['MaxFileSize', 'unlimited'],
  ['MaxRosterItems', '20'],
  ['RulesAllowed', 'Filter Only'],
  ['SignalRulesAllowed', 'Any'],
  ['RPOPAllowed', 'NO'],
  ['RSIPAllowed', 'NO'],
  ['QuotaNotice', '90'],
  ['QuotaAlert', '80'],
  ['QuotaSuspend', '100'],
  ['ArchiveMessagesAfter', '0'],
  ['DeleteMessagesAfter', '0'],
  ['DefaultMailboxType', 'TextMailbox'],
];

const PREFERENCES: Table = [
  ['TimeZone', 'HostOS'],
  ['Charset', 'utf-8'],
  ['UseUTF8Mode', 'Reading'],
  ['UseCookie', 'YES'],
  ['IPWatch', 'NO'],
  ['MessagesInView', '20'],
  ['SortCol', 'Received'],
  ['DescSort', 'YES'],
  ['DeleteMode', 'Move To Trash'],
  ['EmptyTrash', '15d'],
  ['EmptyJunk', '7d'],
  ['TrashBox', 'Trash'],
  ['SentBox', 'Sent Items'],
  ['DraftsBox', 'Drafts'],
  ['NotesBox', 'Notes'],
  ['ContactsBox', 'Contacts'],
  ['CalendarBox', 'Calendar'],
  ['TasksBox', 'Tasks'],
  ['JunkBox', 'Junk'],
  ['ArchiveBox', 'Archive'],
  ['SendMDNMode', 'Manually'],
  ['MailboxRefresh', '5m'],
  ['UseHTMLCompose', 'YES'],
  ['WorkDays', ['Mon', 'Tue', 'Wed', 'Thu', 'Fri']],
  ['WorkDayStart', '9:00'],
  ['WorkDayEnd', '18:00'],
  ['WeekStart', 'Mon'],
  ['CalendarTimeSlice', '30m'],
  ['PublishFreeBusy', '60d'],
];

/** Server-wide records with their values at the first start (cli.md 7.16). */
export const BUILTIN_DOMAIN: Dict = dictOf(DOMAIN);
export const BUILTIN_ACCOUNT: Dict = dictOf(ACCOUNT);
export const BUILTIN_PREFERENCES: Dict = dictOf(PREFERENCES);

/** Public information that the owner of an account and a domain administrator with BasicSettings may change. */
export const PUBLIC_INFO: readonly Bytes[] = [
  'City',
  'Country',
  'c',
  'co',
  'departmentNumber',
  'description',
  'employeeType',
  'facsimileTelephoneNumber',
  'givenName',
  'homePhone',
  'l',
  'mobile',
  'o',
  'ou',
  'pager',
  'postalCode',
  'sn',
  'st',
  'street',
  'telephoneNumber',
  'title',
];
