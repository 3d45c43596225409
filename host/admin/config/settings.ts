/**
 * The table of all settings of the configuration file. docs/operation.md and docs/limits.md list them; a test
 * holds table and pages together.
 */
import { isIP } from 'node:net';
import { choice, count, flag, period, port, type Setting, size, text } from './types.js';
import { ximssSettings } from './ximss.js';

const address = (value: string) =>
  isIP(value) || value === '*' ? null : 'an IP address, or "*" for all addresses of this host';
const domainName = (value: string) =>
  /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/i.test(value)
    ? null
    : 'a domain name';

/** Level of the log, admin.md 6. */
const level = (byDefault: number, about: string) =>
  count(byDefault, 0, 5, 'log level', about, { live: true });

/** Who is reachable where. */
export const listenerSettings = {
  DomainName: text('', 'domain name', 'Main domain, at the first start. Empty: the host name.', domainName),
  HTTPUPort: port(8100, 'User listener. -1: none; 0: any free port.'),
  HTTPUTLSPort: port(9100, 'User listener with TLS; opened when a certificate is set.'),
  HTTPUAddress: text(
    '127.0.0.1',
    'IP address',
    'Address of the user listeners; "*": all addresses.',
    address,
  ),
  HTTPAPort: port(8010, 'Administration listener.'),
  HTTPATLSPort: port(9010, 'Administration listener with TLS; opened when a certificate is set.'),
  HTTPAAddress: text('127.0.0.1', 'IP address', 'Address of the administration listeners.', address),
  PWDPort: port(106, 'CLI access (PWD); 8106 when this port is taken or needs more rights.'),
  PWDTLSPort: port(-1, 'CLI access with TLS from the first byte; opened when a certificate is set.'),
  PWDAddress: text('127.0.0.1', 'IP address', 'Address of the PWD listeners; "*": all addresses.', address),
  PWDChannels: count(500, 1, 100_000, 'connections', 'Open PWD connections; more are refused.'),
  PWDIdle: period('330s', '300s', '1d', 'A PWD connection that says nothing for so long is closed.', {
    live: true,
  }),
  PWDLoginDelay: period('2s', '0s', '60s', 'A failed PWD login is answered after this time.', { live: true }),
  PWDLoginFailures: count(3, 1, 100, 'logins', 'Failed logins that close a PWD connection.', { live: true }),
  PWDLineLimit: size('16M', '1K', '1G', 'Longest command, over PWD and over HTTP.', { live: true }),
  XIMSSPort: port(11024, 'XIMSS clients.'),
  XIMSSTLSPort: port(11025, 'XIMSS clients with TLS from the first byte; opened when a certificate is set.'),
  XIMSSAddress: text(
    '127.0.0.1',
    'IP address',
    'Address of the XIMSS listeners; "*": all addresses.',
    address,
  ),
  TLSCertificate: text(
    '',
    'file',
    'PEM file with the certificate and its chain, relative to the base directory.',
  ),
  TLSPrivateKey: text('', 'file', 'PEM file with the private key, relative to the base directory.'),
  HTTPChannels: count(2000, 1, 100_000, 'connections', 'Open connections of a listener; more are refused.'),
  HTTPChannelsPerAddress: count(200, 1, 100_000, 'connections', 'Open connections of one client address.'),
  HTTPHeaderTimeout: period('30s', '1s', '10m', 'Time to send a request header.'),
  HTTPRequestTimeout: period('5m', '1s', '1h', 'Time to send a whole request.'),
  HTTPKeepAlive: period('60s', '0s', '10m', 'An idle connection is kept open this long.'),
  HTTPHeaderLimit: size('16K', '1K', '256K', 'Request line and header fields together.'),
  TrustedProxies: text(
    '',
    'addresses',
    'Proxies whose X-Forwarded-For is believed: addresses or address/bits, separated by commas.',
    value =>
      value.split(',').every(part => isIP(part.trim().replace(/\/\d{1,3}$/, '')) !== 0)
        ? null
        : 'addresses or address/bits separated by commas',
  ),
} satisfies Record<string, Setting<unknown>>;

