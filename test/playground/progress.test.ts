/** How the author's commands tell how far they are, on a terminal of the test. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runAuthorCommand } from '../../playground/cli/commands.js';
import { Progress } from '../../playground/cli/progress.js';
import { errorScreen } from '../../playground/cli/terminal.js';
import type { Screen } from '../../playground/cli/types.js';
import { removeFolder } from '../tools/folders.js';

/** A terminal of one line: what is shown, and all that was shown before. */
class FakeScreen implements Screen {
  readonly seen: string[] = [];
  line = '';
  raw = '';
  constructor(
    readonly columns = 80,
    readonly color = false,
  ) {}
  write(text: string): void {
    this.raw += text;
    for (const [token] of text.matchAll(/\r|\x1b\[K|[^\r\x1b]+|\x1b\[\d+m/g)) {
      // a return alone changes nothing that can be seen; what follows it here always erases
      if (token === '\x1b[K') this.line = '';
      else if (!token.startsWith('\x1b') && token !== '\r') this.line += token;
    }
    this.seen.push(this.line);
  }
}

describe('Progress', () => {
  it('shows steps on one line and takes it away', async () => {
    const screen = new FakeScreen();
    let now = 0;
    const progress = new Progress({ screen }, 3, () => (now += 1000));
    for (const name of ['long-name.wssp', 'b.wssp', 'c.wssp']) await progress.step(name);
    progress.clear();
    progress.clear();
    expect(screen.seen).toEqual(['0/3 long-name.wssp', '1/3 b.wssp', '2/3 c.wssp', '']);
    expect(screen.raw).not.toMatch(/\x1b\[\d+m|\n/);
  });

  it('is not written more often than it can be read', async () => {
    const screen = new FakeScreen();
    const progress = new Progress({ screen }, 1000, () => 0);
    for (let i = 0; i < 1000; i++) await progress.step('a');
    expect(screen.seen).toEqual(['0/1000 a']);
  });

  it.each([
    ['a/very/long/path/of/a/file.wssp', '0/2 …f/a/file.wssp'],
    ['日本語の名前日本語.wssp', '0/2 …前日本語.wssp'],
    ['a\x1b[2J\nb', '0/2 a?[2J?b'],
  ])('fits %j into the line', async (name, line) => {
    const screen = new FakeScreen(20);
    await new Progress({ screen }, 2).step(name);
    expect(screen.line).toBe(line);
  });

  it('shows nothing of a single step, nothing without a terminal, colours when wanted', async () => {
    const [single, coloured] = [new FakeScreen(), new FakeScreen(80, true)];
    await new Progress({ screen: single }, 1).step('a');
    await new Progress({}, 2).step('a');
    await new Progress({ screen: coloured }, 2).step('a');
    expect(single.raw).toBe('');
    expect(coloured.raw).toContain('\x1b[36m0/2\x1b[0m a');
  });

  it('ends at an interrupt that comes while work goes on', async () => {
    const screen = new FakeScreen();
    const controller = new AbortController();
    const progress = new Progress({ screen, signal: controller.signal }, 2);
    setImmediate(() => controller.abort());
    await expect(progress.step('a')).rejects.toMatchObject({ message: 'interrupted', status: 130 });
    expect(screen.line).toBe('');
  });
});

describe('errorScreen', () => {
  it.each([
    ['a terminal', true, {}, { color: true }],
    ['NO_COLOR', true, { NO_COLOR: '1' }, { color: false }],
    ['a terminal that cannot', true, { TERM: 'dumb' }, null],
    ['a file', false, {}, null],
  ])('%s', (_name, isTTY, environment, wanted) => {
    const screen = errorScreen({ isTTY, columns: 40, write: () => true }, environment);
    if (wanted === null) expect(screen).toBeNull();
    else expect(screen).toMatchObject({ ...wanted, columns: 40 });
  });
});

describe('commands', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'postern-progress-'));
    for (const name of ['a', 'b']) {
      writeFileSync(join(folder, `${name}.test.wcgp`), 'entry test_it is\n  Assert(1 == 1);\nend entry;\n');
    }
  });
  afterEach(() => removeFolder(folder));

  async function run(screen: Screen | null, out: (text: string) => void, line: string): Promise<void> {
    const [name = '', ...args] = line.split(' ');
    const io = { out, err: out, color: false, cwd: folder, signal: new AbortController().signal };
    const status = await runAuthorCommand(name, args, {
      ...io,
      screen,
      input: new PassThrough(),
      output: new PassThrough(),
    });
    expect(status).toBe(0);
  }

  it.each(['check .', 'report .', 'test .'])('%s shows it, and prints on empty lines', async line => {
    const screen = new FakeScreen();
    const behind: string[] = [];
    await run(screen, () => behind.push(screen.line), line);
    expect(screen.seen[0]).toMatch(/^0\/2 a\.test\.wcgp/);
    expect(behind.length).toBeGreaterThan(0);
    expect(new Set(behind)).toEqual(new Set(['']));
  });

  it.each(['check -f json .', 'check -f sarif .', 'report -f json .', 'test -f json .'])(
    '%s is quiet',
    async line => {
      const screen = new FakeScreen();
      await run(screen, () => {}, line);
      expect(screen.raw).toBe('');
    },
  );
});
