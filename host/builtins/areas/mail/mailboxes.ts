/** Mailboxes (cgpl.md 14.13): thin calls into the object layer. */
import {
  dictKeys,
  dictOf,
  dictSet,
  isArray,
  isDict,
  isString,
  makeTime,
  newDict,
} from '../../../../stdlib/values/index.js';
import type { Bytes, Dict, Value } from '../../../../stdlib/values/types.js';
import { look } from '../../../../stdlib/wssp/index.js';
import { PosternError } from '../../../errors/index.js';
import { type BoxLine, LETTERS } from '../../../objects/mailboxes/types.js';
import { flagsText, matchesFlags, parseFlags } from '../../../objects/messages/flags.js';
import type { View } from '../../../objects/views/index.js';
import type { Builtin, BuiltinTable, RunScope } from '../../scope.js';
import { accountOf, illegal, orNull } from '../accounts.js';
import type { Notice } from '../environ.js';
import { held, type OpenBox, open } from './handles.js';
import { uidsOf } from './sets.js';

const who = ({ identity }: RunScope) => identity.principal;
const name = (argument: Value | undefined): Bytes =>
  isString(argument ?? null) ? (argument as Bytes) : illegal('mailbox');
const isGiven = (argument: Value | undefined): boolean => argument !== undefined && argument !== null;
const number = (dict: Dict, key: Bytes): number | undefined => {
  const value = look(dict, key);
  return typeof value === 'number' ? value : undefined;
};
const text = (dict: Dict, key: Bytes): Bytes | null => {
  const value = look(dict, key);
  return isString(value) ? value : null;
};

/** Letters in the order in which they are shown. */
const lettersText = (letters: ReadonlySet<string>): Bytes =>
  [...LETTERS].filter(letter => letters.has(letter)).join('');

/** What ListMailboxes tells of one name. */
function lineValue({ isFolder, isBox, box, letters }: BoxLine): Value {
  if (!isBox) return [];
  const info: Value =
    box === null
      ? lettersText(letters)
      : dictOf([
          ['Class', box.record.class],
          ['Messages', box.use.messages],
          ['Unseen', box.use.unseen],
          ['Size', box.use.size],
          ['UIDNext', box.use.uidNext],
          ['UIDValidity', box.record.uidValidity],
        ]);
  return isFolder ? [info] : info;
}

const list: Builtin = async (scope, filter = null) => {
  const found = newDict();
  const pattern = isString(filter) ? filter : null;
  for (const line of await scope.services.objects.mailboxes.list(who(scope), '*', pattern)) {
    dictSet(found, line.name, lineValue(line));
  }
  return found;
};

const openView: Builtin = async (scope, params = null) => {
  if (!isDict(params)) illegal('parameters');
  const mailboxClass = text(params, 'mailboxClass');
  const uidValidity = number(params, 'UIDValidity');
  const uidMin = number(params, 'UIDMin');
  let opened: OpenBox | null = null;
  const notify = (): void => {
    const { task } = scope.run;
    if (opened && opened.reference !== null && task !== null) {
      scope.services.sendEvent(task, 'mailboxNotify', opened.reference);
    }
  };
  const view: View = await scope.services.objects.views.open(
    who(scope),
    '*',
    {
      mailbox: name(look(params, 'mailbox')),
      ...(mailboxClass === null ? {} : { mailboxClass }),
      ...(uidValidity === undefined ? {} : { uidValidity }),
      ...(uidMin === undefined ? {} : { uidMin }),
      sortField: text(params, 'sortField') ?? 'UID',
      isDescending: /^desc/i.test(text(params, 'sortOrder') ?? ''),
      filter: text(params, 'filter'),
      filterField: text(params, 'filterField'),
    },
    notify,
  );
  scope.run.signal.addEventListener('abort', () => view.close(), { once: true });
  opened = { box: view.box, view, reference: null };
  return open(scope, 'Mailbox', opened);
};

const uids: Builtin = async (scope, box, flags = null) => {
  const opened = held(scope, 'Mailbox', box);
  const wanted = isString(flags) ? parseFlags(flags) : null;
  const { messages } = scope.services.objects;
  if (opened.view !== null) {
    const { view } = opened;
    return view.uids().filter(uid => {
      const record = wanted === null ? null : view.record(uid);
      return wanted === null || (record !== null && matchesFlags(record.flags, wanted));
    });
  }
  const found: number[] = [];
  for await (const { uid, record } of messages.all(who(scope), opened.box)) {
    if (wanted === null || matchesFlags(record.flags, wanted)) found.push(uid);
  }
  return found;
};

/** Something about one message; null for an unknown one. */
const ofMessage = (tell: (record: NonNullable<ReturnType<View['record']>>) => Value): Builtin =>
  orNull((scope, box, uid) => {
    const opened = held(scope, 'Mailbox', box);
    const record =
      typeof uid === 'number' ? scope.services.objects.messages.find(who(scope), opened.box, uid) : null;
    return record === null ? null : tell(record);
  });

