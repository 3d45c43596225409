/** Makes the services of mail on its way, over the core and what accounts hold. */

import type { Dict } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import { busyNow, takeCalendarMail } from '../calendar/arriving.js';
import type { Content } from '../content/open.js';
import type { Core } from '../core/core.js';
import { Archives } from '../lists/archive.js';
import { Lists } from '../lists/lists.js';
import { Postings } from '../lists/postings.js';
import { ListStore } from '../lists/store.js';
import { Expiry } from '../mailboxes/expiry.js';
import { type ComposeField, composeMessage } from '../mime/index.js';
import { type Principal, SYSTEM } from '../principal.js';
import { Queue } from '../queue/queue.js';
import { QUEUE_OWNER } from '../queue/records.js';
import { judgeArriving, judgeQueued } from '../rules/run.js';
import type { Rules } from '../rules/service.js';
import type { RuleHooks, RuleWorld } from '../rules/world.js';
import type { ServerSettings } from '../server/service.js';
import { textSetting } from '../settings/read.js';
import type { Statistics } from '../statistics/service.js';
import { Delivery } from './delivery.js';
import type { FullnessDeps } from './fullness.js';
import { relayOf } from './relay.js';

export interface Mail {
  readonly queue: Queue;
  readonly delivery: Delivery;
  readonly lists: Lists;
  readonly archives: Archives;
  readonly expiry: Expiry;
  /** Puts in place what Rules may use beside mail: programs, filters, messages. Calendars they may use anyway. */
  setRuleHooks(hooks: RuleHooks): void;
}

/** Effective preferences of an acting account. */
function preferencesOf(core: Core, who: Principal): Dict {
  const place = core.targets.locate(who, '*');
  const account = core.accounts.find(place.domain.id, place.name);
  if (account === null) throw new PosternError('account-unknown');
  return core.resolver.prefs(account);
}

/** What mail asks of services that are made later. */
export interface MailHelp {
  readonly encrypt: RuleWorld['encrypt'];
  readonly alert: FullnessDeps['alert'];
  /** Counts what accounts send and get (cli.md 7.18). */
  readonly count: Statistics['count'];
}

export function openMail(
  core: Core,
  content: Content,
  rules: Rules,
  server: ServerSettings,
  help: MailHelp,
): Mail {
  const queue = new Queue(core);
  const settings = {
    queue: () => server.effective('queue'),
    smtp: () => server.moduleSettings('SMTP'),
  };
  const calendarHooks: RuleHooks = {
    calendar: (who, kind, text) =>
      takeCalendarMail(content.calendars, who, preferencesOf(core, who), kind, text),
    freeBusy: who => busyNow(content.calendars, who, Math.floor(core.clock() / 1000)),
  };
  let hooks: RuleHooks = calendarHooks;
  const world: RuleWorld = {
    core,
    boxes: content.mailboxes,
    messages: content.messages,
    files: content.files,
    datasets: content.datasets,
    submit: (who, submission) => delivery.submit(who, submission),
    composing: () => delivery.composing(),
    encrypt: help.encrypt,
    hooks: () => hooks,
  };
  const listStore = new ListStore(core);
  const expiry = new Expiry({ core, boxes: content.mailboxes, messages: content.messages });
  const postings = new Postings({
    ...world,
    lists: listStore,
    queue,
    prepare: (who, submission) => delivery.prepare(who, submission),
  });
  const lists = new Lists(core, listStore, postings);
  const delivery: Delivery = new Delivery({
    core,
    queue,
    settings,
    boxes: content.mailboxes,
    messages: content.messages,
    used: id => content.mailboxes.total(id).size,
    alert: help.alert,
    count: help.count,
    notice: async (email, subject, body) => {
      const fields: ComposeField[] = [
        ['From', { address: `MAILER-DAEMON@${core.domains.main.name}`, realName: null }],
        ['To', { address: email, realName: null }],
        ['Subject', subject],
        ['Auto-Submitted', 'auto-generated'],
      ];
      const text = composeMessage(fields, { type: 'text', subtype: 'plain', body }, delivery.composing());
      const box = await content.mailboxes.open(SYSTEM, email, 'INBOX', 'p');
      await content.messages.append(SYSTEM, box, text, { letter: 'p' });
    },
    judge: arriving => judgeArriving(world, rules, arriving),
    judgeAll: (message, text) => judgeQueued(world, rules, message, text),
    toList: (list, command, message, text, settle) => postings.receive(list, command, message, text, settle),
    resend: async ({ from }, to, text, settle) => {
      const added = await delivery.prepare(SYSTEM, { from, to, text, source: 'GROUP' });
      await core.store.transact([QUEUE_OWNER, ...settle.owners], async tx => {
        await settle.run(tx);
        queue.takeIn(tx, [added]);
      });
    },
    hourly: async () => {
      await lists.sendDigests();
      await expiry.daily();
    },
    relay: () => relayOf(settings.smtp()),
    reportsUnsure: () => textSetting(settings.queue(), 'Uncertain', 'Again').toLowerCase() === 'report',
  });
  content.setCalendarMail(async (who, from, to, text) => {
    await delivery.submit(who, { from, to, text, source: 'CALENDAR' });
  });
  const archives = new Archives({
    core,
    lists: listStore,
    postings,
    boxes: content.mailboxes,
    messages: content.messages,
    views: content.views,
  });
  return {
    queue,
    delivery,
    lists,
    archives,
    expiry,
    setRuleHooks: wanted => {
      hooks = { ...calendarHooks, ...wanted };
    },
  };
}
