import { beforeEach, describe, expect, test } from 'vitest';
import { type Calendar, type CalendarMail, Calendars } from '../../../../host/objects/calendar/index.js';
import { parseXml } from '../../../../stdlib/data/index.js';
import { readICalendar, textOf } from '../../../../stdlib/formats/index.js';
import { dictOf } from '../../../../stdlib/values/index.js';
import type { Xml } from '../../../../stdlib/values/types.js';
import { codeOf } from '../files/world.js';
import { ann, bob, type MailWorld, makeMail } from '../mail/world.js';

let world: MailWorld;
let calendars: Calendars;
let calendar: Calendar;
let sent: CalendarMail[];
const zones: Record<string, string> = {};

beforeEach(async () => {
  world = await makeMail();
  sent = [];
  zones.ann = 'UTC';
  const owner = (name: string) => ({ account: name, domain: 'd.test', id: name === 'ann' ? 1 : 2 });
  calendars = new Calendars(
    {
      clock: () => world.now,
      owner: (who, name) =>
        owner(name === '*' && who.kind === 'account' ? who.account : (name.split('@')[0] ?? '')),
      preferences: ({ account }) =>
        dictOf([
          ['TimeZone', zones[account] ?? 'UTC'],
          ['PublishFreeBusy', '60d'],
        ]),
      settings: () => dictOf([['RealName', 'Ann']]),
      addresses: ({ account }) => [`${account}@d.test`],
      compose: async (_from, _name, subject, text) => Buffer.from(`Subject: ${subject}\n\n${text}`, 'latin1'),
      calendarText: message =>
        Buffer.from(message).toString('latin1').split('\n\n').slice(1).join('\n\n') || null,
      send: async (_who, _owner, mail) => {
        sent.push(mail);
      },
    },
    world.boxes,
    world.messages,
  );
  calendar = await calendars.open(ann, 'ann', 'Calendar', 'IPF.Appointment');
});

function xml(text: string): Xml {
  const result = parseXml(text);
  if (!('value' in result)) throw new Error(text);
  return result.value as Xml;
}

const event = (inner: string) =>
  xml(`<iCalendar><vCalendar><vevent>${inner}</vevent></vCalendar></iCalendar>`);
const at = (text: string) => Date.parse(text) / 1000;
const publish = (inner: string, options = {}) => calendars.publish(ann, calendar, event(inner), options);

async function shown(from: string, till: string): Promise<string[]> {
  const found = await calendars.events(ann, calendar, at(from), at(till));
  return found.map(({ item, component, localFrom, duration, isAllDay, recurrenceId }) => {
    const begin = new Date(localFrom * 1000).toISOString().slice(0, isAllDay ? 10 : 16);
    return [textOf(component, 'summary') || item.itemUid, begin, duration / 60, recurrenceId ?? '']
      .join(' ')
      .trim();
  });
}

test('rules, dates, exceptions', async () => {
  await publish(
    '<uid>w</uid><dtstart>20260302T080000Z</dtstart><dtend>20260302T081500Z</dtend><rrule>FREQ=WEEKLY;COUNT=4</rrule><exdate>20260316T080000Z</exdate>',
  );
  await publish('<uid>d</uid><dtstart VALUE="DATE">20260310</dtstart><dtend VALUE="DATE">20260312</dtend>');
  await publish(
    '<uid>w</uid><recurrence-id>20260309T080000Z</recurrence-id><summary>moved</summary><dtstart>20260309T100000Z</dtstart><duration>PT1H</duration>',
  );
  expect(await shown('2026-03-01', '2026-04-01')).toEqual([
    'w 2026-03-02T08:00 15',
    'moved 2026-03-09T10:00 60 20260309T080000Z',
    'd 2026-03-10 2880',
    'w 2026-03-23T08:00 15',
  ]);
  expect(await shown('2026-03-11T12:00', '2026-03-13')).toEqual(['d 2026-03-10 2880']);
  expect(await shown('2026-03-02T08:15', '2026-03-09T08:30')).toEqual([]);
  await calendars.cancel(ann, calendar, { itemUid: 'w', recurrenceId: '20260323T080000Z' });
  expect(await shown('2026-03-13', '2026-04-01')).toEqual([]);
  await calendars.cancel(ann, calendar, { itemUid: 'w' });
  expect(await shown('2026-03-01', '2026-04-01')).toEqual(['d 2026-03-10 2880']);
  expect(await codeOf(calendars.cancel(ann, calendar, { itemUid: 'w' }))).toBe('item-unknown');
  expect(await codeOf(calendars.events(ann, calendar, 5, 4))).toBe('bad-interval');
});

