/** What Rules may use of the server: filters and programs of the administrator. */
import { execute } from '../../admin/helpers/execute.js';
import type { HelperSet } from '../../admin/helpers/set.js';
import type { ServerLog } from '../../admin/log/log.js';
import { type Objects, SYSTEM } from '../../objects/api.js';
import type { FilterVerdict } from '../../objects/helpers/types.js';
import type { FilterAnswer, RuleHooks } from '../../objects/rules/world.js';

/** Source of the copies that a filter asks for: filters make no copies of copies. */
const SOURCE = 'EXTFILTER';

function answerOf({ final, reason, headers }: FilterVerdict): FilterAnswer {
  if (final === 'pass') return { kind: 'pass', headers };
  if (final === 'discard') return { kind: 'discard' };
  if (final === 'later') return { kind: 'later', text: reason };
  return { kind: 'reject', text: reason === '' ? 'the message was refused by a filter' : reason };
}

export function ruleHooks(objects: Objects, helpers: HelperSet, log: ServerLog): RuleHooks {
  const programs = log.logger('SYSTEM');
  return {
    execute: (command, text) => execute(command, text, helpers.folders, programs),
    externalFilter: async (name, message, text) => {
      const { id, from, source, address } = message;
      const to =
        message.to.length > 0
          ? message.to
          : (await objects.queue.recipients(id)).map(recipient => recipient.address);
      const verdict = await helpers.filters.judge(name, { id, from, to, source, address, text });
      const copies = [...verdict.copies, ...verdict.routes];
      if (copies.length > 0 && source !== SOURCE)
        await objects.delivery.submit(SYSTEM, { from, to: copies, text, source: SOURCE });
      return answerOf(verdict);
    },
  };
}
