import { expect, test } from 'vitest';
import { calendarMessage, calendarTextOf, itemMessage } from '../../../../host/objects/calendar/text.js';

const CALENDAR =
  'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:M\xc3\xbcsli\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n';

test('an item and the mail about it hold the calendar text', () => {
  const item = itemMessage('ann@d.test', 'Ann', 'M\xc3\xbcsli', CALENDAR, 1_700_000_000, 'd.test');
  expect(calendarTextOf(item)?.replace(/\r\n/g, '\n')).toBe(CALENDAR.replace(/\r\n/g, '\n'));
  const mail = { to: ['bob@d.test'], subject: 'x', method: 'REQUEST', calendar: CALENDAR, text: 'come' };
  const text = calendarMessage('ann@d.test', null, mail, 1_700_000_000, 'd.test');
  expect(calendarTextOf(text)?.replace(/\r\n/g, '\n')).toBe(CALENDAR.replace(/\r\n/g, '\n'));
  expect(Buffer.from(text).toString('latin1')).toContain('method=REQUEST');
  expect(calendarTextOf(Buffer.from('Subject: x\r\n\r\nBEGIN:VCALENDAR'))).toBe(null);
});
