/**
 * What the server can refuse: one list for every face (docs/errors.md). The number is what the CLI, XIMSS and
 * HTTP /CLI/ answer, the text what they and CG/PL programs show, the status what a web page answers. Texts that
 * clients compare literally are marked `fixed` (cli.md 4.3, ximss.md 2.5); the others an administrator may
 * replace through the server strings. `{0}` and `{1}` stand for arguments.
 */

/** One kind of failure. */
export interface ErrorEntry {
  readonly number: number;
  readonly text: string;
  /** HTTP status of a page that fails with it. */
  readonly status: number;
  /** Clients compare the text: it never changes. */
  readonly fixed?: true;
}

const entry = (number: number, status: number, text: string): ErrorEntry => ({ number, text, status });
const fixed = (number: number, status: number, text: string): ErrorEntry => ({
  number,
  text,
  status,
  fixed: true,
});

/** Commands, protocols and requests. */
const REQUESTS = {
  'unknown-command': fixed(500, 400, 'unknown command'),
  syntax: entry(500, 400, 'syntax error: {0}'),
  'unquoted-string': fixed(500, 400, 'failed to read an unquoted string: non a/n data'),
  failed: entry(501, 400, '{0}'),
  'missing-attribute': entry(501, 400, 'the {0} attribute is missing'),
  'missing-element': entry(501, 400, 'the {0} element is missing'),
  'wrong-state': entry(502, 400, '{0}'),
  'session-limit': entry(503, 503, 'too many sessions'),
  sequence: fixed(505, 400, 'XIMSS request sequence error'),
  'too-large': entry(506, 413, 'the data is too large'),
  'bad-request': entry(507, 400, 'the request is malformed'),
  'bad-archive': entry(508, 400, 'the archive cannot be read: {0}'),
  closing: entry(509, 503, 'the server is stopping'),
  'session-lost': fixed(550, 550, 'you have been disconnected'),
  'not-supported': fixed(590, 501, 'operation is not supported'),
  'command-not-implemented': entry(590, 501, 'command is not implemented'),
  'cluster-only': entry(591, 501, 'available in a dynamic cluster only'),
  'not-available': entry(592, 501, '{0} is not available here'),
  'helper-failed': entry(594, 503, 'the helper program {0} does not answer, try later'),
  internal: entry(599, 500, 'internal error'),
  'compile-crash': entry(599, 500, 'the compiler failed'),
  'compile-time': entry(598, 500, 'the compilation took too long'),
  'storage-failed': entry(597, 503, 'the storage failed, nothing was changed'),
  conflict: entry(596, 503, 'the object was changed by somebody else at the same time, try again'),
} as const satisfies Record<string, ErrorEntry>;

/** Who may do what; passwords. */
const RIGHTS = {
  'no-rights': fixed(510, 403, 'insufficient access rights'),
  'rule-action': fixed(510, 403, 'insufficient access rights'),
  'not-authenticated': entry(511, 401, 'please authenticate first'),
  'login-required': fixed(511, 401, 'login is required'),
  suspended: entry(514, 403, 'account or domain is suspended'),
  'wrong-password': fixed(515, 401, 'incorrect password or account name'),
  'access-mode': entry(516, 403, 'access method is not available for this account'),
  'password-change': entry(517, 403, 'password modification is not allowed'),
  'bad-password': entry(518, 400, 'password is not acceptable: {0}'),
  'password-old': fixed(518, 403, 'password must be changed'),
  'too-many-failures': entry(519, 429, 'too many failed logins, try later'),
  'no-private-key': entry(510, 403, 'no private key'),
  'key-locked': entry(510, 403, 'the private key is locked'),
  'wrong-key-password': entry(515, 401, 'incorrect password'),
  'no-account': entry(511, 401, 'there is no current account'),
} as const satisfies Record<string, ErrorEntry>;

