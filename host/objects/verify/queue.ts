/** Messages on their way and mailing lists. */
import { key } from '../../storage/index.js';
import { accountKey } from '../core/keys.js';
import { decodeList, decodeSubscriber, ownedKey } from '../lists/records.js';
import { isCounted } from '../lists/store.js';
import { decodeMessage, decodeRecipient, messageKey } from '../queue/records.js';
import { type Findings, numberOf, textOf } from './findings.js';

export async function checkQueue(found: Findings): Promise<void> {
  const waiting = new Set<number>();
  await found.each(['queue.to'], ([, part, number], value, at) => {
    const id = numberOf(part);
    const { address } = decodeRecipient(at, value);
    waiting.add(id);
    if (address === '') found.note(`message ${id} in the queue: recipient ${String(number)} has no address`);
    if (found.store.get(messageKey(id)) === undefined)
      found.note(`the queue has a recipient ${address} of message ${id}, which is not there`);
  });
  await found.each(['queue'], ([, part], value) => {
    const id = numberOf(part);
    const { blob, to } = decodeMessage(id, value);
    found.refer(blob);
    found.lastId = Math.max(found.lastId, id);
    if (blob === '') found.note(`message ${id} in the queue has no text`);
    if (to.length === 0 && !waiting.has(id)) found.note(`message ${id} in the queue has no recipients`);
    if (to.length > 0 && waiting.has(id)) found.note(`message ${id} in the queue is routed twice`);
  });
}

export async function checkLists(found: Findings): Promise<void> {
  const { store } = found;
  const counts = new Map<number, number>();
  await found.each(['list.sub'], ([, id, address], value) => {
    const list = numberOf(id);
    const subscriber = decodeSubscriber(textOf(address), value);
    counts.set(list, (counts.get(list) ?? 0) + isCounted(subscriber));
  });
  const known = new Set<number>();
  await found.each(['list'], ([, part, name], value) => {
    const domain = numberOf(part);
    const list = decodeList(domain, textOf(name), value);
    if (list === null) return;
    known.add(list.id);
    if (found.goneDomains.has(domain)) return;
    found.lastId = Math.max(found.lastId, list.id);
    const what = `the list ${list.name} of domain ${domain}`;
    const count = counts.get(list.id) ?? 0;
    if (list.count !== count) found.note(`${what} counts ${list.count} subscribers; there are ${count}`);
    if (store.get(accountKey(list.owner)) === undefined) found.note(`${what}: its owner is not there`);
    if (store.get(ownedKey(list.owner, domain, list.name)) === undefined)
      found.note(`${what}: its owner does not know of it`);
  });
  for (const id of counts.keys())
    if (!known.has(id) && !found.goneLists.has(id))
      found.note(`there are subscribers of list ${id}, which is not there`);
  await found.each(['list.owner'], ([, account, domain, name]) => {
    if (found.goneDomains.has(numberOf(domain)) || !found.counts(numberOf(account))) return;
    const list = decodeList(
      numberOf(domain),
      textOf(name),
      store.get(key('list', numberOf(domain), textOf(name))),
    );
    if (list?.owner !== account)
      found.note(
        `account ${String(account)} is noted as owner of the list ${textOf(name)}, which is not its own`,
      );
  });
}
