/** Contacts (ximss.md 8): each is a message with a single part. */
import {
  cardValues,
  displayName,
  findCardProperty,
  normalCard,
  normalGroup,
  partText,
  putCardValue,
  readVCards,
  writeVCard,
  writeVCardGroup,
} from '../../../stdlib/formats/index.js';
import type { Bytes, Xml } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import { addressOf, fieldValues } from '../../objects/messages/head.js';
import { type ComposeField, type Content, composeMessage } from '../../objects/mime/compose.js';
import { composeContext } from '../present/compose.js';
import { emailElement, mimeContext } from '../present/mime.js';
import type { Call, Handlers } from '../run/call.js';
import { childNamed } from '../xml/query.js';
import { timeText } from '../xml/times.js';
import { folderOf, readableFolder } from './folders.js';
import { append, targetBox } from './messages.js';

const bad = (): PosternError => new PosternError('bad-vcard');

/** A contact or group as it is stored. */
interface Stored {
  readonly subject: Bytes;
  readonly to: readonly Bytes[];
  readonly content: Content;
}

/** Fills in what the server adds: a UID, and the time of the change. */
function complete(call: Call, item: Xml): void {
  const { hostName } = call.world;
  const context = composeContext(hostName, call.world.now());
  if (partText(findCardProperty(item, 'UID'), 'VALUE') === '') {
    putCardValue(item, 'UID', `${context.unique()}@${hostName}`);
  }
  putCardValue(item, 'REV', `${timeText(context.now)}Z`);
}

function storedCard(call: Call, xml: Xml): Stored {
  const card = normalCard(xml);
  if (card === null) throw bad();
  complete(call, card);
  return {
    subject: displayName(card),
    to: cardValues(card, 'EMAIL'),
    content: { type: 'text', subtype: 'directory', params: [['profile', 'vCard']], body: writeVCard(card) },
  };
}

function storedGroup(call: Call, xml: Xml): Stored {
  const group = normalGroup(xml);
  if (group === null) throw bad();
  complete(call, group);
  return {
    subject: partText(findCardProperty(group, 'FN'), 'VALUE'),
    to: cardValues(group, 'MEMBER'),
    content: { type: 'text', subtype: 'x-vgroup', body: writeVCardGroup(group) },
  };
}

function encode(call: Call, { subject, to, content }: Stored): Buffer {
  const fields: ComposeField[] = [
    ['From', [{ address: call.session.email, realName: null }]],
    ['Subject', subject],
  ];
  for (const address of to) fields.push(['To', [{ address, realName: null }]]);
  return composeMessage(fields, content, composeContext(call.world.hostName, call.world.now()));
}

async function contactAppend(call: Call): Promise<void> {
  const card = childNamed(call.request, 'vcard');
  const group = childNamed(call.request, 'vcardgroup');
  const { box, name } = await targetBox(call, 'i');
  if (card === null && group === null) throw bad();
  const stored = card !== null ? storedCard(call, card) : storedGroup(call, group as Xml);
  await append(call, box, name, encode(call, stored), 'Seen');
}

async function contactFind(call: Call): Promise<void> {
  const folder = readableFolder(call);
  const peer = call.need('peer').trim().toLowerCase();
  const limit = call.limit('totalSizeLimit');
  for (const uid of folder.view.uids()) {
    const addresses = fieldValues(folder.view.head(uid), 'to').flatMap(
      value => addressOf(value)?.address ?? [],
    );
    if (!addresses.some(address => address.toLowerCase() === peer)) continue;
    if (folder.view.record(uid) === null) continue;
    const { text, root } = await call.world.objects.messages.open(
      call.session.principal,
      folder.view.box,
      uid,
    );
    call.send(
      'folderMessage',
      [
        ['folder', folder.name],
        ['UID', uid],
        ['totalSizeLimit', call.filled('totalSizeLimit')],
      ],
      emailElement(root, mimeContext(text, limit)),
    );
  }
}

async function contactsImport(call: Call): Promise<void> {
  const { view } = folderOf(call);
  const { bytes } = call.session.uploads.take(call.need('uploadID'));
  const cards = readVCards(Buffer.from(bytes).toString('latin1'));
  if (cards === null) throw bad();
  const stored = cards.map(card => storedCard(call, card));
  for (const one of stored) {
    await call.world.objects.messages.append(call.session.principal, view.box, encode(call, one));
  }
}

export const CONTACTS_HANDLERS: Handlers = { contactAppend, contactFind, contactsImport };
