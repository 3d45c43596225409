/** Alerts (ximss.md 5.1). */
import { illegal } from '../failure.js';
import type { Call, Handlers } from '../run/call.js';
import { readTime } from '../xml/times.js';

async function alertConfirm(call: Call): Promise<void> {
  const time = readTime(call.need('gmtTime'));
  if (time === null) throw illegal('illegal gmtTime value');
  const { record } = call.session;
  await call.world.objects.alerts.confirm(record, time.at);
}

export const ALERTS_HANDLERS: Handlers = { alertConfirm };
