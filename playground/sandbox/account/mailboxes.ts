/** Mailboxes of the account (cgpl.md 14.13): what needs no view and no other account. */
import { dictGet, dictOf, dictPut, newDict } from '../../../stdlib/values/dict.js';
import { isArray, isDict, isHandle } from '../../../stdlib/values/is.js';
import { makeHandle, makeTime } from '../../../stdlib/values/make.js';
import type { Bytes, Value } from '../../../stdlib/values/types.js';
import type { AccountContext, AccountOp } from './account.js';
import { composed } from './compose.js';
import type { StoredMailbox, StoredMessage } from './state.js';

const NO_BOX = 'mailbox not found';
const MOST_NAME = 250;

/** The mailbox and its name as it is spelled; names differ in letter case only for INBOX. */
function find({ state }: AccountContext, name: Value): [Bytes, StoredMailbox] | null {
  if (typeof name !== 'string') return null;
  const key = /^inbox$/i.test(name) ? 'INBOX' : name;
  const box = Object.hasOwn(state.mailboxes, key) ? state.mailboxes[key] : undefined;
  return box === undefined ? null : [key, box];
}

/** The mailbox of a handle. */
export function boxOf(account: AccountContext, handle: Value): [Bytes, StoredMailbox] | null {
  if (!isHandle(handle) || handle.class !== 'Mailbox') return null;
  return find(account, account.handles[handle.id - 1] ?? null);
}

/** Replaces the messages of a mailbox. */
export function setBox(account: AccountContext, name: Bytes, box: StoredMailbox | null): void {
  const { [name]: _, ...rest } = account.state.mailboxes;
  account.update({ mailboxes: box === null ? rest : { ...rest, [name]: box } });
}

export const messageOf = (account: AccountContext, handle: Value, uid: Value): StoredMessage | null =>
  boxOf(account, handle)?.[1].messages.find(message => message.uid === uid) ?? null;

/** Does a message have all flags of a list? Negative names must be missing. */
function fits({ flags }: StoredMessage, list: Value): boolean {
  if (typeof list !== 'string' || list === '') return true;
  return list.split(',').every(name => {
    const flag = name.trim();
    const negative = /^un(.*)$/i.exec(flag)?.[1];
    return negative === undefined ? hasFlag(flags, flag) : !hasFlag(flags, negative);
  });
}

const hasFlag = (flags: readonly string[], name: string): boolean =>
  flags.some(flag => flag.toLowerCase() === name.toLowerCase());

function withFlags(flags: readonly string[], list: string): string[] {
  let result = [...flags];
  for (const name of list
    .split(',')
    .map(flag => flag.trim())
    .filter(flag => flag !== '')) {
    const negative = /^un(.*)$/i.exec(name)?.[1];
    const bare = (negative ?? name).replace(/^./, letter => letter.toUpperCase());
    result = result.filter(flag => flag.toLowerCase() !== bare.toLowerCase());
    if (negative === undefined) result.push(bare);
  }
  return result;
}

/** A test for membership in a message set. */
function inSet(set: Value): (uid: number) => boolean {
  const parts = isArray(set) ? set : [set];
  return uid =>
    parts.some(part => {
      if (!isArray(part)) return part === uid;
      const [low, high] = part;
      return typeof low === 'number' && typeof high === 'number' && uid >= low && uid <= high;
    });
}

function create(account: AccountContext, name: Value, className: Value): Value {
  if (typeof name !== 'string' || name === '' || name.length > MOST_NAME) return 'the name is wrong';
  if (find(account, name) !== null) return 'the mailbox exists';
  const box = {
    class: typeof className === 'string' ? className : 'IPF.Note',
    validity: account.now(),
    nextUid: 1,
    messages: [],
  };
  setBox(account, name, box);
  return null;
}

