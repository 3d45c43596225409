/** Asynchronous messages from the change log: whoever made the change, and whatever protocol it came by. */
import { ALERT_TOPIC } from '../../objects/alerts/service.js';
import { ROSTER_TOPIC } from '../../objects/roster/index.js';
import type { XimssWorld } from '../world.js';
import { element } from '../xml/write.js';
import { newAlerts } from './messages.js';
import { rosterAttributes, rosterContent } from './rosteritem.js';
import type { XimssSession } from './session.js';

/** Tells sessions of new alerts. Gives a function that ends it. */
export function watchAlerts(world: XimssWorld): () => void {
  return world.objects.core.events.subscribe(ALERT_TOPIC, null, ({ subject: [scope, id] }) => {
    for (const session of concerned(world, scope, id)) {
      for (const message of newAlerts(world, session)) session.notify(message);
    }
  });
}

/** Tells bound sessions of changes of their account's roster. Gives a function that ends it. */
export function watchRosters(world: XimssWorld): () => void {
  const { roster, core } = world.objects;
  return core.events.subscribe(ROSTER_TOPIC, null, ({ subject: [id], data }) => {
    const [first] = typeof id === 'number' ? world.module.sessions.ofAccount(id) : [];
    const hearers = first === undefined ? [] : world.module.messaging.hearers(first.email);
    if (first === undefined || hearers.length === 0) return;
    const peer = Buffer.from(data).toString('latin1');
    const { account, domain } = first.record;
    const item = roster.item({ id: first.record.accountId, account, domain }, peer);
    const message =
      item === null
        ? element('rosterItem', [
            ['peer', peer],
            ['subscription', 'remove'],
          ])
        : element('rosterItem', rosterAttributes(item), rosterContent(item));
    for (const session of hearers) session.notify(message);
  });
}

function concerned(world: XimssWorld, scope: unknown, id: unknown): Iterable<XimssSession> {
  const { sessions } = world.module;
  if (scope === 'account' && typeof id === 'number') return sessions.ofAccount(id);
  const all = [...sessions.all()].filter(session => session.ending === null);
  if (scope === 'server') return all;
  return all.filter(({ record }) => world.objects.core.domains.find(record.domain)?.id === id);
}
