/** Messages (ximss.md 7). */
import { dictKeys, dictPut, newDict } from '../../../stdlib/values/dict.js';
import type { Bytes, Xml } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import type { Box } from '../../objects/mailboxes/types.js';
import { changeFlags, type Flags, NO_FLAGS } from '../../objects/messages/flags.js';
import { Failure, illegal, missingAttribute } from '../failure.js';
import { flagsOf } from '../folders/flags.js';
import { selected } from '../folders/messageset.js';
import { removeMessages } from '../folders/remove.js';
import { composeContext, encode, readEmail } from '../present/compose.js';
import type { Call, Handlers } from '../run/call.js';
import { pair, readObject } from '../xml/object.js';
import { attribute, childNamed, children, texts } from '../xml/query.js';
import { readTime } from '../xml/times.js';
import { folderOf, mailboxNamed } from './folders.js';

async function messageMark(call: Call): Promise<void> {
  const { view } = folderOf(call);
  const flags = flagsOf(call.need('flags'));
  await call.world.objects.messages.setFlags(
    call.session.principal,
    view.box,
    selected(call.request, view),
    flags,
  );
}

/** The mailbox that the request stores into; with `mailboxClass` a missing one is made. */
export async function targetBox(
  call: Call,
  letters: string,
): Promise<{ readonly box: Box; readonly name: Bytes }> {
  const { mailboxes } = call.world.objects;
  const { principal } = call.session;
  const name = call.filled('targetMailbox') ?? call.filled('mailbox');
  if (name === null) {
    const folder = call.filled('folder');
    if (folder === null) throw missingAttribute('targetMailbox');
    const { view, mailbox } = call.session.opened.folders.get(folder);
    return { box: view.box, name: mailbox };
  }
  const wanted = mailboxNamed(call, name);
  const boxClass = call.attr('mailboxClass');
  const box =
    boxClass === null
      ? await mailboxes.open(principal, '*', wanted, letters)
      : await mailboxes.openOrMake(principal, '*', wanted, boxClass, letters);
  return { box, name };
}

/** Tells the new UIDs, when the client wants to know. */
export function reportAppended(call: Call, targetMailbox: Bytes, box: Box, uids: readonly number[]): void {
  if (call.filled('report')?.toLowerCase() !== 'uid') return;
  for (const uid of uids) {
    call.send('messageAppended', [
      ['targetMailbox', targetMailbox],
      ['UID', uid],
      ['UIDValidity', box.record.uidValidity],
    ]);
  }
}

async function transfer(call: Call, isMove: boolean): Promise<void> {
  const { view } = folderOf(call);
  if (call.filled('targetMailbox') === null && call.filled('mailbox') === null) {
    throw missingAttribute('targetMailbox');
  }
  const { box, name } = await targetBox(call, 'i');
  const uids = selected(call.request, view);
  const added = await call.world.objects.messages.copy(call.session.principal, view.box, uids, box, isMove);
  reportAppended(call, name, box, added);
}

async function messageRemove(call: Call): Promise<void> {
  const { view } = folderOf(call);
  await removeMessages(call, view, selected(call.request, view), call.filled('mode'));
}

/** How a message is stored, from the attributes that all such operations share. */
export function appendOptions(
  call: Call,
  flags: Bytes | null,
): {
  readonly flags: Flags;
  readonly internalDate?: number;
  readonly replacesUid?: number;
  readonly checkOld?: boolean;
} {
  const replaces = call.number('replacesUID');
  const date = call.filled('internalDate');
  const time = date === null ? null : readTime(date);
  if (date !== null && time === null) throw illegal('illegal internalDate value');
  return {
    flags: flags === null ? NO_FLAGS : changeFlags(NO_FLAGS, flagsOf(flags)),
    ...(time === null ? {} : { internalDate: time.at * 1000 }),
    ...(replaces === null ? {} : { replacesUid: replaces, checkOld: call.flag('checkOld') }),
  };
}

/** Stores a message; the one to replace may be gone. */
export async function append(
  call: Call,
  box: Box,
  name: Bytes,
  text: Uint8Array,
  flags: Bytes | null,
): Promise<void> {
  try {
    const options = appendOptions(call, flags);
    const { uid } = await call.world.objects.messages.append(call.session.principal, box, text, options);
    reportAppended(call, name, box, [uid]);
  } catch (error) {
    if (error instanceof PosternError && error.code === 'message-unknown') throw replacedUnknown();
    throw error;
  }
}

const replacedUnknown = (): Failure => new Failure('message to replace is not found', 538);

async function messageAppend(call: Call): Promise<void> {
  const { box, name } = await targetBox(call, 'i');
  const context = composeContext(call.world.hostName, call.world.now());
  const composed = await readEmail(childNamed(call.request, 'email'), { call, context });
  const flags = call.filled('flags') ?? composed.flags;
  await append(call, box, name, encode(composed, context), flags);
}

function messageAttrRead(call: Call): void {
  const folder = folderOf(call);
  const uid = uidOf(call);
  folder.view.need(uid);
  const values = call.world.objects.messages.attributes(call.session.principal, folder.view.box, uid);
  const wanted = texts(call.request, 'name');
  const names = wanted.length === 0 ? dictKeys(values) : wanted;
  const content = names.map(name => {
    const value = values.entries[name];
    return value === undefined || value === null ? '' : pair(name, value);
  });
  call.send(
    'messageAttr',
    [
      ['folder', folder.name],
      ['UID', uid],
    ],
    content.join(''),
  );
}

/** The message that the request names. */
export function uidOf(call: Call): number {
  const uid = Number(call.need('UID'));
  if (!Number.isSafeInteger(uid) || uid < 0) throw new PosternError('message-unknown');
  return uid;
}

async function messageAttrStore(call: Call): Promise<void> {
  const { view } = folderOf(call);
  const uid = uidOf(call);
  view.need(uid);
  const updates = newDict();
  for (const child of children(call.request)) {
    const isEmpty = child.body.length === 0 && attribute(child, 'type') === null;
    const value = isEmpty ? 'default' : readObject(child);
    if (value === undefined) throw illegal(`illegal value of ${child.type}`);
    dictPut(updates, nameOf(child), value);
  }
  await call.world.objects.messages.updateAttributes(call.session.principal, view.box, uid, updates);
}

const nameOf = (child: Xml): Bytes =>
  child.type.toLowerCase() === 'subkey' ? (attribute(child, 'key') ?? '') : child.type;

export const MESSAGES_HANDLERS: Handlers = {
  messageMark,
  messageCopy: call => transfer(call, false),
  messageMove: call => transfer(call, true),
  messageRemove,
  messageAppend,
  messageAttrRead,
  messageAttrStore,
};
