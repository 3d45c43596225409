/** All commands, and the names that old clients send for some of them (cli.md 7, 8). */
import { ACCOUNTS } from './areas/accounts.js';
import { ALERTS } from './areas/alerts.js';
import { CLUSTER } from './areas/cluster.js';
import { DATA } from './areas/data.js';
import { DIRECTORY } from './areas/directory.js';
import { DOMAINS } from './areas/domains.js';
import { FORWARDERS } from './areas/forwarders.js';
import { GROUPS } from './areas/groups.js';
import { LISTS } from './areas/lists.js';
import { MAILBOXES } from './areas/mailboxes.js';
import { MISC } from './areas/misc.js';
import { NETWORKS } from './areas/networks.js';
import { OLD } from './areas/old.js';
import { QUEUE } from './areas/queue.js';
import { REALTIME } from './areas/realtime.js';
import { REMOTE } from './areas/remote.js';
import { RULES } from './areas/rules.js';
import { SERVER } from './areas/server.js';
import { SESSIONS } from './areas/sessions.js';
import { SKINS } from './areas/skins.js';
import { STATISTICS } from './areas/statistics.js';
import { STORAGE } from './areas/storage.js';
import { NAMED_TASKS } from './areas/tasks.js';
import { TELNUMS } from './areas/telnums.js';
import { type Command, isSupported } from './command.js';

/** Every command, by area. */
export const commandTable: readonly Command[] = [
  ...DOMAINS,
  ...ACCOUNTS,
  ...TELNUMS,
  ...RULES,
  ...REMOTE,
  ...GROUPS,
  ...FORWARDERS,
  ...NAMED_TASKS,
  ...MAILBOXES,
  ...ALERTS,
  ...STORAGE,
  ...LISTS,
  ...SKINS,
  ...SESSIONS,
  ...DATA,
  ...SERVER,
  ...NETWORKS,
  ...STATISTICS,
  ...DIRECTORY,
  ...MISC,
  ...QUEUE,
  ...REALTIME,
  ...CLUSTER,
  ...OLD,
];

/** Commands that this server runs and lists. */
export const SUPPORTED: readonly string[] = commandTable
  .filter(command => isSupported(command) && command.listed !== false)
  .map(command => command.name)
  .sort();
