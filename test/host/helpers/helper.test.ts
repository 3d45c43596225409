/** The line protocol of helpers, against real programs (admin.md 12.2, 14.5). */
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HelperConfig } from '../../../host/admin/helpers/config.js';
import { Helper } from '../../../host/admin/helpers/helper.js';
import { ServerLog } from '../../../host/admin/log/log.js';
import { removeFolder } from '../../tools/folders.js';
import { PATIENCE } from '../../tools/patience.js';

const DOUBLE = join(dirname(fileURLToPath(import.meta.url)), 'double.mjs');

let base = '';
let records: string[] = [];
let open: Helper[] = [];

beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'postern-helper-'));
  records = [];
  open = [];
});
afterEach(async () => {
  await Promise.all(open.map(helper => helper.close()));
  removeFolder(base);
});

function config(modes: string, more: Partial<HelperConfig> = {}): HelperConfig {
  const program = `"${process.execPath}" "${DOUBLE}" ${modes}`;
  return { enabled: true, program, timeout: PATIENCE, restartPause: null, logLevel: 5, ...more };
}

async function started(modes: string, more: Partial<HelperConfig> = {}): Promise<Helper> {
  const log = new ServerLog({
    directory: null,
    limits: () => ({ maxSize: 1e6, keep: 1e6 }),
    levelOf: () => 5,
    logAll: () => false,
    console: 'text',
    write: line => records.push(line.slice(13).trim()),
  });
  const helper = new Helper({ name: 'test', folders: { base, application: base }, log: log.logger('EXT') });
  open.push(helper);
  await helper.configure(config(modes, more));
  return helper;
}

async function until(what: () => boolean): Promise<void> {
  while (!what()) await new Promise(resolve => setTimeout(resolve, 10));
}

const failure = expect.objectContaining({ code: 'helper-failed' });

describe('the line protocol', () => {
  it('greets, sends at once, and takes answers in any order', async () => {
    const helper = await started('early');
    const answers = await Promise.all(['HOLD a', 'HOLD b', 'HOLD c'].map(command => helper.ask(command)));
    expect(answers.map(({ word, text }) => [word, Number(text)])).toEqual([
      ['OK', 2],
      ['OK', 3],
      ['OK', 4],
    ]);
    expect(helper.version).toBe(3);
    expect(records.join('\n')).toContain('before INTF');
  });

  it('speaks the smaller of both versions', async () => {
    const helper = await started('version=1');
    await helper.ask('ECHO');
    expect(helper.version).toBe(1);
  });

  it('writes six digits, keeps bytes, and drops CR', async () => {
    const helper = await started(`record=${join(base, 'seen')}`);
    expect((await helper.ask('ECHO gr\u00c3\u00bc\u00c3\u009fe')).text).toBe('gr\u00c3\u00bc\u00c3\u009fe');
    expect(readFileSync(join(base, 'seen'), 'utf8')).toBe('000001 INTF 3\n000002 ECHO grüße\n');
  });

  it('ignores what answers nothing', async () => {
    const helper = await started('');
    expect(await helper.ask('GARBAGE')).toEqual({ word: 'OK', text: 'after garbage' });
    expect(records.filter(line => line.includes('answers nothing'))).toHaveLength(3);
  });

  it.each(['no-intf', 'bad-intf'])('stops a helper with %s', async mode => {
    const helper = await started(mode, { timeout: 300 });
    await expect(helper.ask('ECHO')).rejects.toEqual(failure);
    await until(() => helper.health.state === 'failed');
  });

  it('never writes parameters to the log', async () => {
    const helper = await started('');
    await helper.ask('ECHO top-secret-word');
    expect(records.join('\n')).not.toContain('top-secret-word');
  });

  it('refuses what would be two lines', async () => {
    const helper = await started('');
    await expect(helper.ask('ECHO a\n000009 QUIT')).rejects.toEqual(failure);
  });
});