/** What is written to the log, and where. */
export const logSettings = {
  LogLevel: level(3, 'Level of the kernel, tag SYSTEM, and of every component without its own setting.'),
  HTTPULogLevel: level(3, 'Level of the user listener and of web sessions (HTTPU, WEBUSER).'),
  HTTPALogLevel: level(3, 'Level of the administration listener (HTTPA).'),
  CGPLLogLevel: level(3, 'Level of programs and pages (CGPL), SysLog included.'),
  LogFileSize: size('100M', '64K', '10G', 'A log file larger than this is followed by a new one.', {
    live: true,
  }),
  LogKeep: period('30d', '1h', '520w', 'Older log files are removed.', { live: true }),
  LogTailRecords: count(
    1000,
    0,
    100_000,
    'records',
    'Last records of the log kept in memory, for the log page.',
    {
      live: true,
    },
  ),
  LogTailReaders: count(16, 0, 1000, 'readers', 'Pages and commands that follow the log at a time.', {
    live: true,
  }),
  LogFormat: choice('text', ['text', 'json'], 'Form of the records on the console.'),
} satisfies Record<string, Setting<unknown>>;

/** What one run may use, and how many run. */
export const limitSettings = {
  CGPLTimeLimit: period(
    '60s',
    '10ms',
    '1h',
    'Time of one program run, waiting included. Tasks are not limited.',
    {
      live: true,
    },
  ),
  CGPLCPULimit: period(
    '5s',
    '10ms',
    '10m',
    'Computing time of one program run; of a task, between two waits.',
    {
      live: true,
    },
  ),
  CGPLMemoryLimit: size('64M', '16M', '1G', 'Memory of one sandbox, the program itself included.', {
    live: true,
  }),
  CGPLStackLimit: size('1M', '64K', '4M', 'Stack of one sandbox; a deep call takes 200 to 500 bytes.', {
    live: true,
  }),
  CGPLOutputLimit: size('64M', '1K', '256M', 'Answer of a program or page, header fields included.', {
    live: true,
  }),
  CGPLHostCallLimit: count(
    1_000_000,
    1,
    100_000_000,
    'calls',
    'Host calls of one run; of a task, between two waits.',
    {
      live: true,
    },
  ),
  CGPLValueLimit: size('16M', '1K', '256M', 'One value that enters or leaves a sandbox.', { live: true }),
  CGPLValueDepth: count(256, 8, 1000, 'levels', 'Nesting of a value that enters or leaves a sandbox.', {
    live: true,
  }),
  CGPLTaskLimit: count(20_000, 0, 1_000_000, 'tasks', 'Tasks that one domain may run at a time.', {
    live: true,
  }),
  CGPLEventLimit: count(1000, 1, 1_000_000, 'events', 'Events that wait for one task.', { live: true }),
  WSSPTimeLimit: period('10s', '10ms', '10m', 'Computing time of one page.', { live: true }),
  SandboxWorkers: count(
    0,
    0,
    256,
    'threads',
    'Worker threads for sandboxes; 0: one less than processors, at most 8. As many more, of lower priority, are started for domains whose programs take long.',
  ),
  SandboxImages: size('64M', '1M', '16G', 'Images of programs and pages kept by one worker.'),
  SandboxInstances: count(16, 1, 1000, 'instances', 'Sandboxes kept ready by one worker.'),
  SandboxSwap: size('256M', '1M', '64G', 'Waiting runs that one worker may put aside.'),
  CompileTimeLimit: period(
    '30s',
    '100ms',
    '10m',
    'Time of one compilation; the compiler thread is restarted.',
  ),
  CompileSizeLimit: size('4M', '1K', '16M', 'Size of one source file.', { live: true }),
  CompileUnitFiles: count(
    500,
    1,
    500,
    'files',
    'Files linked into one page; into one program at most 200 of them.',
    { live: true },
  ),
  UnitCacheSize: count(1000, 1, 1_000_000, 'units', 'Compiled programs and pages kept in memory.'),
  RequestBodyLimit: size('32M', '1K', '1G', 'Request body, uploads included.', { live: true }),
  FormFieldLimit: count(10_000, 1, 1_000_000, 'fields', 'Fields of one form.', { live: true }),
  StorageFileLimit: size('1M', '1K', '64M', 'Part of a stored file that one ReadStorageFile gives.', {
    live: true,
  }),
  QueueLimit: count(10_000, 1, 1_000_000, 'entries', 'Registrations in the queues of one account.', {
    live: true,
  }),
  MeetingLimit: count(10_000, 1, 1_000_000, 'entries', 'Meetings of one account.', { live: true }),
  HTTPCallHosts: text(
    '*',
    'host names',
    'Hosts that programs may call: "*", names, "*.domain", separated by commas.',
    () => null,
    { live: true },
  ),
  HTTPCallPrivate: flag(
    false,
    'Programs may call loopback, private and other addresses that are not public.',
    { live: true },
  ),
  HTTPCallTimeout: period('30s', '1s', '5m', 'Time of one HTTPCall.', { live: true }),
  HTTPCallLimit: size('8M', '1K', '256M', 'Body of the answer to an HTTPCall.', { live: true }),
  HTTPCallConcurrent: count(64, 1, 10_000, 'calls', 'HTTPCalls at a time.', { live: true }),
  RADIUSServers: text(
    '',
    'addresses',
    'RADIUS servers that programs may ask: "*", addresses, address/bits, separated by commas. Empty: none.',
    () => null,
    { live: true },
  ),
  DNSTimeout: period('5s', '100ms', '1m', 'Time of one name resolution by Convert.', { live: true }),
  DNSConcurrent: count(32, 1, 1000, 'requests', 'Name resolutions at a time.', { live: true }),
} satisfies Record<string, Setting<unknown>>;

