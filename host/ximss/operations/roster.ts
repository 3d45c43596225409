/** Roster, presence, instant messages (ximss.md 13.4). */
import { xmlText } from '../../../stdlib/data/index.js';
import type { Bytes, Xml } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import type { RosterAction } from '../../objects/roster/index.js';
import { illegal } from '../failure.js';
import type { Call, Handlers } from '../run/call.js';
import { rosterAttributes, rosterContent } from '../session/rosteritem.js';
import { childNamed, children, childrenNamed, texts } from '../xml/query.js';
import { leaf, writeXml } from '../xml/write.js';

async function rosterList(call: Call): Promise<void> {
  for (const item of await call.world.objects.roster.list(call.session.principal, '*')) {
    call.send('rosterItem', rosterAttributes(item), rosterContent(item));
  }
}

const ACTIONS: Readonly<Record<string, RosterAction>> = {
  subto: 'subscribe',
  subfrom: 'subscribed',
  subboth: 'subBoth',
  none: 'none',
  remove: 'remove',
};

async function rosterSet(call: Call): Promise<void> {
  const peer = call.need('peer');
  const action = ACTIONS[call.need('subscription').toLowerCase()];
  if (action === undefined) throw illegal('illegal subscription');
  const name = call.attr('name');
  const hasGroups = childNamed(call.request, 'group') !== null;
  try {
    await call.world.objects.roster.set(call.session.principal, '*', peer, action, {
      ...(name === null ? {} : { name }),
      ...(hasGroups ? { groups: texts(call.request, 'group').filter(group => group !== '') } : {}),
    });
  } catch (error) {
    // who is not there need not be removed
    if (!(error instanceof PosternError && error.code === 'item-unknown')) throw error;
  }
}

async function presenceSet(call: Call): Promise<void> {
  const type = call.word('type', ['', 'unavailable'], '', 'illegal presence type');
  const parts = children(call.request).filter(({ type: name }) => /^(?:show|presence|status|x)$/i.test(name));
  const content = parts
    .map(part =>
      part.type.toLowerCase() === 'x' ? writeXml(part) : leaf(part.type.toLowerCase(), xmlText(part)),
    )
    .join('');
  await call.world.module.messaging.publish(call.session, call.filled('peer'), type, content);
}

/** What an instant message may hold, in the order of output. */
const PARTS = ['body', 'subject', 'composing', 'paused', 'gone'] as const;

/** The message as the peer gets it; plain text is a body. */
function messageContent(request: Xml): { readonly content: Bytes; readonly body: Bytes | null } {
  if (children(request).length === 0) {
    const text = xmlText(request);
    return { content: leaf('body', text), body: text };
  }
  const found = PARTS.flatMap(name =>
    childrenNamed(request, name)
      .slice(0, 1)
      .map(part => [name, part] as const),
  );
  if (found.length === 0) return { content: leaf('body', ''), body: '' };
  const body = found.find(([name]) => name === 'body');
  return {
    content: found.map(([name, part]) => leaf(name, xmlText(part))).join(''),
    body: body === undefined ? null : xmlText(body[1]),
  };
}

async function sendIM(call: Call): Promise<void> {
  const { content, body } = messageContent(call.request);
  const type = call.word(
    'type',
    ['chat', 'groupchat', 'headline', 'normal'],
    'normal',
    'illegal message type',
  );
  await call.world.module.messaging.send(call.session, {
    peer: call.need('peer'),
    type: call.filled('type') === null ? null : type,
    clientId: call.filled('clientID'),
    iqid: call.filled('iqid'),
    content,
    body,
  });
}

function iqSend(call: Call): void {
  const type = call.word('type', ['get', 'set', 'result', 'error'], 'get', 'illegal query type');
  const [child] = children(call.request);
  call.world.module.messaging.query(call.session, {
    peer: call.need('peer'),
    type,
    clientId: call.filled('clientID'),
    iqid: call.need('iqid'),
    content: child === undefined ? '' : writeXml(child),
  });
}

export const ROSTER_HANDLERS: Handlers = { rosterList, rosterSet, presenceSet, sendIM, iqSend };
