/** Messages of the account (cgpl.md 14.14), and sending: what is sent stays in the playground. */
import { parse, parseXml, printCompact } from '../../../stdlib/data/index.js';
import { dictGet, dictOf, dictPut, newDict } from '../../../stdlib/values/dict.js';
import { isDict, isHandle } from '../../../stdlib/values/is.js';
import { makeData, makeHandle } from '../../../stdlib/values/make.js';
import type { Bytes, Value } from '../../../stdlib/values/types.js';
import type { AccountContext, AccountOp } from './account.js';
import { composed } from './compose.js';
import { append, boxOf, messageOf, setBox } from './mailboxes.js';
import { EMAIL, type StoredMessage } from './state.js';

const UNREADABLE = 'the message cannot be read';
const ADDRESS_FIELDS = /^(?:from|to|cc|bcc|sender|reply-to)$/i;

function opened(account: AccountContext, handle: Value): StoredMessage | null {
  if (!isHandle(handle) || handle.class !== 'Message') return null;
  const place = account.messages[handle.id - 1];
  const box = place === undefined ? undefined : account.state.mailboxes[place.mailbox];
  return box?.messages.find(({ uid }) => uid === place?.uid) ?? null;
}

function structure({ type, subtype, body }: StoredMessage): Value {
  return dictOf([
    ['Content-Type', type],
    ['Content-Subtype', subtype],
    ['MIMEPartID', ''],
    ['estimatedSize', body.length],
  ]);
}

function addressOf(text: Bytes): Value {
  const match = /^\s*"?([^"<]*)"?\s*<([^>]*)>\s*$/.exec(text);
  if (match === null) return dictOf([['', text.trim()]]);
  const name = match[1]?.trim() ?? '';
  return dictOf([['', match[2] ?? ''], ...(name === '' ? [] : [['realName', name] as const])]);
}

function fieldOf({ header }: StoredMessage, name: Bytes): Value[] {
  const plain = /^e-/i.test(name) ? name.slice(2) : name;
  const values = header
    .filter(([key]) => key.toLowerCase() === plain.toLowerCase())
    .map(([, value]) => value);
  if (!ADDRESS_FIELDS.test(plain)) return values;
  const list = values.flatMap(value => value.split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/)).map(addressOf);
  return plain === name ? list : list.map(address => (isDict(address) ? dictGet(address, '') : null));
}

function headerOf(message: StoredMessage, field: Value): Value {
  if (typeof field === 'string') return fieldOf(message, field);
  const all = newDict();
  for (const [name] of message.header) dictPut(all, name, fieldOf(message, name));
  return all;
}

function bodyOf({ type, subtype, body }: StoredMessage): Value {
  if (type !== 'text') return makeData(body);
  if (subtype !== 'xml') return body;
  const parsed = parseXml(body);
  return parsed.ok ? parsed.value : UNREADABLE;
}

/** What is sent to the account itself arrives in its INBOX; a copy of everything is in Sent. */
function submit(account: AccountContext, headers: Value, content: Value): Value {
  const message = composed(headers, content, account.now());
  if (typeof message === 'string') return message;
  const to = message.header.filter(([name]) => /^(?:to|cc|bcc)$/i.test(name)).map(([, value]) => value);
  if (to.length === 0) return 'the message has no recipients';
  append(account, 'Sent', { ...message, flags: ['Seen'] });
  if (to.some(value => value.includes(EMAIL))) append(account, 'INBOX', message);
  return null;
}

export const messageOps: Readonly<Record<string, AccountOp>> = {
  openmessage: (account, box = null, uid = null) => {
    const found = boxOf(account, box);
    if (found === null || messageOf(account, box, uid) === null) return null;
    return makeHandle('Message', account.messages.push({ mailbox: found[0], uid: Number(uid) }));
  },
  messagepart: (account, handle = null, type = null) => {
    const message = opened(account, handle);
    if (message === null) return UNREADABLE;
    const isText = message.type === 'text';
    const isWanted =
      type === null ||
      (type === 'text' && isText) ||
      (type === 'plain' && isText && message.subtype === 'plain');
    return isWanted ? structure(message) : null;
  },
  messageheader: (account, handle = null, part = null, field = null) => {
    const message = opened(account, handle);
    return message === null || (part !== null && part !== '') ? UNREADABLE : headerOf(message, field);
  },
  messagebody: (account, handle = null, part = null) => {
    const message = opened(account, handle);
    return message === null || (part !== null && part !== '') ? UNREADABLE : bodyOf(message);
  },
  getmessageattr: (account, box = null, uid = null) => {
    const message = messageOf(account, box, uid);
    if (message === null) return UNREADABLE;
    const result = parse(message.attributes);
    return result.ok ? result.value : UNREADABLE;
  },
  updatemessageattr: (account, box = null, uid = null, data = null) => {
    const found = boxOf(account, box);
    const message = messageOf(account, box, uid);
    const before = message === null ? null : parse(message.attributes);
    if (found === null || before?.ok !== true || !isDict(before.value) || !isDict(data)) return UNREADABLE;
    for (const key in data.entries) {
      const value = data.entries[key] ?? null;
      dictPut(before.value, key, value === 'default' ? null : value);
    }
    const attributes = printCompact(before.value);
    const messages = found[1].messages.map(m => (m === message ? { ...m, attributes } : m));
    setBox(account, found[0], { ...found[1], messages });
    return null;
  },
  submitemail: (account, headers = null, content = null) => submit(account, headers, content),
  sendemail: (account, from = null, subject = null, to = null, headers = null, content = null) => {
    const all = isDict(headers) ? headers : newDict();
    for (const [name, value] of [
      ['From', from],
      ['Subject', subject],
      ['To', to],
    ] as const)
      dictPut(all, name, value);
    return submit(account, all, content);
  },
};
