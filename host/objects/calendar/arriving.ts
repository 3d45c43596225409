/** What mail Rules do with calendars: requests and replies that arrive, and whether somebody is busy now. */
import { readICalendar } from '../../../stdlib/formats/index.js';
import { dictGet, isString } from '../../../stdlib/values/index.js';
import type { Bytes, Dict } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import type { Principal } from '../principal.js';
import type { Calendars } from './calendars.js';
import { methodOf } from './items.js';
import { calendarTextOf } from './text.js';

/** The default calendar of an account; made when it is missing. */
async function ownCalendar(calendars: Calendars, who: Principal, preferences: Dict) {
  const name = dictGet(preferences, 'CalendarBox');
  return calendars.open(who, '*', isString(name) && name !== '' ? name : 'Calendar', 'IPF.Appointment');
}

/** Accepts the request, or applies the reply or the cancellation, in a message. Throws `bad-icalendar`. */
export async function takeCalendarMail(
  calendars: Calendars,
  who: Principal,
  preferences: Dict,
  kind: 'request' | 'reply',
  text: Uint8Array,
): Promise<void> {
  const found = calendarTextOf(text);
  const given = found === null ? null : readICalendar(found);
  if (given === null) throw new PosternError('bad-icalendar');
  const calendar = await ownCalendar(calendars, who, preferences);
  if (kind === 'request' && methodOf(given) !== 'CANCEL')
    await calendars.answers.accept(who, calendar, given);
  else await calendars.answers.update(who, calendar, given);
}

/** `FREE`, or what the account is at this moment (seconds since 1970). */
export async function busyNow(calendars: Calendars, who: Principal, now: number): Promise<Bytes> {
  const [first] = await calendars.busy(who, '*', now, now + 1);
  return first?.status ?? 'FREE';
}
