/** Built-ins of cgpl.md section 14.14. */
import { area } from '../rows.js';

const message = area('message');
const calendar = area('calendar');

export const MESSAGE = [
  message.fn(
    124,
    'wait',
    'GetMessageAttr(box, uid)',
    'dictionary or string',
    'Attributes stored with a message. A string is an error.',
  ),
  message.fn(
    125,
    'wait',
    'UpdateMessageAttr(box, uid, data)',
    'null or string',
    'Changes attributes; the string default removes one. A string is an error.',
  ),
  message.fn(126, 'wait', 'OpenMessage(box, uid)', 'handle or null', 'Opens a message.'),
  message.fn(
    127,
    'wait',
    'MessagePart(message, type)',
    'dictionary or null or string',
    'Structure of the message, or of its first audio, plain or text part. A string is an error.',
  ),
  message.fn(
    128,
    'wait',
    'MessageHeader(message, part, field)',
    'array or dictionary or string',
    'Values of a header field, or with null all fields. A string is an error.',
  ),
  message.fn(129, 'wait', 'MessageBody(message, part)', 'any', 'Body of a part: XML, string or datablock.'),
  calendar.fn(
    130,
    'wait',
    'OpenCalendar(name)',
    'handle or string',
    'Opens a Calendar. A string is an error.',
  ),
  calendar.fn(
    131,
    'wait',
    'ProcessCalendar(calendar, params)',
    'null or string',
    'Publishes, cancels, accepts, declines or updates an item. A string is an error.',
  ),
];