function list(account: AccountContext, filter: Value): Value {
  const pattern = typeof filter === 'string' ? filter.replace(/^~[^/]*\//, '') : '*';
  const test = new RegExp(`^${pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/\*+/g, '.*')}$`, 'i');
  const found = newDict();
  for (const [name, box] of Object.entries(account.state.mailboxes)) {
    if (!test.test(name)) continue;
    const unseen = box.messages.filter(({ flags }) => !hasFlag(flags, 'Seen')).length;
    const facts: [Bytes, Value][] = [
      ['Class', box.class],
      ['Messages', box.messages.length],
      ['Unseen', unseen],
      ['UIDNext', box.nextUid],
      ['UIDValidity', box.validity],
    ];
    dictPut(found, name, dictOf(facts));
  }
  return found;
}

function renameBoxes(account: AccountContext, from: Value, to: Value, sub: Value): Value {
  if (find(account, from) === null) return NO_BOX;
  if (typeof to !== 'string' || to === '' || find(account, to) !== null)
    return 'the new name is wrong or taken';
  for (const [name, box] of Object.entries(account.state.mailboxes)) {
    if (name !== from && !(sub !== null && name.startsWith(`${from}/`))) continue;
    setBox(account, name, null);
    setBox(account, to + name.slice(String(from).length), box);
  }
  return null;
}

function deleteBoxes(account: AccountContext, name: Value, sub: Value): Value {
  const found = find(account, name);
  if (found === null || found[0] === 'INBOX') return NO_BOX;
  for (const other of Object.keys(account.state.mailboxes)) {
    if (other === name || (sub !== null && other.startsWith(`${name}/`))) setBox(account, other, null);
  }
  return null;
}

/** Adds a message and gives its UID. */
export function append(account: AccountContext, name: Bytes, message: Omit<StoredMessage, 'uid'>): number {
  const box = account.state.mailboxes[name];
  if (box === undefined) return 0;
  const uid = box.nextUid;
  setBox(account, name, { ...box, nextUid: uid + 1, messages: [...box.messages, { ...message, uid }] });
  return uid;
}

function copy(account: AccountContext, handle: Value, set: Value, params: Value): Value {
  const found = boxOf(account, handle);
  const options = isDict(params) ? params : null;
  const target = find(account, options === null ? params : dictGet(options, 'targetMailbox'));
  if (found === null || target === null) return NO_BOX;
  const isMember = inSet(set);
  const chosen = found[1].messages.filter(({ uid }) => isMember(uid));
  const uids = chosen.map(message => append(account, target[0], message));
  if (options !== null && dictGet(options, 'doMove') !== null) {
    const box = account.state.mailboxes[found[0]] ?? found[1];
    setBox(account, found[0], {
      ...box,
      messages: box.messages.filter(message => !chosen.includes(message)),
    });
  }
  return options !== null && dictGet(options, 'report') !== null ? uids : null;
}

export const mailboxOps: Readonly<Record<string, AccountOp>> = {
  listmailboxes: (account, filter = null) => list(account, filter),
  createmailbox: (account, name = null, className = null) => create(account, name, className),
  renamemailbox: (account, from = null, to = null, sub = null) => renameBoxes(account, from, to, sub),
  deletemailbox: (account, name = null, sub = null) => deleteBoxes(account, name, sub),
  openmailbox: (account, name = null) => {
    const found = find(account, name);
    return found === null ? NO_BOX : makeHandle('Mailbox', account.handles.push(found[0]));
  },
  mailboxuids: (account, handle = null, flags = null) =>
    boxOf(account, handle)?.[1]
      .messages.filter(message => fits(message, flags))
      .map(({ uid }) => uid) ?? null,
  mailboxinternaltimebyuid: (account, handle = null, uid = null) => {
    const message = messageOf(account, handle, uid);
    return message === null ? null : makeTime(message.arrived);
  },
  mailboxflagsbyuid: (account, handle = null, uid = null) =>
    messageOf(account, handle, uid)?.flags.join(',') ?? null,
  mailboxsetflags: (account, handle = null, set = null, params = null) => {
    const found = boxOf(account, handle);
    if (found === null) return NO_BOX;
    const flags = isDict(params) ? dictGet(params, 'flags') : params;
    if (typeof flags !== 'string') return 'the flags are wrong';
    const isMember = inSet(set);
    const messages = found[1].messages.map(m =>
      isMember(m.uid) ? { ...m, flags: withFlags(m.flags, flags) } : m,
    );
    setBox(account, found[0], { ...found[1], messages });
    return null;
  },
  mailboxexpunge: (account, handle = null) => {
    const found = boxOf(account, handle);
    if (found === null) return NO_BOX;
    const messages = found[1].messages.filter(({ flags }) => !hasFlag(flags, 'Deleted'));
    setBox(account, found[0], { ...found[1], messages });
    return null;
  },
  mailboxappend: (account, handle = null, headers = null, content = null) => {
    const found = boxOf(account, handle);
    if (found === null) return NO_BOX;
    const message = composed(headers, content, account.now());
    if (typeof message === 'string') return message;
    const flags = isDict(headers) ? dictGet(headers, 'flags') : null;
    const uid = append(
      account,
      found[0],
      typeof flags === 'string' ? { ...message, flags: withFlags([], flags) } : message,
    );
    return isDict(headers) && dictGet(headers, 'report') !== null ? uid : null;
  },
  mailboxcopy: (account, handle = null, set = null, params = null) => copy(account, handle, set, params),
  sync: () => null,
};
