/** Declared operations: calendar. */
import { type Declaration, may, need } from './types.js';

export const CALENDAR: readonly Declaration[] = [
  {
    name: 'calendarOpen',
    tier: 1,
    summary: 'Opens a Mailbox as a calendar or task list.',
    attributes: [
      need('calendar', 'name the client gives to the calendar view'),
      may('mailbox', 'Mailbox to open; default = the calendar name'),
      may('mailboxClass', 'create the Mailbox with this class if it does not exist'),
    ],
    body: 'empty',
    data: ['calendarReport'],
    errors: [
      ['calendar has already been opened', 536],
      ['mailbox does not exist', 531],
      ['mailbox access denied', 533],
    ],
  },
  {
    name: 'calendarClose',
    tier: 1,
    summary: 'Closes a calendar view.',
    attributes: [need('calendar', 'open calendar')],
    body: 'empty',
    data: [],
    errors: [['calendar has not been opened', 537]],
  },
  {
    name: 'findEvents',
    tier: 1,
    summary: 'Expands recurring events and lists everything that overlaps the interval.',
    attributes: [
      need('calendar', 'open calendar'),
      need('timeFrom', 'start of the interval'),
      need('timeTill', 'end of the interval, not included'),
      may('limit', 'largest number of events'),
    ],
    body: 'empty',
    data: ['events'],
    errors: [
      ['calendar has not been opened', 537],
      ['illegal time interval', 581],
    ],
  },
  {
    name: 'findTasks',
    tier: 1,
    summary: 'Lists tasks that are active in the interval.',
    attributes: [
      need('calendar', 'open calendar'),
      need('timeFrom', 'as in findEvents'),
      need('timeTill', 'as in findEvents'),
      may('completed', 'yes: include finished tasks'),
    ],
    body: 'empty',
    data: ['tasks'],
    errors: [
      ['calendar has not been opened', 537],
      ['illegal time interval', 581],
    ],
  },
  {
    name: 'calendarReadItem',
    tier: 1,
    summary: 'Reads one event or task as iCalendar XML.',
    attributes: [
      need('calendar', 'open calendar'),
      need('UID', 'message UID of the item'),
      may('totalSizeLimit', 'as in folderRead'),
    ],
    body: 'empty',
    data: ['calendarItem'],
    errors: [
      ['calendar has not been opened', 537],
      ['unknown message', 538],
    ],
  },
  {
    name: 'calendarPublish',
    tier: 1,
    summary:
      'Stores a new event or task, or replaces the one with the same iCalendar UID; sends meeting requests. Missing UID, DTSTAMP, SEQUENCE, CREATED are filled in.',
    attributes: [
      need('calendar', 'open calendar'),
      may('sendRequests', 'all | new | updated | none: which attendees get requests; default all'),
      may('itemUID', 'iCalendar UID to update when the component has none'),
      may('report', 'uid: report the message UID'),
    ],
    body: '<iCalendar>',
    data: ['messageAppended'],
    errors: [
      ['calendar has not been opened', 537],
      ['mailbox access denied', 533],
      ['illegal iCalendar data format', 582],
    ],
  },
  {
    name: 'calendarCancel',
    tier: 1,
    summary:
      'Removes an event or task; tells the attendees when the user is the organizer. itemUID or UID is required.',
    attributes: [
      need('calendar', 'open calendar'),
      may('itemUID', 'iCalendar UID of the item'),
      may('UID', 'message UID of the item'),
      may('recurrenceId', 'one occurrence only'),
      may('sendRequests', 'as in calendarPublish'),
    ],
    body: 'optional <iCalendar>',
    data: [],
    errors: [
      ['calendar has not been opened', 537],
      ['unknown calendar item', 538],
    ],
  },
  {
    name: 'calendarUpdate',
    tier: 2,
    summary: 'Applies an attendee reply (participation status) to the stored item.',
    attributes: [
      need('calendar', 'open calendar'),
      may('folder', 'view holding the reply'),
      may('UID', 'the reply message'),
    ],
    body: 'optional <iCalendar>',
    data: [],
    errors: [
      ['calendar has not been opened', 537],
      ['unknown calendar item', 538],
    ],
  },
  {
    name: 'calendarAccept',
    tier: 2,
    summary: 'Places a request into the calendar and replies to the organizer.',
    attributes: [
      need('calendar', 'open calendar'),
      may('folder', 'view holding the request'),
      may('UID', 'the request message'),
      may('PARTSTAT', 'ACCEPTED (default) | TENTATIVE | IN-PROCESS | COMPLETED'),
      may('sendReply', 'yes (default) | no'),
    ],
    body: 'optional <iCalendar>, optional <replyText>',
    data: [],
    errors: [
      ['calendar has not been opened', 537],
      ['unknown message', 538],
      ['illegal iCalendar data format', 582],
    ],
  },
  {
    name: 'calendarDecline',
    tier: 2,
    summary: 'Refuses a request or withdraws from an accepted item.',
    attributes: [
      may('calendar', 'open calendar to remove the item from'),
      may('folder', 'view holding the request'),
      may('UID', 'the request message'),
      may('itemUID', 'item already in the calendar'),
      may('recurrenceId', 'one occurrence only'),
      may('sendReply', 'yes (default) | no'),
    ],
    body: 'optional <iCalendar>, optional <replyText>',
    data: [],
    errors: [['unknown calendar item', 538]],
  },
  {
    name: 'calendarImport',
    tier: 2,
    summary: 'Imports an uploaded iCalendar file.',
    attributes: [
      need('calendar', 'open calendar'),
      need('uploadID', 'identifier used in the HTTP upload URL'),
    ],
    body: 'empty',
    data: [],
    errors: [
      ['upload is not found', 538],
      ['illegal iCalendar data format', 582],
    ],
  },
  {
    name: 'freeBusyRead',
    tier: 2,
    summary: 'Reads published free/busy intervals of a user.',
    attributes: [need('userName', 'Account or address'), may('timeFrom', 'start'), may('timeTill', 'end')],
    body: 'empty',
    data: ['freeBusyData'],
    errors: [['unknown user account', 513]],
  },
];
