/** Calendars (cgpl.md 14.14). */
import { xmlTimeText } from '../../../../stdlib/data/index.js';
import {
  dictOf,
  isDict,
  isString,
  isTime,
  isXml,
  makeTime,
  newXml,
} from '../../../../stdlib/values/index.js';
import type { Bytes, Dict, Value, Xml } from '../../../../stdlib/values/types.js';
import { look } from '../../../../stdlib/wssp/index.js';
import { alarmOf, type Calendar, type Occurrence } from '../../../objects/calendar/index.js';
import { fromWallClock, zoneOffset } from '../../../objects/zones/zones.js';
import type { Builtin, BuiltinTable, RunScope } from '../../scope.js';
import { illegal } from '../accounts.js';
import { held, open } from './handles.js';

const DAY = 86_400;
/** Days of one Find. */
const MOST_DAYS = 366;

const who = ({ identity }: RunScope) => identity.principal;
const time = (dict: Dict, key: Bytes): number => {
  const value = look(dict, key);
  return isTime(value) && Number.isFinite(value.at) ? value.at : illegal(key);
};
const text = (dict: Dict, key: Bytes): Bytes | null => {
  const value = look(dict, key);
  return isString(value) ? value : null;
};
const xml = (dict: Dict, key: Bytes): Xml => {
  const value = look(dict, key);
  return isXml(value) ? value : illegal(key);
};

/** Alarms ring up to so long before their events, or after them. */
const LONGEST_ALARM = 62 * DAY;

/** An event of a day; `rings` is the moment of its first alarm. */
interface Found {
  readonly event: Occurrence;
  readonly rings: number | null;
}

/** Events day by day between two local times of the selected zone. */
const find: Builtin = async (scope, calendar, params = null) => {
  const { timeZone: zone } = scope.identity;
  const opened = { ...held(scope, 'Calendar', calendar), zone };
  if (!isDict(params)) illegal('parameters');
  const from = time(params, 'timeFrom');
  const till = time(params, 'timeTill');
  const byAlarm = look(params, 'byAlarm') !== null;
  const number = (key: Bytes, usual: number): number => {
    const value = look(params, key);
    return typeof value === 'number' && value >= 0 ? value : usual;
  };
  const skip = number('skip', 0);
  const limit = number('limit', Number.MAX_SAFE_INTEGER);
  const reach = byAlarm ? LONGEST_ALARM : 0;
  const [first, last] = [fromWallClock(zone, from), fromWallClock(zone, till)];
  if (last < first) illegal('timeTill');
  const service = scope.services.objects.calendars;
  const events = await service.events(who(scope), opened, first - reach, last + reach);
  const found = events.map(event => ({ event, rings: alarmOf(event, zone) }));
  const days: Value[] = [];
  for (let start = from; start < till && days.length < MOST_DAYS; ) {
    const end = Math.min(till, (Math.floor(start / DAY) + 1) * DAY);
    const [begins, ends] = [fromWallClock(zone, start), fromWallClock(zone, end)];
    const today = found.filter(({ event, rings }) =>
      byAlarm ? rings !== null && rings >= begins && rings < ends : isWithin(event, begins, ends),
    );
    days.push(
      dictOf([
        ['timeFrom', makeTime(start)],
        ['timeTill', makeTime(end)],
        ['skip', skip],
        ['items', today.length],
        ['events', today.slice(skip, skip + limit).map(one => eventDict(one, zone))],
      ]),
    );
    start = end;
  }
  return days;
};

/** An event without duration is within the day that it begins in. */
const isWithin = ({ from, till }: Occurrence, begins: number, ends: number): boolean =>
  from < ends && (from === till ? from >= begins : till > begins);

/** Times are local; an event that lasts whole days has the date. */
function eventDict({ event, rings }: Found, zone: string | null): Value {
  const { component, item, recurrenceId } = event;
  const isException = recurrenceId !== null && item.master !== component;
  return dictOf([
    ['UID', item.uid],
    [event.isAllDay ? 'dateFrom' : 'timeFrom', makeTime(event.localFrom)],
    ['duration', event.duration],
    ['alarmTime', rings === null ? null : makeTime(rings + zoneOffset(zone, rings))],
    ['data', component],
    ['parent', isException ? parentOf(item.master, component) : null],
  ]);
}

