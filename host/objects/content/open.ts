/**
 * What accounts and domains hold: mailboxes, files, skins, data sets, rosters. The services know nothing of each other's
 * records; what they need of accounts and rights comes from the core.
 */
import { PosternError } from '../../errors/index.js';
import { accountAliases } from '../accounts/aliases.js';
import { effectiveLetters } from '../acl/acl.js';
import { type CalendarDeps, Calendars } from '../calendar/index.js';
import { calendarMessage, calendarTextOf, itemMessage } from '../calendar/text.js';
import { dictFrom } from '../core/codec.js';
import type { Core } from '../core/core.js';
import { accountOwner, accountPartKey } from '../core/keys.js';
import { type DataDeps, Datasets, defaultDataLimits } from '../datasets/index.js';
import { defaultFileLimits, Files, type FilesDeps } from '../files/index.js';
import { expandGroup } from '../groups/members.js';
import { Mailboxes } from '../mailboxes/mailboxes.js';
import { BoxSubscriptions } from '../mailboxes/subscription.js';
import { defaultMailLimits, type MailDeps } from '../mailboxes/types.js';
import { Messages, type MessagesDeps } from '../messages/messages.js';
import type { Owner } from '../owner.js';
import type { Principal } from '../principal.js';
import { type Rule, rule } from '../rights/rule.js';
import { Roster } from '../roster/index.js';
import { type CheckSkinFile, defaultSkinLimits, Skins } from '../skins/index.js';
import { Views } from '../views/index.js';

const MAIL_RIGHT = rule('own|Users|Domain:CanAccessMailboxes');
const FILES_RIGHT = rule('own|Users|Domain:CanAccessWebSites');
const DATA_RIGHT = rule('own|Users|Domain');
const DOMAIN_SKINS = rule('Users|Domain:CanModifySkins');
const SERVER_SKINS = rule('Users');
const STOCK_SKINS = rule('Users|Domain');

export interface ContentOptions {
  /** Folder of the stock skins, `''` for none. */
  readonly stockFolder: string;
  readonly parseHead: MessagesDeps['parseHead'];
}

/** Submits a message in the name of an account. */
export type SendMail = (
  who: Principal,
  from: string,
  to: readonly string[],
  text: Uint8Array,
) => Promise<void>;

/** The services. */
export interface Content {
  readonly skins: Skins;
  readonly files: Files;
  readonly datasets: Datasets;
  readonly roster: Roster;
  readonly mailboxes: Mailboxes;
  readonly subscriptions: BoxSubscriptions;
  readonly messages: Messages;
  readonly views: Views;
  readonly calendars: Calendars;
  /** Puts who sends invitations and answers in place; before that nobody is told. */
  setCalendarMail(send: SendMail): void;
  /** Puts the compile check of skin files in place; before that every file is fine. */
  setSkinCheck(check: CheckSkinFile): void;
}

/** What every service of this kind asks of the core. */
function common(core: Core) {
  const owner = (who: Principal, name: string): Owner => {
    const place = core.targets.locate(who, name);
    const account = core.accounts.find(place.domain.id, place.name);
    if (account === null) throw new PosternError('account-unknown');
    return { account: account.name, domain: place.domain.name, id: account.id };
  };
  return {
    store: core.store,
    clock: core.clock,
    owner,
    isMember: (group: string, domain: string, member: { account: string; domain: string }) =>
      expandGroup(core, { account: group, domain }).some(
        found => found.account === member.account && found.domain === member.domain,
      ),
    settings: ({ id }: Owner) => {
      const account = core.accounts.get(id);
      if (account === null) throw new PosternError('account-unknown');
      return core.resolver.account(account);
    },
    writer: ({ id }: Owner) => accountOwner(id),
    may: (needs: Rule) => (who: Principal, of: Owner) =>
      core.rights.allows(who, needs, of.domain, of.account),
  };
}

