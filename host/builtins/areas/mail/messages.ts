/** Messages and their parts (cgpl.md 14.14), appending (14.13), sending (14.19). */
import { parseXml } from '../../../../stdlib/data/index.js';
import { xmlToApp } from '../../../../stdlib/formats/index.js';
import {
  dictOf,
  dictSet,
  isArray,
  isDict,
  isString,
  isTime,
  isXml,
  makeData,
  newDict,
} from '../../../../stdlib/values/index.js';
import type { Bytes, Dict, Value, Xml } from '../../../../stdlib/values/types.js';
import { look } from '../../../../stdlib/wssp/index.js';
import { PosternError } from '../../../errors/index.js';
import { NO_FLAGS, parseFlags, REDIRECTED } from '../../../objects/messages/flags.js';
import { collected, type OpenedMessage } from '../../../objects/messages/opened.js';
import {
  allParts,
  composeMessage,
  fieldValuesOf,
  findPart,
  type MimePart,
  parseStructure,
  partText,
} from '../../../objects/mime/index.js';
import type { Builtin, BuiltinTable, RunScope } from '../../scope.js';
import { bytesOf } from '../../worker/form.js';
import { illegal, orNull } from '../accounts.js';
import { compose, contentOf, withHeaders } from './compose.js';
import { held, open } from './handles.js';

const who = ({ identity }: RunScope) => identity.principal;
const uidOf = (argument: Value | undefined): number =>
  typeof argument === 'number' ? argument : illegal('UID');

async function textOf(scope: RunScope, box: Value | undefined, uid: Value | undefined): Promise<Uint8Array> {
  const opened = held(scope, 'Mailbox', box);
  return scope.services.objects.messages.read(who(scope), opened.box, uidOf(uid));
}

const paramsDict = (params: ReadonlyMap<Bytes, Bytes>): Dict => dictOf([...params]);

/** The structure of a part and everything in it. */
function structureOf(part: MimePart): Dict {
  const dict = dictOf([
    ['estimatedSize', part.estimatedSize],
    ['filename', part.filename],
    ['Content-Type', part.type],
    ['Content-Subtype', part.subtype],
    ['DispositionParams', part.dispositionParams.size > 0 ? paramsDict(part.dispositionParams) : null],
    ['ContentTypeParams', part.typeParams.size > 0 ? paramsDict(part.typeParams) : null],
    ['MIMEPartID', part.id],
    ['MIMEParts', part.parts.length > 0 ? part.parts.map(structureOf) : null],
  ]);
  if (part.disposition !== null) dictSet(dict, 'Content-Disposition', part.disposition);
  for (const { name, value } of part.fields) {
    if (/^content-(?!type$|disposition$)/i.test(name)) dictSet(dict, name, value.trim());
  }
  return dict;
}

/** How well a part serves as text: plain least among alternatives, html a little better; null: not at all. */
function textRank({ type, subtype }: MimePart): number | null {
  if (type !== 'text') return null;
  return subtype === 'plain' ? 0 : subtype === 'html' ? 1 : 2;
}

/** The first part that suits a purpose, null when there is none. */
function suitable(root: MimePart, purpose: Bytes): MimePart | null {
  const parts = [...allParts(root)].filter(
    part => part.disposition !== 'attachment' && part.parts.length === 0,
  );
  if (purpose === 'audio') return [...allParts(root)].find(part => part.type === 'audio') ?? null;
  if (purpose === 'plain')
    return parts.find(part => part.type === 'text' && part.subtype === 'plain') ?? null;
  const texts = parts.filter(part => textRank(part) !== null);
  const [first] = texts;
  if (!first) return null;
  // Alternatives of each other stand in one multipart/alternative: the best of those is the text.
  const home = [...allParts(root)].find(part => part.subtype === 'alternative' && part.parts.includes(first));
  if (!home) return first;
  return (
    [...home.parts]
      .filter(part => textRank(part) !== null)
      .sort((a, b) => (textRank(b) ?? 0) - (textRank(a) ?? 0))[0] ?? first
  );
}

function partOf({ root }: OpenedMessage, id: Value): MimePart {
  const part = id === null ? root : isString(id) ? findPart(root, id) : null;
  if (part === null) throw new PosternError('part-unknown');
  return part;
}

/** Values of header fields by the names that the message spells. */
function header(part: MimePart, field: Bytes | null): Value {
  const { head } = fieldValuesOf(part.fields);
  const valuesOf = (name: Bytes): Value[] => {
    const values = look(head, name);
    return isArray(values) ? values : [];
  };
  if (field === null) {
    const all = newDict();
    for (const { name } of part.fields)
      if (look(all, name) === null) dictSet(all, name, valuesOf(name.toLowerCase()));
    return all;
  }
  const key = field.toLowerCase();
  if (!key.startsWith('e-')) return valuesOf(key);
  return valuesOf(key.slice(2)).map(value => (isDict(value) ? look(value, '') : value));
}

async function body(scope: RunScope, message: OpenedMessage, part: MimePart): Promise<Value> {
  const { messages } = scope.services.objects;
  if (part.type !== 'text') return makeData(bytesOf(await collected(messages.body(message, part))));
  const content = partText(message.text, part);
  if (part.subtype !== 'xml') return content;
  const parsed = parseXml(content);
  if (!parsed.ok) throw new PosternError('bad-data', { args: ['the part is no XML'] });
  return parsed.value;
}

const openMessage: Builtin = orNull(async (scope, box, uid) => {
  const { messages } = scope.services.objects;
  return open(scope, 'Message', await messages.open(who(scope), held(scope, 'Mailbox', box).box, uidOf(uid)));
});