test('a zone keeps the wall clock over the change of summer time', async () => {
  zones.ann = 'Europe/Helsinki';
  calendar = await calendars.open(ann, 'ann', 'Calendar');
  await publish(
    '<uid>h</uid><dtstart TZID="Europe/Helsinki">20260322T090000</dtstart><duration>PT30M</duration><rrule>FREQ=WEEKLY;UNTIL=20260405T060000Z</rrule>',
  );
  const found = await calendars.events(ann, calendar, at('2026-03-01'), at('2026-05-01'));
  expect(found.map(({ from }) => new Date(from * 1000).toISOString().slice(5, 16))).toEqual([
    '03-22T07:00',
    '03-29T06:00',
    '04-05T06:00',
  ]);
  expect(found.map(({ localFrom }) => new Date(localFrom * 1000).toISOString().slice(11, 16))).toEqual([
    '09:00',
    '09:00',
    '09:00',
  ]);
});

describe('what the server adds', () => {
  test('to an empty event', async () => {
    world.now = Date.parse('2026-03-05T10:22:00Z');
    const { uid } = await calendars.publish(ann, calendar, xml('<vevent/>'));
    const { master } = await calendars.read(ann, calendar, uid);
    expect(['dtstart', 'dtend', 'dtstamp', 'created', 'sequence'].map(name => textOf(master, name))).toEqual([
      '20260305T101500Z',
      '20260305T111500Z',
      '20260305T102200Z',
      '20260305T102200Z',
      '0',
    ]);
    expect(textOf(master, 'uid')).toMatch(/^[0-9a-f]{24}@d\.test$/);
  });
  test('a new version only when time, place or recurrence changed', async () => {
    const sequence = async (inner: string) => {
      const { uid } = await publish(
        `<uid>s</uid><dtstart>20260302T080000Z</dtstart><dtend>20260302T090000Z</dtend>${inner}`,
      );
      return textOf((await calendars.read(ann, calendar, uid)).master, 'sequence');
    };
    expect(await sequence('')).toBe('0');
    expect(await sequence('<summary>x</summary>')).toBe('0');
    expect(await sequence('<location>y</location>')).toBe('1');
    expect((await calendars.events(ann, calendar, at('2026-03-01'), at('2026-04-01'))).length).toBe(1);
  });
  test.each([
    '<iCalendar><vCalendar/></iCalendar>',
    '<vevent><dtstart>yesterday</dtstart></vevent>',
    '<iCalendar><vCalendar><vevent><uid>1</uid></vevent><vevent><uid>2</uid></vevent></vCalendar></iCalendar>',
    '<other/>',
  ])('refuses %s', async text => {
    expect(await codeOf(calendars.publish(ann, calendar, xml(text)))).toBe('bad-icalendar');
  });
});

test('tasks', async () => {
  const task = (inner: string) => calendars.publish(ann, calendar, xml(`<vtodo>${inner}</vtodo>`));
  await task('<uid>a</uid><dtstart>20260310T090000Z</dtstart><due>20260312T150000Z</due>');
  await task('<uid>b</uid>');
  await task('<uid>c</uid><due>20260305T000000Z</due><percent-complete>100</percent-complete>');
  await task('<uid>d</uid><dtstart>20260501T000000Z</dtstart>');
  const find = async (withCompleted: boolean) =>
    (await calendars.tasks(ann, calendar, at('2026-03-01'), at('2026-04-01'), withCompleted)).map(
      ({ item }) => item.itemUid,
    );
  expect(await find(false)).toEqual(['a', 'b']);
  expect(await find(true)).toEqual(['c', 'a', 'b']);
});