/** Domains, accounts and the other names of a domain. */
const NAMES = {
  'domain-exists': fixed(500, 409, 'domain with this name already exists'),
  'domain-unknown': fixed(512, 404, 'unknown secondary domain name'),
  'account-unknown': fixed(513, 404, 'unknown user account'),
  'account-exists': fixed(520, 409, 'account with this name already exists'),
  'alias-exists': fixed(521, 409, 'alias with this name already exists'),
  'list-exists': fixed(522, 409, 'mailing list with this name already exists'),
  'group-exists': fixed(523, 409, 'group with this name already exists'),
  'forwarder-exists': fixed(524, 409, 'forwarder with this name already exists'),
  'task-exists': fixed(525, 409, 'named task with this name already exists'),
  'bad-name': entry(526, 400, 'illegal object name'),
  'domain-limit': entry(527, 403, 'limit for this domain is reached'),
  'storage-limit': entry(528, 403, 'account storage limit is reached'),
  'no-service': entry(529, 501, 'the service {0} is not available'),
  'list-unknown': fixed(551, 404, 'Unknown Mailing List'),
  'group-unknown': fixed(552, 404, 'group is not found'),
  'forwarder-unknown': fixed(553, 404, 'forwarder is not found'),
  'named-task-unknown': entry(554, 404, 'named task is not found'),
  'account-in-use': fixed(555, 409, 'account is currently in use'),
  'rule-unknown': entry(556, 404, 'rule is not found'),
  'rule-exists': entry(567, 409, 'rule with this name already exists'),
  'session-unknown': entry(557, 404, 'session is not found'),
  'dataset-unknown': entry(558, 404, 'dataset is not found'),
  'dataset-exists': entry(570, 409, 'dataset already exists'),
  'roster-limit': entry(527, 403, 'the roster is full'),
  'alert-unknown': entry(559, 404, 'alert is not found'),
  'domain-not-empty': entry(571, 409, 'domain is not empty'),
  'main-domain': entry(572, 403, 'not possible for the main domain'),
} as const satisfies Record<string, ErrorEntry>;

/** Mailboxes, messages, calendars. */
const MAILBOXES = {
  'mailbox-unknown': entry(531, 404, 'mailbox does not exist'),
  'mailbox-exists': fixed(532, 409, 'mailbox with this name already exists'),
  'mailbox-denied': fixed(533, 403, 'mailbox access denied'),
  'mailbox-name': entry(534, 400, 'operation is not allowed for this mailbox name'),
  'mailbox-limit': entry(535, 403, 'mailbox limit is reached'),
  'view-open': fixed(536, 409, 'folder has already been opened'),
  'view-unknown': fixed(537, 404, 'folder has not been opened'),
  'calendar-open': entry(536, 409, 'calendar has already been opened'),
  'calendar-unknown': entry(537, 404, 'calendar has not been opened'),
  'message-unknown': entry(538, 404, 'message is not found'),
  'part-unknown': entry(538, 404, 'message part is not found'),
  'item-unknown': entry(538, 404, 'item is not found'),
  'upload-unknown': entry(538, 404, 'uploaded file is not found'),
  'no-certificate': entry(538, 404, 'there is no certificate for {0}'),
  'uid-validity': entry(539, 409, 'mailbox UIDValidity has been changed'),
} as const satisfies Record<string, ErrorEntry>;

/** File storage and skins. */
const FILES = {
  'file-unknown': fixed(541, 404, 'file is not found'),
  'folder-unknown': entry(541, 404, 'directory is not found'),
  'file-exists': fixed(542, 409, 'file already exists'),
  'folder-exists': fixed(542, 409, 'directory already exists'),
  'file-position': entry(543, 400, 'file position is out of range'),
  'file-limit': entry(544, 403, 'file storage limit is reached'),
  'file-locked': entry(545, 423, 'file is locked'),
  'file-name': entry(546, 400, 'illegal file name'),
  'folder-not-empty': entry(547, 409, 'directory is not empty'),
  'file-denied': entry(548, 403, 'file access denied'),
  'skin-unknown': entry(561, 404, 'skin is not found'),
  'skin-exists': fixed(562, 409, 'skin with this name already exists'),
  'skin-not-empty': entry(563, 409, 'skin is not empty'),
  'skin-unnamed': entry(564, 409, 'unnamed skin rule: {0}'),
  'skin-compile': entry(565, 400, '{0}:{1}:{2}: {3}'),
  'skin-file-unknown': entry(566, 404, 'skin file does not exist'),
} as const satisfies Record<string, ErrorEntry>;

/** Real-time objects and data. */
const DATA = {
  'meeting-unknown': fixed(568, 404, 'meeting not found'),
  'meeting-active': fixed(569, 409, 'meeting is already activated'),
  'meeting-exists': entry(569, 409, 'meeting with this key already exists'),
  'meeting-other': entry(569, 409, 'another task is active in this meeting'),
  'too-many': entry(574, 403, 'there are too many objects of this kind'),
  'object-unknown': fixed(568, 404, 'async Object not found'),
  'no-task': entry(573, 400, 'this is not a task'),
  'illegal-value': entry(581, 400, 'illegal value: {0}'),
  'bad-argument': entry(581, 400, 'illegal value: {0}'),
  'bad-vcard': fixed(582, 400, 'illegal vCard data format'),
  'bad-icalendar': fixed(582, 400, 'illegal iCalendar data format'),
  'bad-interval': entry(581, 400, 'illegal time interval'),
  'bad-data': entry(582, 400, '{0}'),
} as const satisfies Record<string, ErrorEntry>;

export const ERRORS = { ...REQUESTS, ...RIGHTS, ...NAMES, ...MAILBOXES, ...FILES, ...DATA } as const;

export type ErrorCode = keyof typeof ERRORS;

/** True for the codes of this catalogue. */
export function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(ERRORS, code);
}
