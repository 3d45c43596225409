import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ServerLog } from '../../../host/admin/log/log.js';
import { BaseInUse, lockBase, processIdentity, runningServer } from '../../../host/admin/process/lock.js';
import { Shutdown } from '../../../host/admin/process/shutdown.js';
import { removeFolder } from '../../tools/folders.js';

let base = '';
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'postern-lock-'));
});
afterEach(() => removeFolder(base));

describe('ProcessID', () => {
  it('names the process and refuses a second server', () => {
    const lock = lockBase(base);
    expect(readFileSync(join(base, 'ProcessID'), 'utf8').split('\n')[0]).toBe(String(process.pid));
    expect(() => lockBase(base)).toThrow(BaseInUse);
    expect(runningServer(base)).toBe(process.pid);
    lock.release();
    expect(existsSync(join(base, 'ProcessID'))).toBe(false);
    expect(runningServer(base)).toBeNull();
  });

  it('left behind by a process that is gone is replaced', async () => {
    const child = spawn(process.execPath, ['-e', '']);
    await once(child, 'exit');
    writeFileSync(join(base, 'ProcessID'), `${child.pid}\n\n`);
    lockBase(base).release();
  });

  it('left behind by an earlier process with the same number is replaced', () => {
    writeFileSync(join(base, 'ProcessID'), `${process.pid}\n${processIdentity(process.pid)}0\n`);
    lockBase(base).release();
  });

  it.each(['', 'nonsense', '-5', '0', '99999999999999'])('holding %j is replaced', text => {
    writeFileSync(join(base, 'ProcessID'), text);
    lockBase(base).release();
  });

  it('of another server is not removed', () => {
    const lock = lockBase(base);
    writeFileSync(join(base, 'ProcessID'), '1\n\n');
    lock.release();
    expect(existsSync(join(base, 'ProcessID'))).toBe(true);
  });
});

describe('shutdown', () => {
  const records: string[] = [];
  const open = (limit: number) => {
    records.length = 0;
    const log = new ServerLog({
      directory: null,
      limits: () => ({ maxSize: 1, keep: 1 }),
      levelOf: () => 3,
      logAll: () => false,
      console: 'text',
      write: line => records.push(line),
    });
    return new Shutdown(log.logger('SYSTEM'), limit);
  };

  it('runs its steps in order, once', async () => {
    const order: number[] = [];
    const shutdown = open(5000);
    shutdown.add('one', async () => {
      await new Promise(resolve => setTimeout(resolve, 5));
      order.push(1);
    });
    shutdown.add('two', () => {
      order.push(2);
    });
    const first = shutdown.start();
    expect(shutdown.start()).toBe(first);
    expect(await first).toBe(true);
    expect(order).toEqual([1, 2]);
  });

  it('names a step that hangs', async () => {
    const shutdown = open(20);
    shutdown.add('sessions', () => new Promise(() => {}));
    expect(await shutdown.start()).toBe(false);
    expect(records.join('')).toContain('sessions hung');
  });

  it('goes on behind a step that fails', async () => {
    const shutdown = open(5000);
    let later = false;
    shutdown.add('storage', () => Promise.reject(new Error('disk full')));
    shutdown.add('log', () => {
      later = true;
    });
    expect(await shutdown.start()).toBe(false);
    expect(later).toBe(true);
    expect(records.join('')).toContain('storage failed: disk full');
  });
});
