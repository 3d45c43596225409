/** Built-ins of cgpl.md sections 14.18 and 14.19. */
import { area } from '../rows.js';

const environ = area('environ');
const billing = area('billing');
const statistics = area('statistics');
const banner = area('banner');
const communication = area('communication');

export const SERVICES = [
  environ.fn(
    78,
    'host',
    'SystemInfo(what)',
    'any',
    'A fact about the server: serverVersion, mainDomainName, startTime and others.',
  ),
  environ.fn(
    82,
    'guest',
    'Vars()',
    'dictionary',
    'The dictionary of the task: the only storage that its sections share.',
  ),
  environ.fn(
    152,
    'host',
    'GetLanguage()',
    'string',
    'The selected language, the empty string for the default one.',
  ),
  environ.proc(153, 'host', 'SetLanguage(name)', 'Selects a language; null for the default.'),
  environ.fn(154, 'host', 'GetTimeZoneName()', 'string or null', 'The selected time zone.'),
  environ.proc(155, 'host', 'SetTimeZone(name)', 'Selects a time zone; an unknown one for none.'),
  environ.fn(
    156,
    'wait',
    'ReadEnvirFile(name)',
    'datablock or null',
    'A file of the environment; for web applications, of the Skin.',
  ),
  environ.proc(157, 'host', 'SysLog(x)', 'Writes an object to the log.'),
  environ.proc(158, 'host', 'SysProfile(flag)', 'Raises, or with null lowers, the profiling level.'),
  environ.fn(
    159,
    'guestwait',
    'ExecuteCLI(command)',
    'null or string',
    'Executes a CLI command; its output is then Vars().executeCLIResult. A string is an error.',
  ),
  environ.proc(160, 'host', 'SetApplicationStatus(x)', 'Shows a copy of the object to outside monitors.'),
  communication.proc(161, 'host', 'StoreCDR(text)', 'Hands a record to the CDR collector.'),
  billing.fn(
    162,
    'wait',
    'DoBalance(params, account)',
    'dictionary or string',
    'A billing operation. A string is an error.',
  ),
  statistics.fn(
    163,
    // It answers at once, but the elements live on another thread.
    'wait',
    'Statistics(name, op, value)',
    'number or string',
    'Reads or changes a statistics element. A string is an error.',
  ),
  banner.fn(164, 'wait', 'BannerRead(type, params)', 'any', 'Whatever the banner service returns.'),
  communication.fn(
    165,
    'wait',
    'HTTPCall(url, params)',
    'dictionary or string',
    'Makes an HTTP request. A string is an error.',
  ),
  communication.fn(
    166,
    'wait',
    'SubmitEMail(headers, content)',
    'null or string',
    'Composes and submits a message. A string is an error.',
  ),
  communication.fn(
    167,
    'wait',
    'SendEMail(from, subject, to, headers, content)',
    'null or string',
    'As SubmitEMail, with the usual headers as arguments. A string is an error.',
  ),
  communication.fn(
    168,
    'host',
    'SendInstantMessage(from, to, content)',
    'null or string',
    'Starts sending an instant message. A string is an error.',
  ),
  communication.fn(
    169,
    'host',
    'SendXMPPIQ(from, to, content)',
    'null or string',
    'Starts sending an XMPP request or presence. A string is an error.',
  ),
  communication.fn(
    170,
    'wait',
    'RADIUSCall(address, params)',
    'dictionary or string',
    'Asks a RADIUS server. A string is an error.',
  ),
];
