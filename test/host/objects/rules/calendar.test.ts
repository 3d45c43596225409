/** Rules that answer meeting requests, and that ask whether somebody is busy. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { calendarMessage } from '../../../../host/objects/calendar/text.js';
import { SYSTEM } from '../../../../host/objects/principal.js';
import { data, dict, makeWorld, POSTMASTER, user, type World } from '../world.js';

const D = 'main.example';
const ann = user('ann', D);
let world: World;
beforeAll(async () => {
  world = await makeWorld();
  for (const name of ['ann', 'bob'])
    await world.objects.accounts.create(POSTMASTER, name, { settings: dict('{}') });
  await world.objects.accounts.updateSettings(POSTMASTER, 'ann', dict('{RulesAllowed=Any;}'));
});
afterAll(() => world.close());

const day = (hour: number) => `20260302T${String(hour).padStart(2, '0')}0000Z`;

function request(uid: string, from: string, till: string): Uint8Array {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'METHOD:REQUEST',
    'BEGIN:VEVENT',
    `UID:${uid}`,
    `DTSTART:${from}`,
    `DTEND:${till}`,
  ];
  const people = [`ORGANIZER:mailto:bob@${D}`, `ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:ann@${D}`];
  const calendar = [...lines, ...people, 'SUMMARY:Plan', 'END:VEVENT', 'END:VCALENDAR', ''].join('\r\n');
  return calendarMessage(
    `bob@${D}`,
    null,
    { to: [`ann@${D}`], subject: 'Plan', method: 'REQUEST', calendar, text: 'come' },
    1_770_000_000,
    D,
  );
}

async function deliver(text: Uint8Array): Promise<void> {
  await world.objects.delivery.submit(SYSTEM, { from: `bob@${D}`, to: [`ann@${D}`], text });
  await world.objects.delivery.idle();
}

test('a request is accepted, the organizer is told', async () => {
  const { objects } = world;
  await objects.rules.setAccount(
    POSTMASTER,
    'ann',
    'mail',
    data('((5,Meet,(("Calendar Method",is,REQUEST)),(("Accept Request"))))'),
  );
  await deliver(request('m1', day(8), day(9)));
  const calendar = await objects.calendars.open(ann, '*', 'Calendar');
  const at = (text: string) => Date.parse(text) / 1000;
  const found = await objects.calendars.events(ann, calendar, at('2026-03-02'), at('2026-03-03'));
  expect(found.map(({ item }) => item.itemUid)).toEqual(['m1']);
  const inbox = await objects.mailboxes.open(SYSTEM, `bob@${D}`, 'INBOX');
  const reply = Buffer.from(await objects.messages.read(SYSTEM, inbox, 1)).toString('latin1');
  expect(reply).toContain('Accepted: Plan');
  expect(reply).toContain('METHOD:REPLY');
});

test('FreeBusy tells what somebody is now', async () => {
  const { objects } = world;
  const now = Math.floor(objects.core.clock() / 1000);
  const text = (at: number) => new Date(at * 1000).toISOString().replace(/[-:]|\.\d+/g, '');
  const rule = data('((5,Busy,((FreeBusy,is,BUSY)),((Mark,Flagged))))');
  await objects.rules.setAccount(POSTMASTER, 'ann', 'mail', rule);
  const flagged = async () => {
    await deliver(Buffer.from('Subject: x\r\n\r\nx'));
    const inbox = await objects.mailboxes.open(ann, '*', 'INBOX');
    const record = objects.messages.find(ann, inbox, inbox.use.uidNext - 1);
    return ((record?.flags.bits ?? 0) & 4) !== 0;
  };
  expect(await flagged()).toBe(false);
  const calendar = await objects.calendars.open(ann, '*', 'Calendar');
  await objects.calendars.import(
    ann,
    calendar,
    [
      'BEGIN:VCALENDAR',
      'BEGIN:VEVENT',
      'UID:now',
      `DTSTART:${text(now - 600)}`,
      `DTEND:${text(now + 600)}`,
      'END:VEVENT',
      'END:VCALENDAR',
      '',
    ].join('\r\n'),
  );
  expect(await flagged()).toBe(true);
});