describe('meetings', () => {
  const meeting =
    '<uid>m</uid><summary>Plan</summary><dtstart>20260302T080000Z</dtstart><dtend>20260302T090000Z</dtend><organizer>ann@d.test</organizer>';
  const invited = (...names: string[]) =>
    names.map(name => `<attendee PARTSTAT="NEEDS-ACTION">${name}@d.test</attendee>`).join('');

  test('invitations, updates, cancellation', async () => {
    await publish(meeting + invited('ann', 'bob'));
    await publish(meeting + invited('ann', 'bob', 'cid'), { sendRequests: 'new' });
    await publish(meeting + invited('ann', 'bob', 'cid'), { sendRequests: 'updated' });
    await publish(meeting + invited('ann', 'bob', 'cid'), { sendRequests: 'none' });
    await calendars.cancel(ann, calendar, { itemUid: 'm' });
    expect(sent.map(({ method, to, subject }) => `${method} ${to.join(',')} ${subject}`)).toEqual([
      'REQUEST bob@d.test Plan',
      'REQUEST cid@d.test Plan',
      'REQUEST bob@d.test,cid@d.test Plan',
      'CANCEL bob@d.test,cid@d.test Cancelled: Plan',
    ]);
    expect(sent[3]?.calendar).toContain('METHOD:CANCEL');
  });

  test('answers', async () => {
    await publish(meeting + invited('bob'));
    const request = xml(
      `<iCalendar><vCalendar method="REQUEST"><vevent>${meeting}${invited('bob')}</vevent></vCalendar></iCalendar>`,
    );
    const bobs = await calendars.open(bob, 'bob', 'Calendar', 'IPF.Appointment');
    sent.length = 0;
    await calendars.answers.accept(bob, bobs, request, { status: 'tentative' });
    expect(sent.map(({ method, to, subject }) => `${method} ${to.join()} ${subject}`)).toEqual([
      'REPLY ann@d.test Tentative: Plan',
    ]);
    const reply = readICalendar(sent[0]?.calendar ?? '');
    if (!reply) throw new Error('no reply');
    await calendars.answers.update(ann, calendar, reply);
    const [kept] = await calendars.events(ann, calendar, at('2026-03-01'), at('2026-04-01'));
    expect(JSON.stringify(kept?.item.master)).toContain('TENTATIVE');
    await calendars.answers.decline(bob, 'bob', bobs, null, { itemUid: 'm' });
    expect(sent[1]?.subject).toBe('Declined: Plan');
    expect(await calendars.events(bob, bobs, at('2026-03-01'), at('2026-04-01'))).toEqual([]);
    expect(await codeOf(calendars.answers.decline(bob, 'bob', bobs, null, { itemUid: 'm' }))).toBe(
      'item-unknown',
    );
    expect(await codeOf(calendars.answers.accept(bob, bobs, request, { status: 'PERHAPS' }))).toBe(
      'illegal-value',
    );
  });
});

test('free and busy', async () => {
  await publish('<uid>1</uid><dtstart>20260302T080000Z</dtstart><dtend>20260302T090000Z</dtend>');
  await publish('<uid>2</uid><dtstart>20260302T083000Z</dtstart><dtend>20260302T100000Z</dtend>');
  await publish(
    '<uid>3</uid><dtstart>20260302T120000Z</dtstart><dtend>20260302T130000Z</dtend><busyStatus>FREE</busyStatus>',
  );
  await publish(
    '<uid>4</uid><dtstart>20260302T140000Z</dtstart><dtend>20260302T150000Z</dtend><busyStatus>OOF</busyStatus>',
  );
  const busy = await calendars.busy(bob, 'ann', at('2026-03-01'), at('2026-04-01'));
  expect(
    busy.map(
      ({ from, till, status }) =>
        [from, till].map(time => new Date(time * 1000).toISOString().slice(11, 16)).join('-') + status,
    ),
  ).toEqual(['08:00-10:00BUSY', '14:00-15:00OOF']);
  expect(await calendars.busy(ann, 'bob', 0, 1)).toEqual([]);
});

test('import', async () => {
  const text = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    ...['a', 'b'].flatMap(uid => ['BEGIN:VEVENT', `UID:${uid}`, 'DTSTART:20260302T080000Z', 'END:VEVENT']),
    'END:VCALENDAR',
    '',
  ].join('\r\n');
  expect(await calendars.import(ann, calendar, text)).toBe(2);
  expect(await shown('2026-03-01', '2026-04-01')).toEqual(['a 2026-03-02T08:00 60', 'b 2026-03-02T08:00 60']);
  expect(await codeOf(calendars.import(ann, calendar, 'nothing'))).toBe('bad-icalendar');
});