const setFlags: Builtin = async (scope, box, set = null, params = null) => {
  const opened = held(scope, 'Mailbox', box);
  const more = isDict(params) ? params : null;
  const flags = more === null ? params : look(more, 'flags');
  if (!isString(flags)) illegal('flags');
  const isIndex = more !== null && look(more, 'useIndex') !== null;
  const ids = await uidsOf(scope, opened, set, 'MailboxSetFlags', isIndex);
  await scope.services.objects.messages.setFlags(who(scope), opened.box, ids, parseFlags(flags));
  return null;
};

const copyMessages: Builtin = async (scope, box, set = null, params = null) => {
  const opened = held(scope, 'Mailbox', box);
  const more = isDict(params) ? params : newDict();
  const target = isString(params) ? params : name(look(more, 'targetMailbox'));
  const { mailboxes, messages } = scope.services.objects;
  const ids = await uidsOf(scope, opened, set, 'MailboxCopy', look(more, 'useIndex') !== null);
  const boxClass = text(more, 'mailboxClass');
  const to =
    boxClass === null
      ? await mailboxes.open(who(scope), '*', target, 'i')
      : await mailboxes.openOrMake(who(scope), '*', target, boxClass, 'i');
  const added = await messages.copy(who(scope), opened.box, ids, to, look(more, 'doMove') !== null);
  return look(more, 'report') === null ? null : added;
};

/** One change of a view, null when nothing is pending. */
const sync: Builtin = (scope, box) => {
  const { view } = held(scope, 'Mailbox', box);
  const [report] = view?.sync(1) ?? [];
  if (!report) return null;
  const { mode, uid, index } = report;
  return dictOf([
    ['mode', mode],
    ['UID', uid],
    ['index', index],
  ]);
};

export const mailboxes: BuiltinTable = {
  listmailboxes: list,
  createmailbox: async (scope, mailbox, boxClass = null) => {
    const given = isString(boxClass) ? boxClass : '';
    await scope.services.objects.mailboxes.create(who(scope), '*', name(mailbox), given);
    return null;
  },
  renamemailbox: async (scope, old, mailbox, sub) => {
    await scope.services.objects.mailboxes.rename(who(scope), '*', name(old), name(mailbox), isGiven(sub));
    return null;
  },
  deletemailbox: async (scope, mailbox, sub) => {
    await scope.services.objects.mailboxes.remove(who(scope), '*', name(mailbox), isGiven(sub));
    return null;
  },
  getmailboxacls: async (scope, mailbox) =>
    dictOf(await scope.services.objects.mailboxes.control.acl(who(scope), '*', name(mailbox))),
  setmailboxacls: async (scope, mailbox, acls = null) => {
    if (!isDict(acls)) illegal('access rights');
    const changes = newDict();
    for (const key of dictKeys(acls)) {
      const value = look(acls, key);
      // An empty array removes an identifier.
      dictSet(changes, key, isArray(value) ? '' : value);
    }
    await scope.services.objects.mailboxes.control.updateAcl(who(scope), '*', name(mailbox), changes);
    return null;
  },
  getmailboxaliases: (scope, account) =>
    scope.services.objects.subscriptions.aliases(who(scope), accountOf(account)),
  setmailboxaliases: async (scope, aliases = null, account) => {
    if (!isDict(aliases)) illegal('aliases');
    await scope.services.objects.subscriptions.setAliases(who(scope), accountOf(account), aliases);
    return null;
  },
  getmailboxsubscription: (scope, account) =>
    scope.services.objects.subscriptions.list(who(scope), accountOf(account)),
  setmailboxsubscription: async (scope, names = null, account) => {
    const wanted = isArray(names) ? names.filter(isString) : illegal('subscription');
    await scope.services.objects.subscriptions.change(who(scope), accountOf(account), () => wanted);
    return null;
  },
  openmailbox: async (scope, mailbox) => {
    const box = await scope.services.objects.mailboxes.open(who(scope), '*', name(mailbox), 'r');
    return open(scope, 'Mailbox', { box, view: null, reference: null });
  },
  openmailboxview: openView,
  mailboxuids: uids,
  sync,
  mailboxinternaltimebyuid: ofMessage(({ internalDate }) => makeTime(Math.floor(internalDate / 1000))),
  mailboxflagsbyuid: ofMessage(({ flags }) => flagsText(flags)),
  mailboxoriguidbyuid: ofMessage(({ origUid }) => origUid),
  mailboxuidbyoriguid: orNull((scope, box, orig) => {
    const opened = held(scope, 'Mailbox', box);
    if (typeof orig !== 'number') return null;
    return scope.services.objects.messages.uidByOrig(who(scope), opened.box, orig);
  }),
  mailboxsetflags: setFlags,
  mailboxexpunge: async (scope, box) => {
    await scope.services.objects.messages.expunge(who(scope), held(scope, 'Mailbox', box).box);
    return null;
  },
  mailboxcopy: copyMessages,
};

export const mailboxNotices: Readonly<Record<string, Notice>> = {
  subscribeevents: (scope, object = null, reference = null) => {
    const opened = held(scope, 'Mailbox', object);
    if (opened.view === null) throw new PosternError('illegal-value', { args: ['SubscribeEvents'] });
    opened.reference = reference;
    // What happened before is told, too: a program that subscribes late must not wait for the next change.
    if (reference !== null && opened.view.isPending && scope.run.task !== null) {
      scope.services.sendEvent(scope.run.task, 'mailboxNotify', reference);
    }
  },
};
