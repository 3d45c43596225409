/** Server strings, log levels and log limits that commands set (admin.md 6, 7). */
import { readdirSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PosternError } from '../../../host/errors/index.js';
import { SYSTEM } from '../../../host/objects/api.js';
import { filled } from '../../../host/objects/server/strings.js';
import { dict } from '../objects/world.js';
import { MAIN, startTestServer, type TestServer } from './harness.js';

let test: TestServer;
beforeAll(async () => {
  test = await startTestServer();
});
afterAll(() => test.stop());

const set = (settings: string) =>
  test.server.objects.server.update(SYSTEM, 'settings', dict(Buffer.from(settings).toString('latin1')));

/** First and last line of a PWD connection that says nothing but QUIT. */
function pwd(): Promise<string[]> {
  return new Promise(resolve => {
    let text = '';
    const socket = connect(test.server.address('PWD').port, '127.0.0.1', () => socket.write('QUIT\r\n'));
    socket.on('data', chunk => {
      text += chunk.toString('utf8');
    });
    socket.on('close', () => resolve(text.trim().split('\r\n')));
  });
}

describe('server strings', () => {
  it.each([
    ['^1 speaks ^0', ['7', 'x'], 'x speaks 7'],
    ['^^0 ^5.', ['7'], '^0 .'],
  ])('%s', (text, args, expected) => expect(filled(text, args)).toBe(expected));

  it('replace prompts and error texts, and give them back', async () => {
    await set('{Strings={PWDPrompt="grüß ^1 ^^"; PWDByeBye=tschau; illegal-value="wrong: ^0";};}');
    expect(await pwd()).toEqual([`200 grüß ${MAIN} ^`, '200 tschau']);
    expect(new PosternError('illegal-value', { args: ['X'] }).message).toBe('wrong: X');
    await set('{Strings=default;}');
    expect((await pwd())[1]).toBe('200 connection closed');
    expect(new PosternError('illegal-value', { args: ['X'] }).message).toBe('illegal value: X');
  });

  it.each(['{nobody-knows=x;}', '{wrong-password=x;}', '{PWDPrompt="a\\eb";}', '{PWDPrompt=(1);}', 'x'])(
    'refuses %s',
    async strings => {
      await expect(set(`{Strings=${strings};}`)).rejects.toThrow('illegal value: Strings');
    },
  );
});

describe('the log', () => {
  const text = () => {
    const folder = join(test.base, 'SystemLogs');
    const files = readdirSync(folder).filter(name => name.endsWith('.log'));
    return files.map(name => readFileSync(join(folder, name), 'utf8')).join('');
  };

  it('has the levels of modules, by number or by name', async () => {
    const { server } = test.server.objects;
    const log = test.server.log.logger('PWD-00099');
    log.all('not told');
    await server.updateModule(SYSTEM, 'PWD', dict('{LogLevel="All Info";}'));
    log.all('told by name');
    await server.updateModule(SYSTEM, 'PWD', dict('{LogLevel=1;}'));
    log.problem('no longer told');
    await server.updateModule(SYSTEM, 'PWD', dict('{LogLevel=default;}'));
    log.problem('told by default');
    const lines = text()
      .split('\n')
      .filter(line => line.includes('PWD-00099'));
    expect(lines.map(line => line.slice(25))).toEqual(['told by name', 'told by default']);
  });

  it('begins a new file at the limit of the log settings', async () => {
    await test.server.objects.server.update(SYSTEM, 'log', dict('{SizeLimit=1K;}'));
    const log = test.server.log.logger('SYSTEM');
    for (let i = 0; i < 30; i++) log.failure('x'.repeat(100));
    expect(readdirSync(join(test.base, 'SystemLogs')).filter(name => name.endsWith('.log')).length).toBe(2);
  });
});