describe('helpers that misbehave', () => {
  it('rejects what waits when the program dies and is not started again', async () => {
    const helper = await started('die');
    const all = await Promise.allSettled([helper.ask('HANG'), helper.ask('DIE'), helper.ask('HANG')]);
    expect(all.map(one => one.status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(helper.health.state).toBe('failed');
    await expect(helper.ask('ECHO')).rejects.toEqual(failure);
    await helper.configure(config('die early'));
    expect((await helper.ask('ECHO again')).text).toBe('again');
  });

  it('sends pending requests again to the next program, in the old order', async () => {
    const seen = join(base, 'seen');
    const helper = await started(`die-once=${join(base, 'mark')} record=${seen}`, { restartPause: 100 });
    const first = helper.ask('HOLD 1');
    const second = helper.ask('HOLD 2');
    const died = helper.ask('DIE');
    await until(() => helper.health.state === 'pausing');
    const third = helper.ask('HOLD 3');
    expect((await died).word).toBe('FAILURE');
    expect((await Promise.all([first, second, third])).map(({ word }) => word)).toEqual(['OK', 'OK', 'OK']);
    const holds = readFileSync(seen, 'utf8')
      .split('\n')
      .filter(line => line.includes('HOLD'));
    expect(holds.slice(-3).map(line => line.slice(-1))).toEqual(['1', '2', '3']);
    const numbers = holds.map(line => Number(line.slice(0, 6)));
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(helper.health.restarts).toBeGreaterThan(0);
  });

  it('does not send for ever what kills every program', async () => {
    const helper = await started('die-always', { restartPause: 100 });
    await expect(helper.ask('ECHO')).rejects.toEqual(failure);
    expect(helper.health.restarts).toBe(3);
  });

  it('stops a program that hangs, and goes on with the next one', async () => {
    const helper = await started('', { timeout: 500, restartPause: 100 });
    await expect(helper.ask('HANG')).rejects.toEqual(failure);
    // the next one gets the time that a busy machine needs to start it
    await helper.configure(config('', { timeout: 60_000, restartPause: 100 }));
    expect((await helper.ask('ECHO back')).text).toBe('back');
  });

  it('stops a program that writes a line of 5000 bytes', async () => {
    const helper = await started('');
    await expect(helper.ask('LONG')).rejects.toEqual(failure);
    expect(records.join('\n')).toContain('a line is too long');
  });

  it('reads a flood slowly, and still gets answers', async () => {
    const helper = await started('flood');
    expect((await helper.ask('ECHO there')).text).toBe('there');
    expect(records.some(line => line.includes('writes too fast'))).toBe(true);
  });

  it('drains standard error and tells its beginning at the end', async () => {
    const helper = await started('stderr');
    expect((await helper.ask('ECHO x')).text).toBe('x');
    expect(records.some(line => line.includes('eeee'))).toBe(false);
    await helper.close();
    expect(helper.health.errors).toHaveLength(64 * 1024);
    expect(records.some(line => line.includes('eeee'))).toBe(true);
  });

  it('kills a program that ignores QUIT and the end of its input', async () => {
    const helper = await started('stay deaf');
    await helper.ask('ECHO');
    await helper.close();
    expect(records.some(line => line.includes('SIGKILL'))).toBe(true);
  });

  it('bounds what waits', async () => {
    const helper = await started('hang');
    const all = Array.from({ length: 1001 }, () => helper.ask('HANG'));
    await expect(all[1000]).rejects.toEqual(failure);
    expect(helper.health.requests).toBe(1000);
    helper.close();
    const ends = await Promise.allSettled(all);
    expect(ends.every(one => one.status === 'rejected')).toBe(true);
  });

  it('tells that a program is missing', async () => {
    const helper = await started('', { program: './no-such-program' });
    await expect(helper.ask('ECHO')).rejects.toEqual(failure);
    expect(records.join('\n')).toContain('ENOENT');
  });
});

describe('what may be started', () => {
  const list = (text: string) => {
    mkdirSync(join(base, 'Settings'), { recursive: true });
    writeFileSync(join(base, 'Settings', 'ChildProcs.data'), text);
  };

  it.each([
    ['no line', '; nothing\n', 'failed'],
    ['the program', `"${process.execPath}"\n`, 'ready'],
    ['a part of its name', `"${process.execPath.slice(0, -1)}\n`, 'failed'],
  ])('%s in ChildProcs.data', async (_, text, state) => {
    list(text);
    const helper = await started('');
    await until(() => helper.health.state !== 'starting');
    expect(helper.health.state).toBe(state);
  });
});
