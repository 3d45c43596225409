/** Mailboxes: names, counters, and everything that is stored for each message. */
import { decodeValue } from '../../storage/index.js';
import { decodeName, goneBoxKey, readBox, readLast, readUse } from '../mailboxes/records.js';
import type { BoxUse } from '../mailboxes/types.js';
import { counted } from '../messages/counters.js';
import { decodeMessage, headKey, messageKey, origKey } from '../messages/records.js';
import { type Findings, numberOf, textOf } from './findings.js';

/** What one mailbox really holds. */
interface Held {
  readonly account: number;
  readonly box: number;
  name: string | null;
  hasRecord: boolean;
  use: BoxUse;
  lastUid: number;
  lastOrig: number;
}

const NOTHING: BoxUse = {
  uidNext: 1,
  messages: 0,
  unseen: 0,
  size: 0,
  media: 0,
  hidden: 0,
  allMessages: 0,
  allSize: 0,
  seq: 0,
};

const COUNTERS = ['messages', 'unseen', 'size', 'media', 'hidden', 'allMessages', 'allSize'] as const;

export async function checkMail(found: Findings): Promise<void> {
  const { store } = found;
  const boxes = new Map<string, Held>();
  const held = (account: number, box: number): Held => {
    const label = `${account}/${box}`;
    const known = boxes.get(label);
    if (known !== undefined) return known;
    const made = { account, box, name: null, hasRecord: false, use: NOTHING, lastUid: 0, lastOrig: 0 };
    boxes.set(label, made);
    return made;
  };
  /** What belongs to a removed mailbox or account goes behind its removal. */
  const counts = (account: number, box: number): boolean =>
    found.counts(account) && store.get(goneBoxKey(account, box)) === undefined;

  await found.each(['mbox'], ([, account, box]) => {
    held(numberOf(account), numberOf(box)).hasRecord = true;
    if (found.counts(numberOf(account))) readBox(store, numberOf(account), numberOf(box));
  });
  await found.each(['mbox.name'], ([, owner, part], value) => {
    const account = numberOf(owner);
    const name = textOf(part);
    const { box } = decodeName(value);
    if (box === 0 || !found.counts(account)) return;
    const of = held(account, box);
    if (!of.hasRecord) found.note(`mailbox ${name} of account ${account} is not there`);
    if (of.name !== null)
      found.note(`account ${account}: the mailboxes ${of.name} and ${name} are the same one`);
    of.name = name;
  });
  await found.each(['msg'], ([, owner, part, number], value) => {
    const account = numberOf(owner);
    const box = numberOf(part);
    const uid = numberOf(number);
    const record = decodeMessage(value);
    found.refer(record.blob);
    if (!counts(account, box)) return;
    const of = held(account, box);
    of.use = counted(of.use, null, record);
    of.lastUid = Math.max(of.lastUid, uid);
    of.lastOrig = Math.max(of.lastOrig, record.origUid);
    const what = `message ${uid} in mailbox ${of.name ?? box} of account ${account}`;
    if (store.get(headKey(account, box, uid)) === undefined) found.note(`${what}: its header is missing`);
    const orig = store.get(origKey(account, box, record.origUid));
    if (orig === undefined || decodeValue(orig) !== uid)
      found.note(`${what}: its permanent number does not lead to it`);
  });
  await checkParts(found, counts);
  checkCounters(found, boxes, counts);
}

/** Headers, attributes, permanent numbers: each is of a message. */
async function checkParts(found: Findings, counts: (account: number, box: number) => boolean): Promise<void> {
  const { store } = found;
  const parts = { 'msg.head': 'a header', 'msg.attr': 'attributes', 'msg.orig': 'a permanent number' };
  for (const [kind, what] of Object.entries(parts)) {
    await found.each([kind], ([, owner, part, number], value) => {
      const account = numberOf(owner);
      const box = numberOf(part);
      if (!counts(account, box)) return;
      const uid = kind === 'msg.orig' ? decodeValue(value) : numberOf(number);
      if (typeof uid !== 'number' || store.get(messageKey(account, box, uid)) === undefined)
        found.note(
          `mailbox ${box} of account ${account} has ${what} of message ${String(uid)}, which is not there`,
        );
    });
  }
}

function checkCounters(
  found: Findings,
  boxes: ReadonlyMap<string, Held>,
  counts: (account: number, box: number) => boolean,
): void {
  const { store } = found;
  const sums = new Map<number, { size: number; messages: number; box: number; orig: number }>();
  for (const { account, box, name, hasRecord, use, lastUid, lastOrig } of boxes.values()) {
    if (!counts(account, box)) continue;
    const what = `mailbox ${name ?? box} of account ${account}`;
    if (!found.accounts.has(account)) found.note(`${what}: there is no such account`);
    if (!hasRecord && use.allMessages > 0) found.note(`${what} has messages, but is not there`);
    if (hasRecord && name === null) found.note(`${what} has no name`);
    if (!hasRecord) continue;
    const stored = readUse(store, account, box);
    for (const field of COUNTERS) {
      if (stored[field] !== use[field])
        found.note(`${what}: its counter ${field} is ${stored[field]}, not ${use[field]}`);
    }
    if (stored.uidNext <= lastUid) found.note(`${what}: its next UID ${stored.uidNext} is in use`);
    const sum = sums.get(account) ?? { size: 0, messages: 0, box: 0, orig: 0 };
    sums.set(account, {
      size: sum.size + use.allSize,
      messages: sum.messages + use.allMessages,
      box: Math.max(sum.box, box),
      orig: Math.max(sum.orig, lastOrig),
    });
  }
  for (const [account, sum] of sums) {
    const last = readLast(store, account);
    if (last.size !== sum.size)
      found.note(`account ${account}: its mail has ${sum.size} bytes, not ${last.size}`);
    if (last.messages !== sum.messages)
      found.note(`account ${account}: it has ${sum.messages} messages, not ${last.messages}`);
    if (last.box < sum.box) found.note(`account ${account}: the number of a mailbox would be used again`);
    if (last.origUid < sum.orig)
      found.note(`account ${account}: the number of a message would be used again`);
  }
}
