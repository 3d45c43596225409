/** Mailboxes (cli.md 7.9). */
import { dictOf, dictSet, newDict } from '../../../stdlib/values/dict.js';
import type { Bytes, Dict, Value } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import { type Box, type BoxLine, LETTERS } from '../../objects/mailboxes/types.js';
import { type Args, timeOf } from '../args.js';
import { accountOf, authOf } from '../asker.js';
import { area, type Run, type Session } from '../command.js';

const asking = (session: Session, a: Args): { readonly auth: ReturnType<typeof authOf> } => ({
  auth: authOf(session, a),
});

/** What is told of a mailbox: counters as digits (cli.md 6.4). */
async function infoOf({ objects }: Session, box: Box): Promise<Dict> {
  const { record, use } = box;
  const info = dictOf([
    ['Class', record.class],
    ['Messages', String(use.messages)],
    ['Unseen', String(use.unseen)],
    ['Size', String(use.size)],
    ['UIDNext', String(use.uidNext)],
    ['UIDValidity', String(record.uidValidity)],
    ['UIDMessages', String(use.messages)],
    ['Media', String(use.media)],
    ['Created', timeOf(record.created)],
  ]);
  const oldest = use.messages > 0 ? await objects.messages.oldest(box) : null;
  if (oldest !== null) dictSet(info, 'Oldest', timeOf(oldest));
  return info;
}

/** A mailbox, a folder, or both; what may not be opened shows no counters. */
async function lineValue(session: Session, line: BoxLine): Promise<Value> {
  const info = line.box === null ? [] : await infoOf(session, line.box);
  if (!line.isBox) return [];
  return line.isFolder ? [info] : info;
}

const list: Run = async (session, a) => {
  const { who, objects } = session;
  const lines = await objects.mailboxes.list(
    who,
    accountOf(session, a),
    a.optional('filter'),
    asking(session, a),
  );
  const found = newDict();
  for (const line of lines) dictSet(found, line.name, await lineValue(session, line));
  return found;
};

/** A new name: it is one of the account that the command names, so no other may stand in it. */
function newName(name: Bytes): Bytes {
  if (name.startsWith('~')) throw new PosternError('mailbox-name');
  return name;
}

const create: Run = (session, a) =>
  session.objects.mailboxes.create(
    session.who,
    accountOf(session, a),
    newName(a.word('mailboxName')),
    a.optional('mailboxClass') ?? '',
    asking(session, a),
  );

const remove: Run = (session, a) =>
  session.objects.mailboxes.remove(
    session.who,
    accountOf(session, a),
    a.word('mailboxName'),
    a.has('MAILBOXES'),
    asking(session, a),
  );

const rename: Run = (session, a) =>
  session.objects.mailboxes.rename(
    session.who,
    accountOf(session, a),
    a.word('mailboxName'),
    newName(a.word('newMailboxName')),
    a.has('MAILBOXES'),
    asking(session, a),
  );

const info: Run = async (session, a) => {
  const { who, objects } = session;
  const box = await objects.mailboxes.open(
    who,
    accountOf(session, a),
    a.word('mailboxName'),
    'r',
    asking(session, a),
  );
  return infoOf(session, box);
};

const acl: Run = async (session, a) => {
  const { who, objects } = session;
  const elements = await objects.mailboxes.control.acl(
    who,
    accountOf(session, a),
    a.word('mailboxName'),
    asking(session, a),
  );
  return dictOf(elements);
};

const setAcl: Run = (session, a) =>
  session.objects.mailboxes.control.updateAcl(
    session.who,
    accountOf(session, a),
    a.word('mailboxName'),
    a.acl('newACL'),
    asking(session, a),
  );

const rights: Run = async (session, a): Promise<Bytes> => {
  const { who, objects } = session;
  const auth = authOf(session, a);
  const letters = await objects.mailboxes.control.rights(
    who,
    accountOf(session, a),
    a.word('mailboxName'),
    auth ?? who,
  );
  return [...LETTERS].filter(letter => letters.has(letter)).join('');
};

const setClass: Run = (session, a) =>
  session.objects.mailboxes.control.setClass(
    session.who,
    accountOf(session, a),
    a.word('mailboxName'),
    a.word('newClass'),
    asking(session, a),
  );

