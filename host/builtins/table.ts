/** Every built-in that the main thread answers, one line an area. */
import { accounts } from './areas/accounts.js';
import { cli } from './areas/cli.js';
import { convert } from './areas/convert.js';
import { datasets, roster } from './areas/data.js';
import { environ, environNotices, type Notice } from './areas/environ.js';
import { httpCall } from './areas/httpcall.js';
import { calendars } from './areas/mail/calendars.js';
import { mailboxes, mailboxNotices } from './areas/mail/mailboxes.js';
import { messages } from './areas/mail/messages.js';
import { meetings, queues } from './areas/meetings.js';
import { messagingNotices } from './areas/messaging.js';
import { radius } from './areas/radius.js';
import { request } from './areas/request.js';
import { rules } from './areas/rules.js';
import { serverServices } from './areas/services.js';
import { storage } from './areas/storage.js';
import type { BuiltinTable } from './scope.js';

/** By name in small letters. */
export const builtinTable: BuiltinTable = {
  ...meetings,
  ...queues,
  ...request,
  ...environ,
  ...convert,
  ...httpCall,
  ...radius,
  ...cli,
  ...accounts,
  ...storage,
  ...roster,
  ...datasets,
  ...serverServices,
  ...rules,
  ...mailboxes,
  ...messages,
  ...calendars,
};

/** What programs tell without waiting, by name in small letters. */
export const builtinNotices: Readonly<Record<string, Notice>> = {
  ...environNotices,
  ...mailboxNotices,
  ...messagingNotices,
};
