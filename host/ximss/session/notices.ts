/** Asynchronous messages from the change log: whoever made the change, and whatever protocol it came by. */
import { ALERT_TOPIC } from '../../objects/alerts/service.js';
import type { XimssWorld } from '../world.js';
import { newAlerts } from './messages.js';
import type { XimssSession } from './session.js';

/** Tells sessions of new alerts. Gives a function that ends it. */
export function watchAlerts(world: XimssWorld): () => void {
  return world.objects.core.events.subscribe(ALERT_TOPIC, null, ({ subject: [scope, id] }) => {
    for (const session of concerned(world, scope, id)) {
      for (const message of newAlerts(world, session)) session.notify(message);
    }
  });
}

function concerned(world: XimssWorld, scope: unknown, id: unknown): Iterable<XimssSession> {
  const { sessions } = world.module;
  if (scope === 'account' && typeof id === 'number') return sessions.ofAccount(id);
  const all = [...sessions.all()].filter(session => session.ending === null);
  if (scope === 'server') return all;
  return all.filter(({ record }) => world.objects.core.domains.find(record.domain)?.id === id);
}
