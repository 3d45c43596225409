/** Makes the services of mail on its way, over the core and what accounts hold. */
import type { Content } from '../content/open.js';
import type { Core } from '../core/core.js';
import { NO_FLAGS } from '../messages/flags.js';
import { Queue } from '../queue/queue.js';
import type { Rules } from '../rules/service.js';
import type { ServerSettings } from '../server/service.js';
import { Delivery } from './delivery.js';
import { relayOf } from './relay.js';
import { failed } from './types.js';

export interface Mail {
  readonly queue: Queue;
  readonly delivery: Delivery;
}

export function openMail(core: Core, content: Content, _rules: Rules, server: ServerSettings): Mail {
  const queue = new Queue(core);
  const settings = {
    queue: () => server.effective('queue'),
    smtp: () => server.moduleSettings('SMTP'),
  };
  const delivery = new Delivery({
    core,
    queue,
    settings,
    boxes: content.mailboxes,
    messages: content.messages,
    judge: async ({ text }) => ({ verdict: 'keep', reason: '', text, flags: NO_FLAGS }),
    judgeAll: async () => null,
    toList: async () => failed('there is no such list', '5.1.1'),
    relay: () => relayOf(settings.smtp()),
  });
  content.setCalendarMail(async (who, from, to, text) => {
    await delivery.submit(who, { from, to, text, source: 'CALENDAR' });
  });
  return { queue, delivery };
}
