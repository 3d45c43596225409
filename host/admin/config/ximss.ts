/** Settings of the XIMSS module (ximss.md 1.7, admin.md 13): of the configuration file, and of the module `XIMSSI`. */
import { count, flag, period, type Setting, size, text } from './types.js';

const LIVE = { live: true };

const origins = (value: string): string | null =>
  value.split(',').every(part => /^(?:null|https?:\/\/[a-z0-9.:[\]-]+)$/i.test(part.trim()))
    ? null
    : 'origins such as https://mail.example.test, separated by commas';

/** Texts that look like `6.3.1` (C-46). */
const version = (value: string): string | null =>
  /^[0-9]+[a-z]*(?:\.[0-9]+[a-z]*)*$/i.test(value) ? null : 'digits with optional letters, separated by dots';

export const ximssSettings = {
  XIMSSChannels: count(
    100,
    0,
    100_000,
    'connections',
    'Open XIMSS connections, WebSockets and those of the user listeners included; more are closed at once. 0: no listener.',
    LIVE,
  ),
  XIMSSSessionLimit: count(0, 0, 1_000_000, 'sessions', 'XIMSS sessions at a time; 0: no limit.', LIVE),
  XIMSSInactivity: period(
    '10m',
    '1s',
    '1d',
    'A XIMSS session whose client says nothing for so long ends; clients may choose 30s to 1d for their own.',
    LIVE,
  ),
  XIMSSLoginTimeout: period('2m', '1s', '1h', 'Time to log in after connecting.', LIVE),
  XIMSSMaxRequest: size('20M', '1K', '1G', 'One document or HTTP body after login, uploads included.', LIVE),
  XIMSSMaxPreLogin: size('64K', '1K', '16M', 'The same before login.', LIVE),
  XIMSSMaxDepth: count(100, 4, 1000, 'levels', 'Nesting of the elements of a document.', LIVE),
  XIMSSMaxAttributes: count(200, 4, 10_000, 'attributes', 'Attributes of one element.', LIVE),
  XIMSSLoginFailures: count(5, 1, 100, 'logins', 'Failed logins that close a connection.', LIVE),
  XIMSSLoginDelay: period(
    '500ms',
    '0s',
    '60s',
    'Pause before the answer to the first failed login of a connection; each further one waits twice as long, up to eight times.',
    LIVE,
  ),
  XIMSSProtocolErrors: count(
    5,
    1,
    1000,
    'documents',
    'Malformed documents in a row that close a connection.',
    LIVE,
  ),
  FlashPolicy: flag(false, 'Answer the policy requests of Flash clients.', LIVE),
  XIMSSWebSocket: flag(true, 'Accept WebSocket upgrades.', LIVE),
  XIMSSWebSocketOrigins: text(
    '',
    'origins',
    'Origins of pages that may open a WebSocket, separated by commas. Empty: all.',
    origins,
    LIVE,
  ),
  XIMSSClearTextLogin: flag(true, 'Allow clear-text, PLAIN and LOGIN logins without TLS.', LIVE),
  XIMSSVersion: text('6.3.1', 'version', 'Protocol version that sessions tell their clients.', version, LIVE),
  XIMSSQueueLimit: count(
    1000,
    1,
    1_000_000,
    'messages',
    'Asynchronous messages that wait for a client that does not poll; more push out the oldest.',
    LIVE,
  ),
  XIMSSQueueSize: size(
    '64M',
    '64K',
    '1G',
    'Answers and messages that wait for one client; a session whose client takes none of more ends.',
    LIVE,
  ),
  XIMSSReadAhead: count(256, 1, 100_000, 'requests', 'Requests of one connection that are read ahead.', LIVE),
  XIMSSSlowReader: size(
    '1M',
    '4K',
    '64M',
    'Bytes that a client has not taken yet, after which its requests and notices are held back.',
    LIVE,
  ),
  XIMSSViews: count(200, 1, 10_000, 'views', 'Open views, and open calendars, of one session.', LIVE),
  XIMSSUploadSize: size(
    '64M',
    '1K',
    '1G',
    'Uploaded files of one session that wait for their operation.',
    LIVE,
  ),
  XIMSSUploadTime: period('1h', '1s', '1d', 'Uploaded files are kept so long.', LIVE),
} satisfies Record<string, Setting<unknown>>;
