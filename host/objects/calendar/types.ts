/** Calendars and task lists: what they hold, and what their service needs (ximss.md 9, cgpl.md 14.14). */
import type { Bytes, Dict, Xml } from '../../../stdlib/values/types.js';
import type { Box } from '../mailboxes/types.js';
import type { Owner } from '../owner.js';
import type { Principal } from '../principal.js';

/** A mail that tells others about an item. */
export interface CalendarMail {
  readonly to: readonly Bytes[];
  readonly subject: Bytes;
  /** REQUEST, CANCEL or REPLY. */
  readonly method: Bytes;
  /** The iCalendar text. */
  readonly calendar: Bytes;
  /** What people read. */
  readonly text: Bytes;
}

export interface CalendarDeps {
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** The account that a name from outside means. */
  readonly owner: (who: Principal, name: string) => Owner;
  /** Effective preferences of an account. */
  readonly preferences: (owner: Owner) => Dict;
  /** Effective settings of an account. */
  readonly settings: (owner: Owner) => Dict;
  /** Addresses that mean the account: its own and its aliases, in small letters. */
  readonly addresses: (owner: Owner) => readonly Bytes[];
  /** Makes the text of a stored item: a message with one part `text/calendar`. */
  readonly compose: (
    from: Bytes,
    realName: Bytes | null,
    subject: Bytes,
    calendar: Bytes,
  ) => Promise<Uint8Array>;
  /** The calendar text in a message, null when it has none. */
  readonly calendarText: (message: Uint8Array) => Bytes | null;
  /** Sends a mail in the name of the account. */
  readonly send: (who: Principal, owner: Owner, mail: CalendarMail) => Promise<void>;
}

/** A stored event or task: a calendar with the components of one UID. */
export interface Item {
  /** UID of the message. */
  readonly uid: number;
  readonly itemUid: Bytes;
  /** The `iCalendar` element in normal form. */
  readonly calendar: Xml;
  /** The component that the others are exceptions of; the first one when there is none. */
  readonly master: Xml;
  /** Components with a recurrence-id. */
  readonly exceptions: readonly Xml[];
}

/** One occurrence of an event. Times in seconds since 1970, GMT. */
export interface Occurrence {
  readonly item: Item;
  readonly component: Xml;
  readonly isAllDay: boolean;
  readonly from: number;
  readonly till: number;
  /** Wall clock of the beginning in the zone that was asked for; of an all-day event the date. */
  readonly localFrom: number;
  /** Seconds; of an all-day event a multiple of 86400. */
  readonly duration: number;
  /** Text of the recurrence-id of a changed occurrence, null for the others. */
  readonly recurrenceId: Bytes | null;
}

/** A task that is active in an interval. */
export interface Task {
  readonly item: Item;
  readonly from: number | null;
  readonly due: number | null;
  readonly percent: number;
  readonly isCompleted: boolean;
}

/** A mailbox that somebody opened as a calendar. */
export interface Calendar {
  readonly box: Box;
  /** Zone for dates and times that name none: that of the one who opened it. */
  readonly zone: string | null;
}

/** Which attendees get mails. */
export type SendRequests = 'all' | 'new' | 'updated' | 'none';

/** Which item, or which occurrence of it. */
export interface ItemChoice {
  readonly uid?: number | null;
  readonly itemUid?: Bytes | null;
  readonly recurrenceId?: Bytes | null;
}
