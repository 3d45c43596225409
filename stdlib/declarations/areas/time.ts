/** Built-ins of cgpl.md section 14.4. */
import { area } from '../rows.js';

const { fn } = area('time');

export const TIME = [
  fn(26, 'guest', 'IsDate(x)', 'boolean', 'Is it a timestamp?'),
  fn(
    27,
    'guest',
    'Date(x)',
    'timestamp or null',
    'A timestamp from its text or from the number of a day since 01-Jan-1970; 0 is the remote past, negative the remote future.',
  ),
  fn(28, 'host', 'GMTTime()', 'timestamp', 'Now, in GMT.'),
  fn(29, 'host', 'LocalTime()', 'timestamp', 'Now, in the selected time zone.'),
  fn(30, 'host', 'GMTToLocal(t)', 'timestamp or null', 'From GMT to the selected time zone.'),
  fn(31, 'host', 'LocalToGMT(t)', 'timestamp or null', 'From the selected time zone to GMT.'),
  fn(
    32,
    'guest',
    'Year(t)',
    'number or null',
    'The year; 0 for the remote past, 9999 for the remote future.',
  ),
  fn(33, 'guest', 'Month(x)', 'string or null', 'Jan to Dec, of a timestamp or of a number from 1.'),
  fn(34, 'guest', 'MonthNum(t)', 'number or null', 'The month, 1 to 12.'),
  fn(35, 'guest', 'MonthDay(t)', 'number or null', 'The day of the month, 1 to 31.'),
  fn(36, 'guest', 'WeekDay(t)', 'string or null', 'Mon to Sun.'),
  fn(37, 'guest', 'YearDay(t)', 'number or null', 'The day of the year, from 1.'),
  fn(38, 'guest', 'TimeOfDay(t)', 'number or null', 'Seconds since midnight.'),
  fn(39, 'guest', 'DateNumber(t)', 'number or null', 'Days since 01-Jan-1970.'),
  fn(40, 'guest', 'DateByMonthDay(year, month, day)', 'timestamp or null', 'Midnight of that date.'),
  fn(41, 'guest', 'DateByYearDay(year, day)', 'timestamp or null', 'Midnight of that day of the year.'),
];
