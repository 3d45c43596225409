/** What Rules may use of the server: filters and programs of the administrator, calls, messages to live sessions. */
import { escapeXmlText } from '../../../stdlib/data/index.js';
import { decodeUtf8 } from '../../../stdlib/values/index.js';
import type { Bytes } from '../../../stdlib/values/types.js';
import { execute } from '../../admin/helpers/execute.js';
import type { HelperSet } from '../../admin/helpers/set.js';
import type { ServerLog } from '../../admin/log/log.js';
import type { HttpClient } from '../../builtins/network/http.js';
import type { BuiltinServices } from '../../builtins/services.js';
import { PosternError } from '../../errors/index.js';
import { type Objects, SYSTEM } from '../../objects/api.js';
import type { FilterVerdict } from '../../objects/helpers/types.js';
import { emailOf } from '../../objects/principal.js';
import type { FilterAnswer, RuleHooks } from '../../objects/rules/world.js';

/** Milliseconds that a call may take. */
const CALL_TIME = 30_000;

/** Source of the copies that a filter asks for: filters make no copies of copies. */
const SOURCE = 'EXTFILTER';

function answerOf({ final, reason, headers }: FilterVerdict): FilterAnswer {
  if (final === 'pass') return { kind: 'pass', headers };
  if (final === 'discard') return { kind: 'discard' };
  if (final === 'later') return { kind: 'later', text: reason };
  return { kind: 'reject', text: reason === '' ? 'the message was refused by a filter' : reason };
}

/** What hooks need of the server. */
export interface RuleHookParts {
  readonly objects: Objects;
  readonly helpers: HelperSet;
  readonly log: ServerLog;
  readonly http: HttpClient;
  readonly tell: BuiltinServices['tell'];
}

/** Calls an address; what it answers is not kept. Other states than 200 to 299 are failures. */
async function callUrl(http: HttpClient, address: Bytes): Promise<void> {
  const text = decodeUtf8(address).trim();
  if (!URL.canParse(text)) throw new PosternError('illegal-value', { args: ['URL'] });
  const { status } = await http.call({
    url: new URL(text),
    method: 'GET',
    fields: [],
    body: null,
    timeout: CALL_TIME,
    signal: new AbortController().signal,
  });
  if (status < 200 || status > 299) throw new PosternError('failed', { args: [`the answer was ${status}`] });
}

export function ruleHooks({ objects, helpers, log, http, tell }: RuleHookParts): RuleHooks {
  const programs = log.logger('SYSTEM');
  return {
    executeUrl: address => callUrl(http, address),
    instantMessage: async (who, to, text) => {
      const from = emailOf(who);
      if (from === null) throw new PosternError('no-service', { args: ['instant messages of the server'] });
      const content = `<body>${escapeXmlText(text)}</body>`;
      const domain = who.kind === 'account' ? who.domain : null;
      const count = tell({
        kind: 'message',
        from,
        to: to === '' ? from : to,
        domain,
        type: null,
        id: null,
        content,
      });
      if (count === 0) programs.low(`instant message of a rule of ${decodeUtf8(from)}: nobody is there`);
    },
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