/** Makes the services and registers who cleans up behind removed accounts and domains. */
export function openContent(core: Core, options: ContentOptions): Content {
  let check: CheckSkinFile = async () => null;
  let sendMail: SendMail = async () => {};
  const base = common(core);
  const mailDeps: MailDeps & MessagesDeps = {
    ...base,
    mayEverything: base.may(MAIL_RIGHT),
    accountLetters: (who, owner) => {
      const acl = Object.entries(dictFrom(core.store.get(accountPartKey(owner.id, 'acl'))).entries);
      const elements = acl.map(([identifier, letters]) => [identifier, String(letters)] as const);
      return effectiveLetters(elements, who, owner.domain, base.isMember);
    },
    limits: () => defaultMailLimits,
    parseHead: options.parseHead,
  };
  const filesDeps: FilesDeps = {
    ...base,
    mayEverything: base.may(FILES_RIGHT),
    limits: () => defaultFileLimits,
  };
  const dataDeps: DataDeps = {
    ...base,
    needOwn: (who, owner) => core.rights.need(who, DATA_RIGHT, owner.domain, owner.account),
    local: address => {
      try {
        return base.owner({ kind: 'system' }, address);
      } catch {
        return null;
      }
    },
    limits: () => defaultDataLimits,
  };
  const skins = new Skins({
    store: core.store,
    clock: core.clock,
    domainId: domain => {
      const record = core.domains.find(domain);
      if (record === null) throw new PosternError('domain-unknown');
      return String(record.id);
    },
    needModify: (who, domain) => core.rights.need(who, domain === null ? SERVER_SKINS : DOMAIN_SKINS, domain),
    needStock: who => core.rights.need(who, STOCK_SKINS, who.kind === 'account' ? who.domain : null),
    check: (name, bytes) => check(name, bytes),
    stockFolder: options.stockFolder,
    limits: () => defaultSkinLimits,
    problem: text => core.log.problem(text),
  });
  const mailboxes = new Mailboxes(mailDeps);
  const messages = new Messages(mailDeps, mailboxes);
  const content: Content = {
    skins,
    files: new Files(filesDeps, skins),
    datasets: new Datasets(dataDeps),
    roster: new Roster(dataDeps),
    mailboxes,
    subscriptions: new BoxSubscriptions(mailDeps),
    messages,
    views: new Views(
      {
        store: core.store,
        subscribe: (topic, subject, listener) => core.events.subscribe(topic, subject, listener),
      },
      mailboxes,
    ),
    calendars: new Calendars(
      calendarDeps(core, base, (who, from, to, text) => sendMail(who, from, to, text)),
      mailboxes,
      messages,
    ),
    setCalendarMail: wanted => {
      sendMail = wanted;
    },
    setSkinCheck: wanted => {
      check = wanted;
    },
  };
  register(core, content);
  return content;
}

/** What calendars ask beside mailboxes. */
function calendarDeps(core: Core, base: ReturnType<typeof common>, sendMail: SendMail): CalendarDeps {
  const now = () => Math.floor(core.clock() / 1000);
  const nameOf = ({ account, domain }: Owner) => `${account}@${domain}`;
  const realName = (owner: Owner) => {
    const name = base.settings(owner).entries.RealName;
    return typeof name === 'string' && name !== '' ? name : null;
  };
  return {
    clock: core.clock,
    owner: base.owner,
    preferences: ({ id }) => {
      const account = core.accounts.get(id);
      if (account === null) throw new PosternError('account-unknown');
      return core.resolver.prefs(account);
    },
    settings: base.settings,
    addresses: owner => [
      nameOf(owner),
      ...accountAliases(core, { kind: 'system' }, nameOf(owner)).map(alias => `${alias}@${owner.domain}`),
    ],
    compose: async (from, name, subject, calendar) =>
      itemMessage(from, name, subject, calendar, now(), core.hostName),
    calendarText: calendarTextOf,
    send: (who, owner, mail) =>
      sendMail(
        who,
        nameOf(owner),
        mail.to,
        calendarMessage(nameOf(owner), realName(owner), mail, now(), core.hostName),
      ),
  };
}

/** Tells the core who keeps what. */
function register(core: Core, { files, datasets, roster, mailboxes, skins }: Content): void {
  core.owned.register({
    name: 'mailboxes',
    created: (tx, { id, name, domainId }, names) => {
      const domain = core.domains.get(domainId)?.name ?? '';
      mailboxes.created(tx, { account: name, domain, id }, names);
    },
    cleanAccount: id => mailboxes.cleanAccount(id),
    usage: id => ({ StorageUsed: mailboxes.total(id).size }),
  });
  core.owned.register({
    name: 'files',
    cleanAccount: id => files.cleanAccount(id),
    usage: id => {
      const { files: count, size } = files.counters(id);
      return { FileStorageUsed: size, FileStorageFiles: count };
    },
  });
  core.owned.register({
    name: 'data',
    cleanAccount: async id => {
      await core.store.transact(`purge:${id}`, async tx => {
        await datasets.dropAccount(tx, id);
        await roster.dropAccount(tx, id);
      });
    },
  });
  core.owned.register({
    name: 'skins',
    cleanDomain: async id => {
      await core.store.transact(`skins:${id}`, tx => skins.dropSet(tx, String(id), null));
    },
  });
}
