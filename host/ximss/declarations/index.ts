/** All operations of the protocol, by group, in the order of the specification. */
import { ADMINISTRATION } from './administration.js';
import { ALERTS } from './alerts.js';
import { BANNERS } from './banners.js';
import { CALENDAR } from './calendar.js';
import { CONTACTS } from './contacts.js';
import { DATASETS } from './datasets.js';
import { DIRECTORY } from './directory.js';
import { FILES } from './files.js';
import { FOLDERS } from './folders.js';
import { MAILBOXES } from './mailboxes.js';
import { MESSAGES } from './messages.js';
import { PREFERENCES } from './preferences.js';
import { PRELOGIN } from './prelogin.js';
import { ROSTER } from './roster.js';
import { RULES } from './rules.js';
import { SECURITY } from './security.js';
import { SESSION } from './session.js';
import { SIGNALS } from './signals.js';
import { TASKS } from './tasks.js';
import type { Declaration } from './types.js';

export type { AttributeRow, Declaration } from './types.js';

export const DECLARATIONS: Readonly<Record<string, readonly Declaration[]>> = {
  'pre-login': PRELOGIN,
  session: SESSION,
  preferences: PREFERENCES,
  alerts: ALERTS,
  mailboxes: MAILBOXES,
  folders: FOLDERS,
  messages: MESSAGES,
  contacts: CONTACTS,
  calendar: CALENDAR,
  files: FILES,
  rules: RULES,
  administration: ADMINISTRATION,
  directory: DIRECTORY,
  datasets: DATASETS,
  banners: BANNERS,
  roster: ROSTER,
  security: SECURITY,
  tasks: TASKS,
  signals: SIGNALS,
};
