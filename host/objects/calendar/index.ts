/** Calendars and task lists, for the other services and the faces. */
export { type Busy, Calendars, type ItemChoice, type PublishOptions } from './calendars.js';
export { attendeesOf, organizerOf } from './people.js';
export type { Calendar, CalendarDeps, CalendarMail, Item, Occurrence, SendRequests, Task } from './types.js';
