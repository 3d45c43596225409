/**
 * The command line of the server (admin.md 4): a table of options. Names are read without regard to letter
 * case, a value is the next argument. An unknown option is a UsageError; the launcher exits with status 64.
 */
import { settings } from './config/settings.js';

/** Exit status for a wrong command line (sysexits EX_USAGE). */
export const EXIT_USAGE = 64;

/** A wrong command line. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** What the command line asks for. */
export interface ServerOptions {
  base: string | null;
  application: string | null;
  config: string | null;
  logToConsole: boolean;
  logAll: boolean;
  noWebCache: boolean;
  daemon: boolean;
  noLockFile: boolean;
  dropRoot: boolean;
  version: boolean;
  help: boolean;
  /** Settings that win over the configuration file, as text. */
  set: Map<string, string>;
  /** Accepted options without effect, one log record each. */
  ignored: string[];
}

interface Option {
  readonly name: string;
  readonly value: string | null;
  readonly about: string;
  apply(options: ServerOptions, value: string): void;
}

const ignore = (name: string, value: string | null): Option => ({
  name,
  value,
  about: 'Accepted for compatibility, no effect.',
  apply: (options, given) => options.ignored.push(value === null ? `--${name}` : `--${name} ${given}`),
});

/** Splits `Name=value` and finds the setting without regard to letter case. */
function overrideSetting(options: ServerOptions, given: string): void {
  const equal = given.indexOf('=');
  const name = Object.keys(settings).find(key => key.toLowerCase() === given.slice(0, equal).toLowerCase());
  if (equal < 0 || name === undefined) {
    throw new UsageError(`--set needs Name=value with the name of a setting, not "${given}"`);
  }
  options.set.set(name, given.slice(equal + 1));
}

/** Every option of the server. */
export const optionTable: readonly Option[] = [
  {
    name: 'Base',
    value: 'dir',
    about: 'Base directory: holds all data, created when missing. Default: POSTERN_BASE, else ./base.',
    apply: (o, v) => (o.base = v),
  },
  { name: 'CGateBase', value: 'dir', about: 'The same as --Base.', apply: (o, v) => (o.base = v) },
  {
    name: 'CGateApplication',
    value: 'dir',
    about: 'Directory with the stock skins. Default: inside the package.',
    apply: (o, v) => (o.application = v),
  },
  {
    name: 'config',
    value: 'file',
    about: 'Configuration file. Default: postern.conf in the base directory.',
    apply: (o, v) => (o.config = v),
  },
  {
    name: 'set',
    value: 'Name=value',
    about: 'One setting, wins over the configuration file. May be repeated.',
    apply: overrideSetting,
  },
  {
    name: 'LogToConsole',
    value: null,
    about: 'Copy log records to standard output.',
    apply: o => (o.logToConsole = true),
  },
  {
    name: 'LogAll',
    value: null,
    about: 'Record everything, whatever the log levels are.',
    apply: o => (o.logAll = true),
  },
  {
    name: 'NoWebCache',
    value: null,
    about: 'Compile programs and pages anew for every request.',
    apply: o => (o.noWebCache = true),
  },
  {
    name: 'Daemon',
    value: null,
    about: 'Detach from the terminal; the parent exits.',
    apply: o => (o.daemon = true),
  },
  {
    name: 'noLockFile',
    value: null,
    about: 'Do not use the ProcessID lock file.',
    apply: o => (o.noLockFile = true),
  },
  {
    name: 'dropRoot',
    value: null,
    about: 'Started as root: become the user nobody for good, 60 s after the start.',
    apply: o => (o.dropRoot = true),
  },
  ignore('ThreadsScope', 'value'),
  ignore('BatchLogon', null),
  ignore('SharedFiles', null),
  ignore('useNonBlockingSockets', null),
  ignore('useBlockingSockets', null),
  ignore('closeStuckSockets', null),
  { name: 'version', value: null, about: 'Print the version and exit.', apply: o => (o.version = true) },
  { name: 'help', value: null, about: 'Print this and exit.', apply: o => (o.help = true) },
];

const byName = new Map(optionTable.map(option => [`--${option.name}`.toLowerCase(), option]));

/** Options before anything is given. */
export function noOptions(): ServerOptions {
  return {
    base: null,
    application: null,
    config: null,
    logToConsole: false,
    logAll: false,
    noWebCache: false,
    daemon: false,
    noLockFile: false,
    dropRoot: false,
    version: false,
    help: false,
    set: new Map(),
    ignored: [],
  };
}

/** Reads the arguments behind the command name. Throws UsageError. */
export function readCommandLine(args: readonly string[]): ServerOptions {
  const options = noOptions();
  for (let i = 0; i < args.length; i++) {
    const given = args[i] ?? '';
    const option = byName.get(given.toLowerCase());
    if (!option) throw new UsageError(`unknown option ${given}`);
    if (option.value === null) {
      option.apply(options, '');
      continue;
    }
    const value = args[++i];
    if (value === undefined) throw new UsageError(`${given} needs a value: ${option.value}`);
    option.apply(options, value);
  }
  return options;
}

/** The options as lines of help. */
export function optionHelp(): string {
  return optionTable
    .map(
      ({ name, value, about }) => `  ${`--${name}${value === null ? '' : ` ${value}`}`.padEnd(26)}${about}`,
    )
    .join('\n');
}