/** The event that a changed occurrence belongs to; the occurrence is among its `exceptions`. */
function parentOf(master: Xml, component: Xml): Xml {
  const exceptions = newXml('exceptions');
  exceptions.body.push(component);
  return { ...master, body: [...master.body, exceptions] };
}

/** Whom a change is told to. */
const sendings = { all: 'all', none: 'none', new: 'new', updated: 'updated' } as const;

function sendingOf(params: Dict): (typeof sendings)[keyof typeof sendings] {
  const word = (text(params, 'sendRequests') ?? 'all').toLowerCase();
  if (word === 'no') return 'none';
  return Object.hasOwn(sendings, word) ? sendings[word as keyof typeof sendings] : 'all';
}

const wantsReply = (params: Dict): boolean => !/^no(ne)?$/i.test(text(params, 'sendReply') ?? '');

type Operation = (scope: RunScope, calendar: Calendar | null, params: Dict) => Promise<unknown>;

const need = (calendar: Calendar | null): Calendar => calendar ?? illegal('Calendar');

/** What ProcessCalendar does, by its opCode. */
const operations: Readonly<Record<string, Operation>> = {
  PUBLISH: (scope, calendar, params) =>
    scope.services.objects.calendars.publish(who(scope), need(calendar), xml(params, 'data'), {
      sendRequests: sendingOf(params),
    }),
  CANCEL: (scope, calendar, params) => {
    const uid = look(params, 'UID');
    const data = look(params, 'data');
    const inside = isXml(data) ? uidIn(data) : null;
    return scope.services.objects.calendars.cancel(
      who(scope),
      need(calendar),
      {
        uid: typeof uid === 'number' ? uid : null,
        itemUid: text(params, 'itemUID') ?? inside,
        recurrenceId: recurrenceIdOf(scope, params),
      },
      { sendRequests: sendingOf(params), comment: text(params, 'requestComment') },
    );
  },
  ACCEPT: (scope, calendar, params) =>
    scope.services.objects.calendars.answers.accept(who(scope), need(calendar), xml(params, 'data'), {
      status: text(params, 'PARTSTAT') ?? 'ACCEPTED',
      sendReply: wantsReply(params),
      comment: text(params, 'replyComment'),
    }),
  DECLINE: (scope, calendar, params) =>
    scope.services.objects.calendars.answers.decline(
      who(scope),
      '*',
      calendar,
      xml(params, 'data'),
      {},
      {
        sendReply: wantsReply(params),
        comment: text(params, 'replyComment'),
      },
    ),
  UPDATE: (scope, calendar, params) =>
    scope.services.objects.calendars.answers.update(who(scope), need(calendar), xml(params, 'data')),
};

/** Which occurrence: a local time of the selected zone, or the text of the calendar; null for all. */
function recurrenceIdOf({ identity }: RunScope, params: Dict): Bytes | null {
  const value = look(params, 'recurrenceId');
  if (value === null || isString(value)) return value || null;
  if (!isTime(value) || !Number.isFinite(value.at)) illegal('recurrenceId');
  return xmlTimeText(makeTime(fromWallClock(identity.timeZone, value.at)));
}

/** Text of the first `uid` element inside a calendar object. */
function uidIn(data: Xml): Bytes | null {
  if (/^uid$/i.test(data.type)) return data.body.filter(isString).join('');
  for (const item of data.body) {
    const found = isXml(item) ? uidIn(item) : null;
    if (found !== null) return found;
  }
  return null;
}

export const calendars: BuiltinTable = {
  opencalendar: async (scope, name) => {
    if (typeof name !== 'string') illegal('mailbox');
    return open(scope, 'Calendar', await scope.services.objects.calendars.open(who(scope), '*', name));
  },
  find,
  processcalendar: async (scope, calendar = null, params = null) => {
    if (!isDict(params)) illegal('parameters');
    const code = (text(params, 'opCode') ?? '').toUpperCase();
    const operation = Object.hasOwn(operations, code) ? operations[code] : undefined;
    if (!operation) illegal('opCode');
    await operation(scope, calendar === null ? null : held(scope, 'Calendar', calendar), params);
    return null;
  },
};
