import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LogFiles } from '../../../host/admin/log/files.js';
import { ServerLog } from '../../../host/admin/log/log.js';
import { formatRecord, oneLine } from '../../../host/admin/log/record.js';
import { hostAndPort, syslogLine } from '../../../host/admin/log/syslog.js';
import { removeFolder } from '../../tools/folders.js';

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'postern-log-'));
});
afterEach(() => removeFolder(directory));

const limits = () => ({ maxSize: 1_000_000, keep: 86_400_000 });
const contents = () =>
  readdirSync(directory)
    .map(name => readFileSync(join(directory, name), 'utf8'))
    .join('');

function open(level: number, logAll = false, console: 'text' | 'json' | null = null, lines: string[] = []) {
  return new ServerLog({
    directory,
    limits,
    levelOf: () => level,
    logAll: () => logAll,
    console,
    write: line => lines.push(line),
  });
}

describe('records', () => {
  it('have time, level, tag, text on one line', () => {
    const time = new Date(2026, 1, 3, 4, 5, 6, 7);
    expect(formatRecord({ time, level: 2, tag: 'HTTPU-00012', text: 'a\r\nb\nc' })).toBe(
      '04:05:06.007 2 HTTPU-00012 a b c',
    );
  });

  it('cannot carry control symbols', () => expect(oneLine('a\u001b[31m\u0085\u2028b')).toBe('a [31m  b'));
});

describe('levels', () => {
  it('write what is not above the level', () => {
    const log = open(3);
    const logger = log.logger('SYSTEM');
    logger.problem('seen');
    logger.low('unseen');
    log.close();
    expect(contents()).toMatch(/^\d\d:\d\d:\d\d\.\d{3} 3 SYSTEM seen\n$/);
    expect(logger.enabled('problem')).toBe(false);
  });

  it('are ignored with LogAll', () => {
    const log = open(0, true);
    log.logger('SYSTEM').all('everything');
    log.close();
    expect(contents()).toContain(' 5 SYSTEM everything\n');
  });
});

describe('secrets', () => {
  it('never reach a file, whatever way they come, also with LogAll', () => {
    const log = open(5, true);
    const logger = log.logger('HTTPU').numbered(12);
    logger.all('login', { password: 'hunter2', account: 'joe' });
    logger.all('POST /Session/abcdef-hunter2/x password=hunter2');
    log.close();
    expect(contents()).toContain('HTTPU-00012 login password=*** account=joe');
    expect(contents()).not.toContain('hunter2');
  });
});

describe('console', () => {
  it('copies records as text or JSON', () => {
    const lines: string[] = [];
    const log = open(5, false, 'json', lines);
    log.logger('CLI').low('hello', { n: 1 });
    log.close();
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 4, tag: 'CLI', text: 'hello n=1' });
  });
});

describe('files', () => {
  const at = (hour: number, text: string, date = 3) => ({
    time: new Date(2026, 1, date, hour, 30),
    level: 1 as const,
    tag: 'T',
    text,
  });

  it('change at midnight and when too large', () => {
    const files = new LogFiles(directory, () => ({ maxSize: 60, keep: 1e12 }));
    files.write(at(1, 'x'.repeat(30)));
    files.write(at(2, 'y'.repeat(30)));
    files.write(at(3, 'z', 4));
    files.close();
    expect(readdirSync(directory).sort()).toEqual([
      '2026-02-03.log',
      '2026-02-03_02-30.log',
      '2026-02-04.log',
    ]);
  });

  it('go on with the last file of the day after a restart', () => {
    for (const text of ['one', 'two']) {
      const files = new LogFiles(directory, limits);
      files.write(at(1, text));
      files.close();
    }
    expect(readdirSync(directory)).toEqual(['2026-02-03.log']);
    expect(contents().split('\n')).toHaveLength(3);
  });

  it('older than the keeping period are removed, other files are not', () => {
    for (const name of ['2001-01-01.log', 'notes.txt']) {
      writeFileSync(join(directory, name), '');
      utimesSync(join(directory, name), 1, 1);
    }
    const files = new LogFiles(directory, limits);
    files.write(at(1, 'now'));
    files.close();
    expect(readdirSync(directory).sort()).toEqual(['2026-02-03.log', 'notes.txt']);
  });
});

describe('periods and precision', () => {
  it('begin a file when a period of the day is over, also after a restart', () => {
    const sixHours = () => ({ ...limits(), period: 6 * 3600_000 });
    const at = (hour: number, minute = 0) => new Date(2026, 1, 3, hour, minute);
    const write = (files: LogFiles, time: Date) => files.write({ time, level: 2, tag: 'X', text: 'x' });
    const files = new LogFiles(directory, sixHours);
    for (const time of [at(1), at(5, 59), at(6), at(11), at(12, 30)]) write(files, time);
    files.close();
    const again = new LogFiles(directory, sixHours);
    write(again, at(13));
    write(again, at(18, 1));
    again.close();
    expect(readdirSync(directory).sort()).toEqual([
      '2026-02-03.log',
      '2026-02-03_06-00.log',
      '2026-02-03_12-30.log',
      '2026-02-03_18-01.log',
    ]);
    expect(readFileSync(join(directory, '2026-02-03_12-30.log'), 'utf8').split('\n')).toHaveLength(3);
  });

  it('leave the milliseconds out', () => {
    const files = new LogFiles(directory, () => ({ ...limits(), precision: 'seconds' }));
    files.write({ time: new Date(2026, 1, 3, 4, 5, 6, 7), level: 2, tag: 'X', text: 'x' });
    files.close();
    expect(contents()).toBe('04:05:06 2 X x\n');
  });
});

describe('a log server', () => {
  it('gets records up to its level, in one datagram each', async () => {
    const server = createSocket('udp4').bind(0, '127.0.0.1');
    await once(server, 'listening');
    const heard: string[] = [];
    server.on('message', message => heard.push(message.toString()));
    const address = `127.0.0.1:${server.address().port}`;
    const log = new ServerLog({
      directory: null,
      limits,
      levelOf: () => 5,
      logAll: () => false,
      console: null,
      syslog: () => ({ level: 3, address, facility: 'local0' }),
    });
    const logger = log.logger('PWD-00001');
    logger.low('not sent');
    logger.problem('login of "x" failed\nforged');
    logger.failure('password=secret');
    await expect.poll(() => heard.length).toBe(2);
    expect(heard.find(text => text.startsWith('<132>1 '))).toMatch(
      /^<132>1 \d{4}-\d\d-\d\dT\S+Z \S+ postern \d+ PWD-00001 - \ufefflogin of "x" failed forged$/,
    );
    expect(heard.find(text => text.startsWith('<131>1 '))).toContain('password=***');
    log.close();
    server.close();
  });

  it.each([
    ['logs.example', { host: 'logs.example', port: 514 }],
    ['10.0.0.1:1514', { host: '10.0.0.1', port: 1514 }],
    ['[::1]:1514', { host: '::1', port: 1514 }],
    ['::1', { host: '::1', port: 514 }],
    ['', null],
    ['a b', null],
    ['x:99999', null],
  ])('address %j', (text, expected) => expect(hostAndPort(text)).toEqual(expected));

  it('gets no longer datagrams than it takes, unknown facilities are mail', () => {
    const record = { time: new Date(0), level: 0, tag: 'A B', text: 'x'.repeat(9999) } as const;
    const line = syslogLine(record, 'nonsense');
    expect(line.length).toBe(2048);
    expect(line.toString()).toMatch(/^<18>1 1970-01-01T00:00:00\.000Z \S+ postern \d+ A_B - /);
  });
});