/** Sessions, storage and the rest. */
export const serverSettings = {
  SessionLimit: count(10_000, 1, 1_000_000, 'sessions', 'Web sessions at a time.', { live: true }),
  SessionInactivity: period('10m', '10s', '7d', 'A session without a request ends after this time.', {
    live: true,
  }),
  SessionTotal: period('8h', '1m', '30d', 'A session ends after this time in any case.', { live: true }),
  WebCache: flag(true, 'Keep compiled programs and pages. NO is the same as --NoWebCache.', { live: true }),
  Recordings: flag(false, 'Keep a recording of every failed run below SystemLogs/recordings.', {
    live: true,
  }),
  RecordingCount: count(200, 1, 100_000, 'recordings', 'Recordings kept; the oldest ones are removed.', {
    live: true,
  }),
  RecordingSpace: size('64M', '64K', '16G', 'Size of all recordings together; the oldest ones are removed.', {
    live: true,
  }),
  RecordingAge: period('30d', '1m', '520w', 'Older recordings are removed.', { live: true }),
  RecordingLimit: size('8M', '4K', '256M', 'Larger recordings are not kept.', { live: true }),
  PlaygroundAccess: choice(
    'administrators',
    ['administrators', 'everybody', 'off'],
    'Who may use the playground at /playground/.',
    { live: true },
  ),
  PlaygroundHost: flag(
    true,
    'Programs in the playground may call the built-ins of this server, with the rights of whoever uses it.',
    { live: true },
  ),
  PlaygroundRuns: count(8, 1, 1000, 'runs', 'Such programs of one account at a time; the oldest one ends.', {
    live: true,
  }),
  PlaygroundIdle: period('10m', '1s', '1d', 'Such a program that calls nothing for so long is over.', {
    live: true,
  }),
  Debugger: flag(true, 'Administrators may debug requests of the domains whose skins they may change.', {
    live: true,
  }),
  DebuggerCount: count(
    4,
    1,
    100,
    'debuggers',
    'Debuggers attached at a time, each with a worker of its own.',
    {
      live: true,
    },
  ),
  DebuggerPause: period(
    '5m',
    '1s',
    '1d',
    'A request that stands still in a debugger goes on after this time.',
    {
      live: true,
    },
  ),
  DebuggerTime: period('30m', '1s', '1d', 'Time of a request in a debugger, standing still included.', {
    live: true,
  }),
  ShutdownLimit: period('60s', '1s', '10m', 'A shutdown that takes longer ends by force, exit status 1.'),
} satisfies Record<string, Setting<unknown>>;

/** All settings by name. */
export const settings = {
  ...listenerSettings,
  ...ximssSettings,
  ...logSettings,
  ...limitSettings,
  ...serverSettings,
};

export type SettingName = keyof typeof settings;

type ValueOf<S> = S extends Setting<infer T> ? T : never;

/** The value of every setting. */
export type Settings = { -readonly [N in SettingName]: ValueOf<(typeof settings)[N]> };

/** The settings by name, for code that walks over all of them. */
export const settingTable: Readonly<Record<string, Setting<never>>> = settings as unknown as Readonly<
  Record<string, Setting<never>>
>;

/** A fresh set of default values. */
export function defaultSettings(): Settings {
  const values: Record<string, unknown> = {};
  for (const [name, setting] of Object.entries(settings)) values[name] = setting.byDefault;
  return values as Settings;
}