const subscription: Run = (session, a) =>
  session.objects.subscriptions.list(session.who, accountOf(session, a));

const subscribe: Run = (session, a) => {
  const names = a.strings('newSubscription');
  return session.objects.subscriptions.change(session.who, accountOf(session, a), () => names);
};

const aliases: Run = (session, a) =>
  session.objects.subscriptions.aliases(session.who, accountOf(session, a));

const setAliases: Run = (session, a) =>
  session.objects.subscriptions.setAliases(session.who, accountOf(session, a), a.dictionary('newAliases'));

export const MAILBOXES = area('mailboxes', {
  LISTMAILBOXES: {
    tier: 1,
    syntax: 'accountName [FILTER filter] [AUTH authAccountName]',
    output: 'dictionary',
    right: 'own|ACL|Users|Domain:CanAccessMailboxes',
    run: list,
  },
  CREATEMAILBOX: {
    tier: 1,
    syntax: 'accountName MAILBOX mailboxName [CLASS mailboxClass] [AUTH authAccountName]',
    output: 'none',
    right: 'own|ACL|Users|Domain:CanAccessMailboxes',
    run: create,
  },
  DELETEMAILBOX: {
    tier: 1,
    syntax: 'accountName (MAILBOX|MAILBOXES) mailboxName [AUTH authAccountName]',
    output: 'none',
    right: 'own|ACL|Users|Domain:CanAccessMailboxes',
    run: remove,
  },
  RENAMEMAILBOX: {
    tier: 1,
    syntax: 'accountName (MAILBOX|MAILBOXES) mailboxName INTO newMailboxName [AUTH authAccountName]',
    output: 'none',
    right: 'own|ACL|Users|Domain:CanAccessMailboxes',
    run: rename,
  },
  GETMAILBOXINFO: {
    tier: 1,
    syntax: 'accountName MAILBOX mailboxName [AUTH authAccountName]',
    output: 'dictionary',
    right: 'own|ACL|Users|Domain:CanAccessMailboxes',
    run: info,
  },
  GETMAILBOXACL: {
    tier: 1,
    syntax: 'accountName MAILBOX mailboxName [AUTH authAccountName]',
    output: 'dictionary',
    right: 'own|ACL|Users|Domain:CanAccessMailboxes',
    run: acl,
  },
  SETMAILBOXACL: {
    tier: 1,
    syntax: 'accountName MAILBOX mailboxName [AUTH authAccountName] newACL',
    output: 'none',
    right: 'own|ACL|Users|Domain:CanAccessMailboxes',
    run: setAcl,
  },
  GETMAILBOXRIGHTS: {
    tier: 1,
    syntax: 'accountName MAILBOX mailboxName AUTH authAccountName',
    output: 'string',
    right: 'own|ACL|Users|Domain:CanAccessMailboxes',
    run: rights,
  },
  SETMAILBOXCLASS: {
    tier: 1,
    syntax: 'accountName MAILBOX mailboxName [AUTH authAccountName] CLASS newClass',
    output: 'none',
    right: 'own|ACL|Users|Domain:CanAccessMailboxes',
    run: setClass,
  },
  GETMAILBOXSUBSCRIPTION: {
    tier: 1,
    syntax: 'accountName',
    output: 'array',
    right: 'own|ACL|Users|Domain:CanAccessMailboxes',
    run: subscription,
  },
  SETMAILBOXSUBSCRIPTION: {
    tier: 1,
    syntax: 'accountName newSubscription',
    output: 'none',
    right: 'own|ACL|Users|Domain:CanAccessMailboxes',
    run: subscribe,
  },
  GETMAILBOXALIASES: {
    tier: 1,
    syntax: 'accountName',
    output: 'dictionary',
    right: 'own|ACL|Users|Domain:CanAccessMailboxes',
    run: aliases,
  },
  SETMAILBOXALIASES: {
    tier: 1,
    syntax: 'accountName newAliases',
    kinds: { newAliases: 'dictionary' },
    output: 'none',
    right: 'own|ACL|Users|Domain:CanAccessMailboxes',
    run: setAliases,
  },
});
