/** Calendars and task lists, for the other services and the faces. */
export { alarmOf } from './alarms.js';
export { type Busy, Calendars, type PublishOptions } from './calendars.js';
export { attendeesOf, organizerOf } from './people.js';
export type {
  Calendar,
  CalendarDeps,
  CalendarMail,
  Item,
  ItemChoice,
  Occurrence,
  SendRequests,
  Task,
} from './types.js';
