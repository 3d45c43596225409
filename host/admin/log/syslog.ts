/** Records sent to a log server over UDP (RFC 5424, 5426), as the log settings say (admin.md 6). */
import { createSocket, type Socket } from 'node:dgram';
import { hostname } from 'node:os';
import { type LogRecord, oneLine } from './record.js';

/** Where records go; asked for each of them. */
export interface SyslogTarget {
  /** Records up to this level are sent. */
  readonly level: number;
  /** Host or address, with or without a port. */
  readonly address: string;
  readonly facility: string;
}

const FACILITIES: Readonly<Record<string, number>> = {
  __proto__: null as never,
  kern: 0,
  user: 1,
  mail: 2,
  daemon: 3,
  auth: 4,
  syslog: 5,
  news: 7,
  cron: 9,
  authpriv: 10,
  ...Object.fromEntries(Array.from({ length: 8 }, (_, at) => [`local${at}`, 16 + at])),
};
const MAIL = 2;

/** Severities by log level: crash, failure, major, problem, low, all. */
const SEVERITIES = [2, 3, 5, 4, 6, 7];
const PORT = 514;
/** Bytes that every log server takes in one datagram. */
const LONGEST = 2048;
/** Records on their way; more are dropped: a log server that is away must not cost memory. */
const MOST_PENDING = 1000;

/** Host and port of `host`, `host:port`, `[address]:port`, `address`; null for anything else. */
export function hostAndPort(text: string): { readonly host: string; readonly port: number } | null {
  const bare = text.trim();
  if (/^[0-9a-f:]*:[0-9a-f:]*:[0-9a-f:.]*$/i.test(bare)) return { host: bare, port: PORT };
  const match = /^(?:\[([0-9a-f:.]+)\]|([\w.-]+))(?::(\d{1,5}))?$/i.exec(bare);
  const port = Number(match?.[3] ?? PORT);
  if (match === null || port === 0 || port > 65_535) return null;
  return { host: match[1] ?? match[2] ?? '', port };
}

/** The datagram of a record. */
export function syslogLine({ time, level, tag, text }: LogRecord, facility: string): Buffer {
  const priority = (FACILITIES[facility.toLowerCase()] ?? MAIL) * 8 + (SEVERITIES[level] ?? 7);
  const name = tag.replace(/[^\x21-\x7e]/g, '_').slice(0, 32) || '-';
  const head = `<${priority}>1 ${time.toISOString()} ${hostname()} postern ${process.pid} ${name} - `;
  return Buffer.from(`${head}\ufeff${oneLine(text)}`).subarray(0, LONGEST);
}

export class SyslogSender {
  private socket4: Socket | null = null;
  private socket6: Socket | null = null;
  private pending = 0;

  constructor(private readonly target: () => SyslogTarget | null) {}

  /** Sends a record when the settings want it. Never fails: who does not listen hears nothing. */
  send(record: LogRecord): void {
    const target = this.target();
    if (target === null || record.level > target.level || this.pending >= MOST_PENDING) return;
    const place = hostAndPort(target.address);
    if (place === null) return;
    const line = syslogLine(record, target.facility);
    this.pending++;
    this.socketFor(place.host).send(line, place.port, place.host, () => {
      this.pending--;
    });
  }

  close(): void {
    this.socket4?.close();
    this.socket6?.close();
    this.socket4 = null;
    this.socket6 = null;
  }

  private socketFor(host: string): Socket {
    if (host.includes(':')) {
      this.socket6 ??= opened('udp6');
      return this.socket6;
    }
    this.socket4 ??= opened('udp4');
    return this.socket4;
  }
}

function opened(type: 'udp4' | 'udp6'): Socket {
  const socket = createSocket(type);
  socket.on('error', () => undefined);
  socket.unref();
  return socket;
}
