/**
 * The one log of the server (admin.md 6). Components get a `Logger` for their tag; pino makes the structured
 * record and hides secret fields, the destinations below print it in the record format. All text passes the
 * redaction once more before it is written.
 */
import { type Logger as Pino, pino } from 'pino';
import { type LogFileLimits, LogFiles } from './files.js';
import {
  formatRecord,
  Level,
  type LevelName,
  type LevelNumber,
  type LogAbout,
  type LogRecord,
} from './record.js';
import { redact } from './redact.js';
import { SyslogSender, type SyslogTarget } from './syslog.js';
import { LogTail } from './tail.js';

/** Extra data of a record; printed behind the text as `name=value`. Secret names are hidden. */
export type LogFields = Readonly<Record<string, string | number | boolean | null>>;

/** What a component writes to. */
export interface Logger {
  readonly tag: string;
  crash(text: string, fields?: LogFields, about?: LogAbout): void;
  failure(text: string, fields?: LogFields, about?: LogAbout): void;
  major(text: string, fields?: LogFields, about?: LogAbout): void;
  problem(text: string, fields?: LogFields, about?: LogAbout): void;
  low(text: string, fields?: LogFields, about?: LogAbout): void;
  all(text: string, fields?: LogFields, about?: LogAbout): void;
  /** True when a record of this level would be written: to spare expensive texts. */
  enabled(level: LevelName): boolean;
  /** A logger for one connection or session: `HTTPU` gives `HTTPU-00012`. */
  numbered(number: number): Logger;
}

/** Where the log goes and how much of it. */
export interface LogOptions {
  /** Directory of the log files, null for none. */
  readonly directory: string | null;
  readonly limits: () => LogFileLimits;
  /** Level of a tag without its number. */
  readonly levelOf: (component: string) => number;
  /** Record everything: `--LogAll` or SETLOGALL. */
  readonly logAll: () => boolean;
  /** Console copy: `text`, `json`, or null for none. */
  readonly console: 'text' | 'json' | null;
  readonly write?: (line: string) => void;
  /** A log server, null for none. */
  readonly syslog?: () => SyslogTarget | null;
  /** Records that are kept in memory; none by default. */
  readonly tailRecords?: () => number;
}

const names = Object.keys(Level) as LevelName[];
/** pino ranks upwards, the log downwards. */
const rank = (level: number) => 60 - level * 10;
const customLevels = Object.fromEntries(names.map(name => [name, rank(Level[name])])) as Record<
  LevelName,
  number
>;

const secretFields = [
  'password',
  'newPassword',
  'oldPassword',
  'secret',
  'token',
  'authorization',
  'cookie',
  'sessionID',
];

/** Fields of a pino record that are not the caller's. */
const ownKeys = new Set(['level', 'time', 'tag', 'msg', 'about']);

/** The text of a record with its fields behind it. */
function fullText(line: Record<string, unknown>): string {
  let text = String(line.msg ?? '');
  for (const [key, value] of Object.entries(line)) if (!ownKeys.has(key)) text += ` ${key}=${String(value)}`;
  return redact(text);
}

/** The log of a server. */
export class ServerLog {
  /** The last records, and those who follow. */
  readonly tail: LogTail;
  private readonly files: LogFiles | null;
  private readonly syslog: SyslogSender;
  private readonly pino: Pino<LevelName>;
  private readonly counters = new Map<string, number>();
  private closed = false;

  constructor(private readonly options: LogOptions) {
    this.syslog = new SyslogSender(options.syslog ?? (() => null));
    this.files = options.directory === null ? null : new LogFiles(options.directory, options.limits);
    this.tail = new LogTail(options.tailRecords ?? (() => 0));
    this.pino = pino<LevelName>(
      {
        base: null,
        customLevels,
        useOnlyCustomLevels: true,
        level: 'all',
        redact: { paths: secretFields, censor: '***' },
      },
      { write: line => this.deliver(line) },
    );
  }

  /** Name of the active log file. */
  get activeFile(): string {
    return this.files?.active ?? '';
  }

  /** A logger for a component; `own` gives its level when it is not that of its tag. */
  logger(tag: string, own?: () => number): Logger {
    const component = tag.replace(/-\d+$/, '');
    const highest = own ?? (() => this.options.levelOf(component));
    const enabled = (level: LevelName) =>
      !this.closed && (this.options.logAll() || Level[level] <= highest());
    const at = (level: LevelName) => (text: string, fields?: LogFields, about?: LogAbout) => {
      if (enabled(level)) this.pino[level]({ tag, ...fields, ...(about ? { about } : {}) }, text);
    };
    return {
      tag,
      crash: at('crash'),
      failure: at('failure'),
      major: at('major'),
      problem: at('problem'),
      low: at('low'),
      all: at('all'),
      enabled,
      numbered: number => this.logger(`${tag}-${String(number).padStart(5, '0')}`, own),
    };
  }

  /** The next connection number of a component, from 1. */
  nextNumber(component: string): number {
    const next = (this.counters.get(component) ?? 0) + 1;
    this.counters.set(component, next);
    return next;
  }

  /** Closes the files; later records are dropped. */
  close(): void {
    this.closed = true;
    this.tail.close();
    this.files?.close();
    this.syslog.close();
  }

  private deliver(line: string): void {
    const parsed = JSON.parse(line) as Record<string, unknown>;
    const level = Math.round((60 - Number(parsed.level)) / 10) as LevelNumber;
    const record: LogRecord = {
      time: new Date(Number(parsed.time)),
      level,
      tag: String(parsed.tag),
      text: fullText(parsed),
      ...(parsed.about === undefined ? {} : { about: parsed.about as LogAbout }),
    };
    this.tail.add(record);
    this.files?.write(record);
    this.syslog.send(record);
    if (this.options.console === null) return;
    const write = this.options.write ?? (text => process.stdout.write(text));
    const { time, tag, text } = record;
    const form =
      this.options.console === 'json'
        ? JSON.stringify({ time: time.toISOString(), level, tag, text })
        : formatRecord(record);
    write(`${form}\n`);
  }
}
