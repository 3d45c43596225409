/** folderRead: a message or a part of it as XML, or a draft made of it (ximss.md 6.2). */

import type { Bytes } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import { type OpenedMessage, openedText } from '../../objects/messages/opened.js';
import { findPart } from '../../objects/mime/body.js';
import type { Folder } from '../folders/folder.js';
import { draftElement } from '../present/draft.js';
import { emailElement, mimeContext, mimeElement } from '../present/mime.js';
import type { Call, Handlers } from '../run/call.js';
import { folderOf } from './folders.js';
import { uidOf } from './messages.js';

const MODES = [
  '',
  'text',
  'replyFrom',
  'replyAll',
  'forward',
  'replyFromHTML',
  'replyAllHTML',
  'forwardHTML',
] as const;

/** The text of a message of a view. Throws `unknown message`. */
export async function readMessage(call: Call, folder: Folder, uid: number): Promise<Uint8Array> {
  folder.view.need(uid);
  return call.world.objects.messages.read(call.session.principal, folder.view.box, uid);
}

/** A message of a view, to be shown. Throws `unknown message`. */
async function openMessage(call: Call, folder: Folder, uid: number): Promise<OpenedMessage> {
  folder.view.need(uid);
  return call.world.objects.messages.open(call.session.principal, folder.view.box, uid);
}

async function folderRead(call: Call): Promise<void> {
  const folder = folderOf(call);
  const uid = uidOf(call);
  const mode = call.word('mode', MODES, '', 'illegal mode');
  const partId = call.filled('partID');
  const limit = call.limit('totalSizeLimit');
  const { smime } = call.world.objects;
  const isWhole = call.flag('verify') || smime.isUnlocked(call.session.record);
  const { text, root } = isWhole
    ? openedText(smime.opened(call.session.record, await readMessage(call, folder, uid)))
    : await openMessage(call, folder, uid);
  const context = mimeContext(text, limit, call.flag('verify') ? smime.signatures(text) : undefined);
  let content: Bytes;
  if (mode !== '' && mode !== 'text') content = draftElement(call, root, text, mode);
  else if (partId === null) content = emailElement(root, context);
  else {
    const part = findPart(root, partId);
    if (part === null) throw new PosternError('part-unknown');
    content = mimeElement(part, context);
  }
  call.send(
    'folderMessage',
    [
      ['folder', folder.name],
      ['UID', uid],
      ['partID', partId],
      ['mode', mode === '' ? null : mode],
      ['totalSizeLimit', call.filled('totalSizeLimit')],
    ],
    content,
  );
}

export const READ_HANDLERS: Handlers = { folderRead };
