/** The other faces through the listeners of a real server: PWD, /CLI/, ExecuteCLI. */
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { basic, MAIN, startTestServer, type TestServer } from './harness.js';

let test: TestServer;
let password = '';
beforeAll(async () => {
  test = await startTestServer();
  password = test.server.firstPassword ?? '';
});
afterAll(() => test.stop());

/** Sends lines over PWD and reads until the server closes. */
function pwd(lines: readonly string[]): Promise<string> {
  const { port } = test.server.address('PWD');
  return new Promise((resolve, reject) => {
    let text = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(`${lines.join('\r\n')}\r\n`));
    socket.on('data', chunk => {
      text += chunk.toString('latin1');
    });
    socket.on('close', () => resolve(text));
    socket.on('error', reject);
  });
}

describe('the CLI face', () => {
  it('answers on the PWD listener', async () => {
    const text = await pwd(['USER postmaster', `PASS ${password}`, 'INLINE', 'LISTDOMAINS', 'QUIT']);
    expect(text).toMatch(new RegExp(`^200 ${MAIN} `));
    expect(text).toContain(`201 (${MAIN})`);
  });

  it('answers on /CLI/ of both listeners', async () => {
    const headers = basic('postmaster', password);
    for (const tag of ['HTTPU', 'HTTPA']) {
      const url = new URL('/CLI/?command=MAINDOMAINNAME', test.server.address(tag).url);
      const answer = await fetch(url, { headers });
      expect([answer.status, await answer.text()]).toEqual([200, MAIN]);
      expect((await fetch(url)).status).toBe(401);
    }
  });

  it('runs commands of programs with the rights of their account', async () => {
    const program = (entry: string) => `entry ${entry} is
      error = ExecuteCLI("LISTDOMAINS");
      SetHTTPResponseData(ObjectToString(error) + " " + ObjectToString(Vars().executeCLIResult));
    end entry;`;
    await test.put({ 'cli.wcgp': program('Main') });
    await test.put({ 'cli.wcgp': program('sysEntry') }, '', '');
    expect((await test.get('/sys/cli.wcgp')).body).toBe(`#null# (${MAIN})`);
    expect((await test.get('/cli.wcgp')).body).toMatch(/^"?[a-z ]+"? #null#$/);
  });
});
