/** Makes the object layer over a store: every service, the domains in memory, and what a first start needs. */
import type { Store } from '../storage/index.js';
import { Accounts } from './accounts/service.js';
import { Alerts } from './alerts/service.js';
import { Balances } from './balance/service.js';
import { type Content, openContent } from './content/open.js';
import type { Core } from './core/core.js';
import { openCore } from './core/open.js';
import type { ObjectLog } from './core/types.js';
import { Defaults } from './defaults/service.js';
import type { Delivery } from './delivery/delivery.js';
import { openMail } from './delivery/open.js';
import { Directory } from './directory/service.js';
import { Domains } from './domains/service.js';
import { Storages } from './domains/storages.js';
import { Forwarders } from './forwarders/service.js';
import { Groups } from './groups/service.js';
import type { HelperPrograms } from './helpers/types.js';
import type { Archives } from './lists/archive.js';
import type { Lists } from './lists/lists.js';
import type { Expiry } from './mailboxes/expiry.js';
import { parseHead } from './mime/index.js';
import { Names } from './names/service.js';
import { Networks } from './networks/service.js';
import { Failures } from './passwords/failures.js';
import { Logins } from './passwords/logins.js';
import { Passwords } from './passwords/service.js';
import { Preferences } from './preferences/service.js';
import { SYSTEM } from './principal.js';
import type { Queue } from './queue/queue.js';
import { RightsService } from './rights/service.js';
import { Presence } from './roster/presence.js';
import { RemoteAccounts } from './rpop/service.js';
import { Rules } from './rules/service.js';
import type { RuleHooks } from './rules/world.js';
import { ServerSettings } from './server/service.js';
import { Sessions } from './sessions/service.js';
import type { SessionDefaults } from './sessions/settings.js';
import { Smime } from './smime/service.js';
import { Counters } from './statistics/counters.js';
import { Statistics } from './statistics/service.js';
import { NamedTasks } from './tasks/service.js';
import { Telnums } from './telnums/service.js';

export interface ObjectsOptions {
  readonly store: Store;
  /** Name of the main domain at the first start; later the stored one counts. */
  readonly mainDomain: string;
  readonly hostName: string;
  readonly baseFolder: string;
  /** Milliseconds since 1970. */
  readonly clock?: () => number;
  readonly log?: ObjectLog;
  /** Account records kept in memory. */
  readonly cachedAccounts?: number;
  /** Folder of the stock skins; default: no stock skins. */
  readonly stockFolder?: string;
  /** Limits of sessions where nobody has set any; asked at each use. */
  readonly sessionDefaults?: () => SessionDefaults;
  /** Cost of new scrypt passwords, 15 by default; less is for tests and very small machines. */
  readonly scryptLog2?: number;
  /** Password of the postmaster at the first start, instead of a random one. */
  readonly firstPassword?: string;
}

/** Every service of the object layer. */
export interface Objects extends Content {
  readonly core: Core;
  readonly rights: RightsService;
  readonly domains: Domains;
  readonly defaults: Defaults;
  readonly accounts: Accounts;
  readonly preferences: Preferences;
  readonly passwords: Passwords;
  readonly groups: Groups;
  readonly forwarders: Forwarders;
  readonly namedTasks: NamedTasks;
  readonly alerts: Alerts;
  readonly sessions: Sessions;
  readonly rules: Rules;
  readonly queue: Queue;
  readonly delivery: Delivery;
  readonly lists: Lists;
  /** What happens to old messages. */
  readonly expiry: Expiry;
  /** Archives of lists for the web. */
  readonly archives: Archives;
  /** Puts in place what Rules may use beside mail. Nothing by default. */
  readonly setRuleHooks: (hooks: RuleHooks) => void;
  readonly names: Names;
  readonly server: ServerSettings;
  readonly networks: Networks;
  readonly storages: Storages;
  readonly statistics: Statistics;
  readonly telnums: Telnums;
  readonly directory: Directory;
  readonly rpop: RemoteAccounts;
  readonly presence: Presence;
  readonly smime: Smime;
  readonly balances: Balances;
  /** Password that the first start made for the postmaster; null at later starts. */
  readonly firstPassword: string | null;
  /** Puts helper programs in place (admin.md 12); before that there are none. */
  setHelpers(programs: HelperPrograms): void;
  /** Resolves when nothing of removed accounts and domains is left. */
  idle(): Promise<void>;
  /** Writes what waits. The store stays open: whoever opened it closes it. */
  close(): Promise<void>;
}

/** Opens the object layer. */
export async function createObjects(options: ObjectsOptions): Promise<Objects> {
  const { core, firstPassword } = await openCore(options);
  const counters = new Counters(core);
  const logins = new Logins(core.store, core.clock, core.log);
  const networks = new Networks(core);
  const passwords = new Passwords(core, logins, new Failures(core.clock), counters, networks);
  const content = openContent(core, {
    stockFolder: options.stockFolder ?? '',
    parseHead,
  });
  const rules = new Rules(core);
  const server = new ServerSettings(core);
  const mail = openMail(core, content, rules, server, {
    encrypt: (email, text) => objects.smime.encryptFor(SYSTEM, text, [email]),
    alert: async (email, text) => void (await objects.alerts.post(SYSTEM, 'account', email, text)),
    count: (addr, counter, amount) => objects.statistics.count(addr, counter, amount),
  });
  const accounts = new Accounts(core, logins);
  let tidying: Promise<void> = Promise.resolve();
  const objects: Objects = {
    core,
    ...mail,
    ...content,
    rights: new RightsService(core),
    domains: new Domains(core),
    defaults: new Defaults(core),
    accounts,
    preferences: new Preferences(core),
    passwords,
    groups: new Groups(core),
    forwarders: new Forwarders(core),
    namedTasks: new NamedTasks(core),
    alerts: new Alerts(core),
    sessions: new Sessions(core, passwords, options.sessionDefaults),
    rules,
    names: new Names(core),
    server,
    networks,
    storages: new Storages(core),
    statistics: new Statistics(core, counters),
    telnums: new Telnums(core),
    directory: new Directory(core),
    rpop: new RemoteAccounts(core),
    presence: new Presence(core),
    smime: new Smime({ core, accounts, ...content }),
    balances: new Balances(core),
    firstPassword,
    setHelpers: programs => {
      core.helpers.current = programs;
    },
    idle: async () => {
      await tidying;
      await core.owned.idle();
    },
    async close() {
      objects.sessions.closeAll();
      objects.archives.close();
      await tidying;
      await objects.delivery.close();
      await logins.flush();
      await counters.flush();
      await core.owned.shut();
      core.events.close();
    },
  };
  objects.sessions.onClose((_id, reason, { accountId }) => {
    if (reason !== 'bye' && reason !== 'timeout') return;
    tidying = tidying
      .then(() => objects.expiry.tidy(accountId))
      .catch(error => core.log.problem(`Trash was not emptied: ${String(error)}`));
  });
  await core.owned.resume();
  await objects.delivery.resume();
  // Behind the start: what is left may be much.
  void content.mailboxes
    .resume()
    .catch(error => core.log.problem(`removed messages are still stored: ${String(error)}`));
  return objects;
}
