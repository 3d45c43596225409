/** Mailbox management (ximss.md 6.1). Names are plain; `~account/name` is a mailbox of another account. */
import { xmlText } from '../../../stdlib/data/index.js';
import { dictKeys, dictOf, dictPut, newDict } from '../../../stdlib/values/dict.js';
import type { Bytes } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import { shownLetters } from '../../objects/mailboxes/access.js';
import { nameFilter, parseBoxName, splitOwner } from '../../objects/mailboxes/names.js';
import type { Box, BoxLine } from '../../objects/mailboxes/types.js';
import { illegal, missingAttribute } from '../failure.js';
import type { Call, Handlers } from '../run/call.js';
import { attribute, childrenNamed, flagOf } from '../xml/query.js';
import { timeText } from '../xml/times.js';
import { escapeText, leaf } from '../xml/write.js';
import { subscriptionChanges } from './files.js';
import { mailboxNamed } from './folders.js';

async function mailboxList(call: Call): Promise<void> {
  const { mailboxes } = call.world.objects;
  const filter = call.filled('filter') ?? '*';
  const boxClass = call.attr('mailboxClass');
  const withFolders = call.flag('pureFolder');
  const { owner } = splitOwner(filter);
  const prefix = owner === null ? '' : `~${owner}/`;
  call.session.mailboxWatch?.listed();
  for (const line of await mailboxes.list(call.session.principal, '*', filter)) {
    if (!line.isBox && (!withFolders || boxClass !== null)) continue;
    if (boxClass !== null && !hasClass(line, boxClass)) continue;
    await sendMailbox(call, `${prefix}${line.name}`, line, prefix !== '');
  }
}

/** Plain mail has no class, or one of its own. */
function hasClass({ box }: BoxLine, wanted: Bytes): boolean {
  if (box === null) return false;
  return box.record.class.toLowerCase() === wanted.toLowerCase();
}

async function sendMailbox(call: Call, mailbox: Bytes, line: BoxLine, isForeign: boolean): Promise<void> {
  if (!line.isBox) {
    call.send('mailbox', [
      ['mailbox', mailbox],
      ['pureFolder', 'yes'],
    ]);
    return;
  }
  const { box } = line;
  const isFolder = line.isFolder ? 'yes' : null;
  const rights = isForeign ? shownLetters(line.letters) : null;
  if (box === null) {
    call.send('mailbox', [
      ['mailbox', mailbox],
      ['isFolder', isFolder],
      ['rights', rights],
    ]);
    return;
  }
  const { record, use } = box;
  call.send('mailbox', [
    ['mailbox', mailbox],
    ['UIDValidity', record.uidValidity],
    ['UIDNext', use.uidNext],
    ['Messages', use.messages],
    ['Unseen', use.unseen],
    ['Size', use.size],
    ['Oldest', await oldestOf(call, box)],
    ['Class', record.class === '' ? null : record.class],
    ['Media', use.media > 0 ? use.media : null],
    ['UnseenMedia', use.media > 0 ? await call.world.objects.messages.unseenMedia(box) : null],
    ['BoxSeq', use.seq],
    ['isFolder', isFolder],
    ['rights', rights],
  ]);
}

async function oldestOf(call: Call, box: Box): Promise<Bytes | null> {
  if (box.use.messages === 0) return null;
  const at = await call.world.objects.messages.oldest(box);
  return at === null ? null : timeText(Math.floor(at / 1000)).replace('T', '');
}

async function mailboxCreate(call: Call): Promise<void> {
  const { mailboxes } = call.world.objects;
  const mailbox = call.need('mailbox');
  try {
    await mailboxes.create(call.session.principal, '*', mailbox, call.attr('mailboxClass') ?? '');
  } catch (error) {
    throw illegalName(error);
  }
}

/** The word for a wrong name where a new one is given. */
function illegalName(error: unknown): unknown {
  const isName = error instanceof PosternError && error.code === 'mailbox-name';
  return isName ? illegal('illegal mailbox name') : error;
}

/** Longest name of an alias and of what it stands for, in bytes. */
const LONGEST_NAME = 255;

/** Throws `illegal mailbox name` unless a mailbox could have this name. */
function checkName(name: Bytes): void {
  try {
    parseBoxName(name, LONGEST_NAME);
  } catch (error) {
    throw illegalName(error);
  }
}

/** `children` is there and does not say no. */
function withChildren(call: Call): boolean {
  const value = call.attr('children');
  return value !== null && flagOf(value) !== false;
}

