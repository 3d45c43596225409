/** Calendars and tasks (ximss.md 9). Times of requests and lists are those of the account's zone. */
import { xmlText } from '../../../stdlib/data/index.js';
import { textOf } from '../../../stdlib/formats/index.js';
import type { Bytes, Xml } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import {
  attendeesOf,
  type Calendar,
  type Occurrence,
  organizerOf,
  type SendRequests,
  type Task,
} from '../../objects/calendar/index.js';
import { shownLetters } from '../../objects/mailboxes/access.js';
import { fromWallClock, zoneOffset } from '../../objects/zones/zones.js';
import { OpenCalendar } from '../calendars.js';
import { illegal } from '../failure.js';
import type { Call, Handlers } from '../run/call.js';
import { zoneNameOf } from '../session/messages.js';
import { childNamed, children } from '../xml/query.js';
import { dateText, readTime, timeText } from '../xml/times.js';
import { element, leaf, writeXml } from '../xml/write.js';
import { mailboxNamed } from './folders.js';
import { reportAppended, uidOf } from './messages.js';

const openOf = (call: Call): OpenCalendar => call.session.opened.calendars.get(call.need('calendar'));

async function calendarOpen(call: Call): Promise<void> {
  const { session, world } = call;
  const name = call.need('calendar');
  const { calendars } = session.opened;
  calendars.check(name);
  const mailbox = call.filled('mailbox') ?? name;
  const boxClass = call.attr('mailboxClass') ?? undefined;
  const wanted = mailboxNamed(call, mailbox);
  const calendar = await world.objects.calendars.open(session.principal, '*', wanted, boxClass);
  calendars.add(name, new OpenCalendar(world, session, name, mailbox, calendar));
  call.send('calendarReport', [
    ['calendar', name],
    ['mode', 'init'],
    ['rights', shownLetters(calendar.box.letters)],
    ['UIDValidity', calendar.box.record.uidValidity],
  ]);
}

function calendarClose(call: Call): void {
  call.session.opened.calendars.close(call.need('calendar'));
}

/** The calendar with the zone that the account has now. */
function current(call: Call, open: OpenCalendar): Calendar {
  return { ...open.calendar, zone: zoneNameOf(call.world, call.session) };
}

interface Interval {
  /** Wall clock, as the client means it. */
  readonly from: number;
  readonly till: number;
}

function intervalOf(call: Call): Interval {
  const zone = zoneNameOf(call.world, call.session);
  const at = (name: Bytes): number => {
    const time = readTime(call.need(name));
    if (time === null) throw illegal('illegal time interval');
    return time.gmt ? time.at + zoneOffset(zone, time.at) : time.at;
  };
  return { from: at('timeFrom'), till: at('timeTill') };
}

const spell = ({ from, till }: Interval): readonly (readonly [Bytes, Bytes])[] => [
  ['timeFrom', timeText(from)],
  ['timeTill', timeText(till)],
];

/** Only what is there. */
const filled = (name: Bytes, text: Bytes): Bytes => (text === '' ? '' : leaf(name, text));

async function findEvents(call: Call): Promise<void> {
  const open = openOf(call);
  const calendar = current(call, open);
  const interval = intervalOf(call);
  const limit = call.limit('limit');
  open.arm();
  const { calendars } = call.world.objects;
  const from = fromWallClock(calendar.zone, interval.from);
  const till = fromWallClock(calendar.zone, interval.till);
  const found = await calendars.events(call.session.principal, calendar, from, till);
  const events = Number.isFinite(limit) ? found.slice(0, limit) : found;
  call.send(
    'events',
    [['calendar', open.name], ...spell(interval), ['items', events.length]],
    events.map(eventElement).join(''),
  );
}

