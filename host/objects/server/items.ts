/** Server-wide dictionaries that administrators read and write, one line each (cli.md 7.16). */
import { dictOf } from '../../../stdlib/values/dict.js';
import type { Bytes, Dict, Value } from '../../../stdlib/values/types.js';
import { type Rule, rule } from '../rights/rule.js';
import { SESSION_DEFAULTS } from '../sessions/settings.js';

export interface ServerItem {
  readonly read: Rule;
  readonly write: Rule;
  /** What counts until somebody sets something else. */
  readonly defaults: Dict;
  /** The command that reads shows the defaults, too. */
  readonly showsDefaults: boolean;
}

const SETTINGS = rule('Settings');
const MASTER = rule('Master');
const DIRECTORY = rule('Directory|Users');

type Pairs = readonly (readonly [Bytes, Value])[];

const item = (pairs: Pairs, read = SETTINGS, write = read, showsDefaults = false): ServerItem => ({
  read,
  write,
  defaults: dictOf(pairs),
  showsDefaults,
});

const HELPER: Dict = dictOf([
  ['Enabled', 'NO'],
  ['LogLevel', '2'],
  ['ProgramName', ''],
  ['Timeout', '10s'],
  ['RestartPause', '15s'],
]);

export const SERVER_ITEMS = {
  settings: item(
    [
      ['LogLevel', '3'],
      ['CrashRecovery', 'YES'],
      ['HideAccountUnknown', 'YES'],
      ['AccountStatistics', 'NO'],
      ['AllowPlainPasswordRead', 'NO'],
      ['DirectoryDomains', 'NO'],
      ['TrustedProxies', ''],
      ['ExternalFilters', []],
      ['ExternalAUTH', HELPER],
      ['ExternalRADIUS', HELPER],
      ['ExternalBanner', HELPER],
      ['ExternalCDR', HELPER],
      ['ExternalLoadBalancer', HELPER],
    ],
    SETTINGS,
    SETTINGS,
    true,
  ),
  queue: item([
    ['LogLevel', '2'],
    ['RetryPeriod', '10m'],
    ['MaxAge', '3d'],
    ['WarnAfter', '4h'],
    ['Uncertain', 'Again'],
    ['MaxMessageSize', 'unlimited'],
  ]),
  sessions: item(SESSION_DEFAULTS),
  log: item(
    [
      ['Period', '1d'],
      ['SizeLimit', '100M'],
      ['Keep', '7d'],
      ['Precision', 'milliseconds'],
      ['SysLogLevel', '0'],
      ['SysLogAddress', ''],
      ['SysLogFacility', 'mail'],
    ],
    rule('Settings|Monitor'),
    rule('Settings|CanTuneLoggerSettings'),
    true,
  ),
  network: item([['TempClientTime', '10m']]),
  dnr: item([
    ['LogLevel', '2'],
    ['ConcurrentRequests', '50'],
    ['InitialTimeout', '2s'],
    ['RetryLimit', '5'],
    ['Servers', ''],
    ['DummyIPs', ''],
  ]),
  banned: item([]),
  router: item([['LogLevel', '2']]),
  directoryIntegration: item([], DIRECTORY),
  signal: item([]),
  mediaServer: item([]),
  intercept: item([], MASTER),
} as const satisfies Record<string, ServerItem>;

export type ServerItemName = keyof typeof SERVER_ITEMS;

/** Modules with the settings that count until somebody sets others. */
export const MODULES: Readonly<Record<string, Dict>> = {
  HTTPA: dictOf([['LogLevel', '2']]),
  HTTPU: dictOf([['LogLevel', '2']]),
  LISTS: dictOf([['LogLevel', '2']]),
  LOCAL: dictOf([['LogLevel', '2']]),
  PWD: dictOf([
    ['LogLevel', '2'],
    ['AdvertiseAPOP', 'NO'],
  ]),
  SMTP: dictOf([['LogLevel', '2']]),
  XIMSSI: dictOf([['LogLevel', '2']]),
};

/** Other names of modules. */
export const MODULE_ALIASES: Readonly<Record<string, string>> = { XIMSS: 'XIMSSI' };

/** Helper records among the server settings: each is one dictionary, the filters are an array of them. */
export const HELPERS: readonly Bytes[] = [
  'ExternalAUTH',
  'ExternalRADIUS',
  'ExternalBanner',
  'ExternalCDR',
  'ExternalLoadBalancer',
];