async function mailboxRename(call: Call): Promise<void> {
  const { mailboxes, subscriptions } = call.world.objects;
  const { principal } = call.session;
  const mailbox = call.need('mailbox');
  const newName = call.need('newName');
  const isDeep = withChildren(call);
  await mailboxes.rename(principal, '*', mailbox, newName, isDeep);
  const names = subscriptions.list(principal, '*');
  const moved = (name: Bytes): boolean => name === mailbox || (isDeep && name.startsWith(`${mailbox}/`));
  if (!names.some(moved)) return;
  await subscriptions.change(principal, '*', known =>
    known.map(name => (moved(name) ? newName + name.slice(mailbox.length) : name)),
  );
}

async function mailboxRemove(call: Call): Promise<void> {
  const { mailboxes } = call.world.objects;
  await mailboxes.remove(call.session.principal, '*', call.need('mailbox'), withChildren(call));
}

function mailboxSubList(call: Call): void {
  const passes = nameFilter(call.filled('filter') ?? '*');
  for (const mailbox of call.world.objects.subscriptions.list(call.session.principal, '*')) {
    if (passes(mailbox)) call.send('mailboxSubscription', [['mailbox', mailbox]]);
  }
}

async function mailboxSubUpdate(call: Call): Promise<void> {
  const { added, removed } = subscriptionChanges(call, 'mailboxsubscription', 'mailbox');
  await call.world.objects.subscriptions.change(call.session.principal, '*', names => [
    ...names.filter(name => !removed.includes(name)),
    ...added,
  ]);
}

function mailboxAliasList(call: Call): void {
  const aliases = call.world.objects.subscriptions.aliases(call.session.principal, '*');
  for (const mailbox of dictKeys(aliases)) {
    const target = aliases.entries[mailbox];
    if (typeof target === 'string') call.send('mailboxAlias', [['mailbox', mailbox]], escapeText(target));
  }
}

async function mailboxAliasUpdate(call: Call): Promise<void> {
  const { subscriptions } = call.world.objects;
  const { principal } = call.session;
  const old = subscriptions.aliases(principal, '*');
  const aliases = dictOf(dictKeys(old).map(key => [key, old.entries[key] ?? null] as const));
  for (const child of childrenNamed(call.request, 'mailboxalias')) {
    const name = attribute(child, 'mailbox');
    if (name === null) throw missingAttribute('mailbox');
    if (name === '' || name.startsWith('~')) throw illegal('illegal mailbox name');
    const target = xmlText(child).trim();
    if (target === '') delete aliases.entries[name];
    else {
      checkName(name);
      checkName(target);
      dictPut(aliases, name, target);
    }
  }
  await subscriptions.setAliases(principal, '*', dictOf(Object.entries(aliases.entries)));
}

async function mailboxRightsGet(call: Call): Promise<void> {
  const mailbox = call.need('mailbox');
  const { principal } = call.session;
  const letters = await call.world.objects.mailboxes.control.rights(
    principal,
    '*',
    mailboxNamed(call, mailbox),
    principal,
  );
  call.send('mailboxRights', [['mailbox', mailbox]], shownLetters(letters));
}

async function mailboxACLGet(call: Call): Promise<void> {
  const mailbox = call.need('mailbox');
  const acl = await call.world.objects.mailboxes.control.acl(call.session.principal, '*', mailbox);
  const elements = acl.map(([name, letters]) => leaf('aclElem', letters, [['name', name]]));
  call.send('mailboxACL', [['mailbox', mailbox]], elements.join(''));
}

async function mailboxACLUpdate(call: Call): Promise<void> {
  const mailbox = call.need('mailbox');
  const updates = newDict();
  for (const child of childrenNamed(call.request, 'aclelem')) {
    const name = attribute(child, 'name');
    if (name === null || name === '') throw missingAttribute('name');
    const letters = xmlText(child).trim();
    if (!/^[+-]?[lrswipcda]*$/.test(letters)) throw illegal('illegal access right');
    dictPut(updates, name, letters);
  }
  await call.world.objects.mailboxes.control.updateAcl(call.session.principal, '*', mailbox, updates);
}

async function mailboxSetClass(call: Call): Promise<void> {
  const { mailboxes } = call.world.objects;
  await mailboxes.control.setClass(
    call.session.principal,
    '*',
    call.need('mailbox'),
    call.attr('mailboxClass') ?? '',
  );
}

export const MAILBOXES_HANDLERS: Handlers = {
  mailboxList,
  mailboxCreate,
  mailboxRename,
  mailboxRemove,
  mailboxSubList,
  mailboxSubUpdate,
  mailboxAliasList,
  mailboxAliasUpdate,
  mailboxRightsGet,
  mailboxACLGet,
  mailboxACLUpdate,
  mailboxSetClass,
};
