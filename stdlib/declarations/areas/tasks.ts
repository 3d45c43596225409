/** Built-ins of cgpl.md sections 14.20 to 14.22. */
import { area } from '../rows.js';

const task = area('task');
const meeting = area('meeting');
const queue = area('queue');

export const TASKS = [
  task.fn(171, 'guest', 'ThisTask()', 'handle or null', 'The running task; null outside tasks.'),
  task.fn(172, 'guest', 'IsTask(x)', 'boolean', 'Is it a task?'),
  task.fn(
    173,
    'host',
    'SendEvent(task, name[, param])',
    'null or string',
    'Adds an event to the queue of a task. A string is an error.',
  ),
  task.fn(
    174,
    'guestwait',
    'ReadInput(seconds)',
    'any',
    'Waits for the next event; null when there was none.',
    { alsoPbx: true },
  ),
  meeting.fn(
    175,
    'wait',
    'CreateMeeting(set, key[, param])',
    'null or string',
    'Makes a Meeting. A string is an error.',
  ),
  meeting.fn(
    176,
    'wait',
    'ActivateMeeting(set, key[, param])',
    'null or string',
    'Puts the current task into a Meeting. A string is an error.',
  ),
  meeting.fn(
    177,
    'wait',
    'DeactivateMeeting(set, key[, param])',
    'null or string',
    'Takes the current task out of a Meeting. A string is an error.',
  ),
  meeting.fn(
    178,
    'wait',
    'RemoveMeeting(set, key)',
    'null or string',
    'Removes a Meeting. A string is an error.',
  ),
  meeting.fn(
    179,
    'wait',
    'FindMeeting(set, key)',
    'dictionary or null',
    'A Meeting: its parameter and id of its task.',
  ),
  meeting.fn(
    180,
    'wait',
    'ClearMeeting(set, key)',
    'null or string',
    'Takes any task out of a Meeting. A string is an error.',
  ),
  queue.fn(
    181,
    'wait',
    'Enqueue(queue[, param[, priority]])',
    'dictionary or null',
    'Puts the current task into a queue: length and position.',
  ),
  queue.fn(
    182,
    'wait',
    'CheckQueue(queue)',
    'dictionary or null',
    'Length of a queue and position of the current task.',
  ),
  queue.proc(183, 'wait', 'Dequeue(queue)', 'Takes the current task out of a queue.'),
  queue.fn(
    184,
    'wait',
    'ReadQueue(queue)',
    'dictionary or null',
    'Takes the first registration out of a queue: id and parameter.',
  ),
];
