import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LogFiles } from '../../../host/admin/log/files.js';
import { ServerLog } from '../../../host/admin/log/log.js';
import { formatRecord, oneLine } from '../../../host/admin/log/record.js';

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'postern-log-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

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