const append: Builtin = async (scope, box, headers = null, content = null) => {
  const opened = held(scope, 'Mailbox', box);
  const given = isDict(headers) ? headers : newDict();
  const flags = look(given, 'flags');
  const date = look(given, 'internalDate');
  const replaces = look(given, 'replacesUID');
  const list = isString(flags) ? parseFlags(flags) : null;
  const isGroup = isXml(content) && /^vcardgroup$/i.test(content.type);
  const text = isGroup ? contactsItem(scope, content) : (await compose(scope, given, content)).text;
  const { uid } = await scope.services.objects.messages.append(who(scope), opened.box, text, {
    flags: list === null ? NO_FLAGS : { bits: list.on, own: [...list.ownOn] },
    ...(isTime(date) && Number.isFinite(date.at) ? { internalDate: date.at * 1000 } : {}),
    ...(typeof replaces === 'number' ? { replacesUid: replaces } : {}),
    checkOld: look(given, 'replaceMode') !== null,
  });
  return look(given, 'report') === null ? null : uid;
};

/** A group of addresses as an item of a Contacts mailbox. */
function contactsItem(scope: RunScope, group: Xml): Buffer {
  const text = xmlToApp(group);
  const { delivery } = scope.services.objects;
  const content = { type: 'text', subtype: 'x-vgroup', body: isString(text) ? text : '' };
  return composeMessage([['From', [delivery.ownAddress(who(scope))]]], content, delivery.composing());
}

async function submit(scope: RunScope, headers: Value, content: Value): Promise<null> {
  const given = isDict(headers) ? headers : newDict();
  const { text, from, to } = await compose(scope, given, content);
  const source = look(given, 'sourceType');
  await scope.services.objects.delivery.submit(who(scope), {
    from,
    to,
    text,
    source: isString(source) ? source : 'CGPL',
  });
  return null;
}

/** Sends a message of a mailbox on: as it is, or inside another one. */
const sendOn =
  (make: (scope: RunScope, text: Uint8Array) => Uint8Array | Promise<Uint8Array>): Builtin =>
  async (scope, box, uid, addresses) => {
    if (!isString(addresses ?? null)) illegal('addresses');
    const to = (addresses as Bytes).split(',').map(address => address.trim());
    const { delivery, messages } = scope.services.objects;
    await delivery.submit(who(scope), {
      to,
      text: await make(scope, await textOf(scope, box, uid)),
      source: 'CGPL',
    });
    const opened = held(scope, 'Mailbox', box);
    const mark = { on: REDIRECTED, off: 0, ownOn: [], ownOff: [] };
    await messages.setFlags(who(scope), opened.box, [uidOf(uid)], mark);
    return null;
  };

/** A message with another one in it. */
async function forwarded(scope: RunScope, text: Uint8Array): Promise<Uint8Array> {
  const { delivery } = scope.services.objects;
  const subject = header(parseStructure(text), 'Subject');
  const [first] = isArray(subject) ? subject : [];
  return composeMessage(
    [
      ['From', [delivery.ownAddress(who(scope))]],
      ['Subject', `Fwd: ${isString(first ?? null) ? (first as Bytes) : ''}`],
    ],
    {
      type: 'multipart',
      subtype: 'mixed',
      body: [await contentOf(scope, ''), { type: 'message', subtype: 'rfc822', body: text }],
    },
    delivery.composing(),
  );
}

export const messages: BuiltinTable = {
  getmessageattr: (scope, box, uid) =>
    scope.services.objects.messages.attributes(who(scope), held(scope, 'Mailbox', box).box, uidOf(uid)),
  updatemessageattr: async (scope, box, uid, data = null) => {
    if (!isDict(data)) illegal('attributes');
    const opened = held(scope, 'Mailbox', box);
    await scope.services.objects.messages.updateAttributes(who(scope), opened.box, uidOf(uid), data);
    return null;
  },
  openmessage: openMessage,
  messagepart: (scope, message, type = null) => {
    const { root } = held(scope, 'Message', message);
    if (type === null) return structureOf(root);
    const part = isString(type) ? suitable(root, type.toLowerCase()) : null;
    return part === null ? null : structureOf(part);
  },
  messageheader: (scope, message, part = null, field = null) =>
    header(partOf(held(scope, 'Message', message), part), isString(field) ? field : null),
  messagebody: async (scope, message, part = null) => {
    const opened = held(scope, 'Message', message);
    const { messages } = scope.services.objects;
    if (part === null) return makeData(bytesOf(await collected(messages.stored(opened, opened.root, false))));
    return body(scope, opened, partOf(opened, part));
  },
  mailboxaudiobyuid: orNull(async (scope, box, uid) => {
    const { messages } = scope.services.objects;
    const opened = await messages.open(who(scope), held(scope, 'Mailbox', box).box, uidOf(uid));
    const part = suitable(opened.root, 'audio');
    return part === null ? null : makeData(bytesOf(await collected(messages.body(opened, part))));
  }),
  mailboxappend: append,
  mailboxredirectbyuid: sendOn((_, text) => text),
  mailboxforwardbyuid: sendOn(forwarded),
  submitemail: (scope, headers = null, content = null) => submit(scope, headers, content),
  sendemail: (scope, from = null, subject = null, to = null, headers = null, content = null) => {
    const given = isDict(headers) ? headers : newDict();
    return submit(scope, withHeaders(given, { From: from, Subject: subject, To: to }), content);
  },
};