function eventElement(event: Occurrence): Bytes {
  const { component, item, isAllDay, localFrom } = event;
  const attendees = attendeesOf(component).length;
  return element(
    'event',
    [
      ['UID', item.uid],
      ['itemUID', item.itemUid],
      isAllDay ? ['dateFrom', dateText(localFrom)] : ['timeFrom', timeText(localFrom)],
      ['duration', event.duration],
      ['busyStatus', textOf(component, 'busyStatus') || null],
      ['priority', textOf(component, 'priority') || null],
      ['organizer', organizerOf(component) || null],
      ['attendees', attendees === 0 ? null : attendees],
      ['recurrenceId', event.recurrenceId],
    ],
    leaf('summary', textOf(component, 'summary')) + filled('location', textOf(component, 'location')),
  );
}

async function findTasks(call: Call): Promise<void> {
  const open = openOf(call);
  const calendar = current(call, open);
  const interval = intervalOf(call);
  open.arm();
  const found = await call.world.objects.calendars.tasks(
    call.session.principal,
    calendar,
    fromWallClock(calendar.zone, interval.from),
    fromWallClock(calendar.zone, interval.till),
    call.flag('completed'),
  );
  call.send(
    'tasks',
    [['calendar', open.name], ...spell(interval), ['items', found.length]],
    found.map(task => taskElement(task, calendar.zone)).join(''),
  );
}

function taskElement({ item, from, due, percent }: Task, zone: string | null): Bytes {
  const local = (at: number | null): Bytes | null =>
    at === null ? null : timeText(at + zoneOffset(zone, at));
  const { master } = item;
  return element(
    'task',
    [
      ['UID', item.uid],
      ['itemUID', item.itemUid],
      ['timeFrom', local(from)],
      ['due', local(due)],
      ['percent-complete', percent],
      ['priority', textOf(master, 'priority') || null],
      ['organizer', organizerOf(master) || null],
    ],
    leaf('summary', textOf(master, 'summary')),
  );
}

async function calendarReadItem(call: Call): Promise<void> {
  const open = openOf(call);
  const uid = uidOf(call);
  const limit = call.limit('totalSizeLimit');
  const item = await call.world.objects.calendars.read(call.session.principal, open.calendar, uid);
  const written = withPercent(item.master);
  call.send(
    'calendarItem',
    [
      ['calendar', open.name],
      ['UID', uid],
    ],
    written.length > limit ? '' : written,
  );
}

/** A task always says how far it is. */
function withPercent(component: Xml): Bytes {
  if (component.type !== 'vtodo' || textOf(component, 'percent-complete') !== '') return writeXml(component);
  return writeXml(component).replace(/(?:\/>|<\/vtodo>)$/, end =>
    end === '/>'
      ? '><percent-complete>0</percent-complete></vtodo>'
      : `<percent-complete>0</percent-complete>${end}`,
  );
}

const bad = (): PosternError => new PosternError('bad-icalendar');

/** The calendar in the request: an iCalendar element, a bare vCalendar, or a bare component. */
function givenCalendar(call: Call): Xml | null {
  return (
    children(call.request).find(({ type }) => /^(?:icalendar|vcalendar|vevent|vtodo)$/i.test(type)) ?? null
  );
}

const REQUESTS: readonly SendRequests[] = ['all', 'new', 'updated', 'none'];

const requestsOf = (call: Call): SendRequests =>
  call.word('sendRequests', REQUESTS, 'all', 'illegal sendRequests value');

async function calendarPublish(call: Call): Promise<void> {
  const open = openOf(call);
  const given = givenCalendar(call);
  if (given === null) throw bad();
  const { uid } = await call.world.objects.calendars.publish(
    call.session.principal,
    current(call, open),
    given,
    {
      sendRequests: requestsOf(call),
      itemUid: call.filled('itemUID'),
    },
  );
  reportAppended(call, open.mailbox, open.calendar.box, [uid]);
}

async function calendarCancel(call: Call): Promise<void> {
  const open = openOf(call);
  const itemUid = call.filled('itemUID');
  const uid = call.filled('UID');
  if (itemUid === null && uid === null) throw new PosternError('missing-attribute', { args: ['itemUID'] });
  const choice = {
    itemUid,
    uid: uid === null ? null : uidOf(call),
    recurrenceId: call.filled('recurrenceId'),
  };
  const sendRequests = requestsOf(call);
  await call.world.objects.calendars.cancel(call.session.principal, current(call, open), choice, {
    sendRequests,
  });
}

