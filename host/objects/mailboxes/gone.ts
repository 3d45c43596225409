/**
 * Mailboxes that are gone. Their messages are many: they go behind the transaction that removes the mailbox, in pieces,
 * and a mark says so until all are removed.
 */
import { encodeValue, type Store, type Tx, unkey } from '../../storage/index.js';
import { purgeMessages } from '../messages/records.js';
import {
  decodeName,
  dropBox,
  goneBoxes,
  goneBoxKey,
  namesOf,
  ownedRanges,
  putLast,
  readLast,
  readUse,
} from './records.js';

/** Removes a mailbox; its name is the caller's. `account` and `box` are their numbers. */
export function discardBox(store: Store, tx: Tx, account: number, box: number): void {
  const use = readUse(tx, account, box);
  const last = readLast(tx, account);
  putLast(tx, account, {
    ...last,
    size: Math.max(0, last.size - use.allSize),
    messages: Math.max(0, last.messages - use.allMessages),
  });
  tx.put(goneBoxKey(account, box), new Uint8Array());
  tx.defer(() => purge(store, account, box));
  dropBox(tx, account, box);
  tx.change('mailbox', [account, box], encodeValue(['gone']));
}

/** Removes the messages of a mailbox that is gone. */
async function purge(store: Store, account: number, box: number): Promise<void> {
  const writer = `purge:${account}`;
  await purgeMessages(store, writer, account, box);
  await store.transact(writer, tx => tx.del(goneBoxKey(account, box)));
}

/** Goes on with what a stopped server left. */
export async function resumePurges(store: Store): Promise<void> {
  for await (const { key } of store.range(goneBoxes())) {
    const [, account, box] = unkey(key);
    if (typeof account === 'number' && typeof box === 'number') await purge(store, account, box);
  }
}

/** Removes everything of an account that is gone, in pieces: the mailboxes first, so that nothing comes in behind. */
export async function cleanBoxes(store: Store, account: number): Promise<void> {
  const boxes = await store.transact(`purge:${account}`, async tx => {
    const found: number[] = [];
    for await (const { value } of tx.range(namesOf(account))) {
      const { box } = decodeName(value);
      if (box === 0) continue;
      tx.put(goneBoxKey(account, box), new Uint8Array());
      found.push(box);
    }
    for (const range of ownedRanges(account)) for await (const { key } of tx.range(range)) tx.del(key);
    return found;
  });
  for (const box of boxes) await purge(store, account, box);
}
