/** Everything that runs operations, one file a group. */
import type { Handlers } from '../run/call.js';
import { ADMINISTRATION_HANDLERS } from './administration.js';
import { ALERTS_HANDLERS } from './alerts.js';
import { BANNERS_HANDLERS } from './banners.js';
import { CALENDAR_HANDLERS } from './calendar.js';
import { CONTACTS_HANDLERS } from './contacts.js';
import { DATASETS_HANDLERS } from './datasets.js';
import { DIRECTORY_HANDLERS } from './directory.js';
import { FILES_HANDLERS } from './files.js';
import { FOLDERS_HANDLERS } from './folders.js';
import { MAILBOXES_HANDLERS } from './mailboxes.js';
import { MESSAGES_HANDLERS } from './messages.js';
import { PREFERENCES_HANDLERS } from './preferences.js';
import { PRELOGIN_HANDLERS } from './prelogin.js';
import { READ_HANDLERS } from './read.js';
import { ROSTER_HANDLERS } from './roster.js';
import { RULES_HANDLERS } from './rules.js';
import { SECURITY_HANDLERS } from './security.js';
import { SESSION_HANDLERS } from './session.js';
import { SIGNALS_HANDLERS } from './signals.js';
import { STRINGS_HANDLERS } from './strings.js';
import { SUBMIT_HANDLERS } from './submit.js';
import { TASKS_HANDLERS } from './tasks.js';

export const HANDLERS: Handlers = {
  ...PRELOGIN_HANDLERS,
  ...STRINGS_HANDLERS,
  ...SESSION_HANDLERS,
  ...PREFERENCES_HANDLERS,
  ...ALERTS_HANDLERS,
  ...MAILBOXES_HANDLERS,
  ...FOLDERS_HANDLERS,
  ...READ_HANDLERS,
  ...MESSAGES_HANDLERS,
  ...SUBMIT_HANDLERS,
  ...CONTACTS_HANDLERS,
  ...CALENDAR_HANDLERS,
  ...FILES_HANDLERS,
  ...RULES_HANDLERS,
  ...ADMINISTRATION_HANDLERS,
  ...DIRECTORY_HANDLERS,
  ...DATASETS_HANDLERS,
  ...BANNERS_HANDLERS,
  ...ROSTER_HANDLERS,
  ...SECURITY_HANDLERS,
  ...TASKS_HANDLERS,
  ...SIGNALS_HANDLERS,
};