/** The request or reply: in the request, or in a message of an open folder. */
async function meetingOf(call: Call): Promise<Xml | null> {
  const given = givenCalendar(call);
  if (given !== null) return given;
  const folder = call.filled('folder');
  if (folder === null || call.filled('UID') === null) return null;
  const { view } = call.session.opened.folders.get(folder);
  const uid = uidOf(call);
  view.need(uid);
  return call.world.objects.calendars.inMessage(call.session.principal, view.box, uid);
}

async function calendarUpdate(call: Call): Promise<void> {
  const open = openOf(call);
  const reply = await meetingOf(call);
  if (reply === null) throw bad();
  await call.world.objects.calendars.answers.update(call.session.principal, current(call, open), reply);
}

/** What an answer says besides its status. */
function answerOf(call: Call): { readonly sendReply: boolean; readonly comment: Bytes | null } {
  const text = childNamed(call.request, 'replytext');
  return { sendReply: call.flag('sendReply', true), comment: text === null ? null : xmlText(text) };
}

async function calendarAccept(call: Call): Promise<void> {
  const open = openOf(call);
  const request = await meetingOf(call);
  if (request === null) throw bad();
  const status = call.filled('PARTSTAT');
  await call.world.objects.calendars.answers.accept(call.session.principal, current(call, open), request, {
    ...answerOf(call),
    ...(status === null ? {} : { status }),
  });
}

async function calendarDecline(call: Call): Promise<void> {
  const name = call.filled('calendar');
  const open = name === null ? null : call.session.opened.calendars.get(name);
  const request = await meetingOf(call);
  const choice = { itemUid: call.filled('itemUID'), recurrenceId: call.filled('recurrenceId') };
  await call.world.objects.calendars.answers.decline(
    call.session.principal,
    '*',
    open === null ? null : current(call, open),
    request,
    choice,
    answerOf(call),
  );
}

async function calendarImport(call: Call): Promise<void> {
  const open = openOf(call);
  const { bytes } = call.session.uploads.take(call.need('uploadID'));
  const text = Buffer.from(bytes).toString('latin1');
  await call.world.objects.calendars.import(call.session.principal, current(call, open), text);
}

/** Days that are told when the client gives no end. */
const USUAL_DAYS = 62;
const DAY = 86_400;

const STATUS: Readonly<Record<string, Bytes>> = { TENTATIVE: 'tentative', OOF: 'unavailable' };

async function freeBusyRead(call: Call): Promise<void> {
  const userName = call.need('userName');
  const zone = zoneNameOf(call.world, call.session);
  const now = Math.floor(call.world.now() / 1000);
  const at = (name: Bytes, otherwise: number): number => {
    const text = call.filled(name);
    if (text === null) return otherwise;
    const time = readTime(text);
    if (time === null) throw illegal('illegal time interval');
    return time.gmt ? time.at : fromWallClock(zone, time.at);
  };
  const from = at('timeFrom', now - (now % DAY));
  const till = at('timeTill', from + USUAL_DAYS * DAY);
  const intervals = await call.world.objects.calendars.busy(call.session.principal, userName, from, till);
  const local = (moment: number): Bytes => timeText(moment + zoneOffset(zone, moment));
  call.send(
    'freeBusyData',
    [
      ['userName', userName],
      ['timeFrom', local(from)],
      ['timeTill', local(till)],
    ],
    intervals
      .map(({ from: start, till: end, status }) =>
        element('interval', [
          ['type', STATUS[status] ?? 'busy'],
          ['timeFrom', local(start)],
          ['timeTill', local(end)],
        ]),
      )
      .join(''),
  );
}

export const CALENDAR_HANDLERS: Handlers = {
  calendarOpen,
  calendarClose,
  findEvents,
  findTasks,
  calendarReadItem,
  calendarPublish,
  calendarCancel,
  calendarUpdate,
  calendarAccept,
  calendarDecline,
  calendarImport,
  freeBusyRead,
};
