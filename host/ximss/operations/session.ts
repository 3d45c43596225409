/** Session and service operations (ximss.md 4). */
import type { Bytes } from '../../../stdlib/values/types.js';
import { zoneNames } from '../../objects/zones/zones.js';
import { illegal } from '../failure.js';
import type { Call, Handlers } from '../run/call.js';
import { MailboxWatch } from '../session/mailboxwatch.js';
import { zoneOffsetOf } from '../session/messages.js';
import { flagOf } from '../xml/query.js';
import { timeText } from '../xml/times.js';
import { leaf } from '../xml/write.js';
import { CHARSETS, MAIL_ACTIONS, MAIL_CONDITIONS, MAILBOX_CLASSES, MESSAGE_FLAGS } from './vocabulary.js';

function noop(): void {}

function bye(call: Call): void {
  call.after = () => call.caller.leave();
}

const SHORTEST_IDLE = 30;
const LONGEST_IDLE = 86_400;
/** Own options of one session, and bytes of each. */
const MOST_OPTIONS = 100;
const LONGEST_OPTION = 1024;

async function setSessionOption(call: Call): Promise<void> {
  const { session, world } = call;
  const name = call.need('name').toLowerCase();
  const value = call.need('value');
  if (name === 'idletimeout') {
    const seconds = /^[0-9]{1,6}$/.test(value) ? Number(value) : 0;
    if (seconds < SHORTEST_IDLE || seconds > LONGEST_IDLE) throw illegal('illegal option value');
    session.record.idle = seconds * 1000;
  } else if (name === 'reportmailboxchanges') {
    const flag = flagOf(value);
    if (flag === null) throw illegal('illegal option value');
    if (!flag) session.mailboxWatch?.close();
    else if (session.mailboxWatch === null) await MailboxWatch.start(world, session);
  } else if (name.startsWith('x-')) {
    session.options ??= new Map();
    if (
      value.length > LONGEST_OPTION ||
      (session.options.size >= MOST_OPTIONS && !session.options.has(name))
    ) {
      throw illegal('illegal option value');
    }
    session.options.set(name, value);
  } else throw illegal('unknown session option');
}

function setClientName(call: Call): void {
  call.world.objects.sessions.setClient(call.session.record.id, call.need('name').slice(0, 255));
}

function readTime(call: Call): void {
  const now = Math.floor(call.world.now() / 1000);
  const shift = zoneOffsetOf(call.world, call.session, now);
  call.send('currentTime', [
    ['gmtTime', timeText(now)],
    ['localTime', timeText(now + shift)],
    ['timeShift', shift],
  ]);
}

function readCharsets(call: Call): void {
  for (const name of CHARSETS) call.send('charset', [['name', name]]);
}

async function listKnownValues(call: Call): Promise<void> {
  const { world } = call;
  const { domain } = call.session.record;
  const skins = (await world.skins?.(domain)) ?? [];
  const lists: readonly (readonly [Bytes, readonly Bytes[]])[] = [
    ['mailboxClass', MAILBOX_CLASSES],
    ['charset', CHARSETS],
    ['timeZone', ['HostOS', 'UTC', ...zoneNames()]],
    ['language', (await world.languages?.(domain)) ?? ['English']],
    ['skin', skins],
    ['messageFlag', MESSAGE_FLAGS],
    ['ruleCondition', MAIL_CONDITIONS],
    ['ruleAction', MAIL_ACTIONS],
  ];
  call.send(
    'knownValues',
    [],
    lists.map(([name, values]) => values.map(value => leaf(name, value)).join('')).join(''),
  );
}

function readSessionInfo(call: Call): void {
  const { session } = call;
  const { record } = session;
  const options: [Bytes, Bytes][] = [
    ['idleTimeout', `${Math.round((record.idle ?? call.world.settings().inactivity) / 1000)}`],
    ['reportMailboxChanges', session.mailboxWatch === null ? 'no' : 'yes'],
    ...(session.options ?? []),
  ];
  call.send(
    'sessionInfo',
    [
      ['urlID', session.id],
      ['loginTime', timeText(Math.floor(record.opened / 1000))],
      ['loginAddress', record.loginAddress],
      ['clientName', record.client],
      ['protocol', call.caller.transport],
    ],
    options.map(([key, value]) => leaf('subKey', value, [['key', key]])).join(''),
  );
}

export const SESSION_HANDLERS: Handlers = {
  noop,
  bye,
  setSessionOption,
  setClientName,
  readTime,
  readCharsets,
  listKnownValues,
  readSessionInfo,
};
