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
    expect((await test.get('/cli.wcgp')).body).toBe('"insufficient access rights" #null#');
  });
});

/** Sends XIMSS documents, each with its zero byte, and reads until the server closes. */
function ximss(port: number, documents: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(documents.map(one => `${one}\0`).join('')));
    socket.on('data', chunk => {
      text += chunk.toString('latin1');
    });
    socket.on('close', () => resolve(text));
    socket.on('error', reject);
  });
}

describe('the XIMSS face', () => {
  const login = () => `<login id="1" authData="postmaster@${MAIN}" password="${password}"/>`;

  it.each(['XIMSSI', 'HTTPU'])('answers on the %s listener', async tag => {
    const text = await ximss(test.server.address(tag).port, [login(), '<noop id="2"/>', '<bye id="3"/>']);
    expect(text).toContain(`<session id="1" urlID="`);
    expect(text).toContain('<response id="2"/>');
  });

  it('still answers HTTP on the user listener, byte by byte', async () => {
    const { port } = test.server.address('HTTPU');
    const raw = await new Promise<string>((resolve, reject) => {
      let text = '';
      const socket = connect(port, '127.0.0.1', () => {
        socket.write('G');
        setTimeout(() => socket.write('ET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n'), 20);
      });
      socket.on('data', chunk => {
        text += chunk.toString('latin1');
      });
      socket.on('close', () => resolve(text));
      socket.on('error', reject);
    });
    expect(raw).toMatch(/^HTTP\/1\.1 200 OK/);
  });

  it('opens sessions over HTTP that programs can use, too', async () => {
    const query = new URLSearchParams({ userName: `postmaster@${MAIN}`, password });
    const { body } = await test.get(`/XIMSSLogin/?${query}`);
    const id = /urlID="([^"]+)"/.exec(body)?.[1];
    expect(body).toContain('<XIMSS>');
    await test.put({ 'me.wcgp': 'entry Main is SetHTTPResponseData(MyEmail()); end entry;' });
    expect((await test.get(`/Session/${id}/me.wcgp`)).body).toBe(`postmaster@${MAIN}`);
    const sync = await test.get(`/Session/${id}/sync`, {
      method: 'POST',
      body: '<XIMSS><noop id="n"/></XIMSS>',
    });
    expect(sync.body).toContain('<response id="n"/>');
  });

  it('hands instant messages of programs to bound sessions', async () => {
    await test.put({
      'im.wcgp': `entry Main is
        c = NewDictionary(); c.("") = "hi <you>"; c.id = "m1";
        r = NewArray(); AddElement(r, SendInstantMessage(null, "postmaster", c));
        AddElement(r, IsString(SendInstantMessage(null, "", "x")));
        q = NewDictionary(); q.type = "get"; q.id = "q1"; q.suppl = NewArray(); AddElement(q.suppl, ToObject("<query xmlns=\\"x:y\\"/>"));
        AddElement(r, SendXMPPIQ(null, "postmaster@${MAIN}", q));
        SetHTTPResponseData(ObjectToString(r));
      end entry;`,
    });
    const { port } = test.server.address('XIMSSI');
    const text = await new Promise<string>((resolve, reject) => {
      let got = '';
      let asked = false;
      const socket = connect(port, '127.0.0.1', () =>
        socket.write(`${login()}\0<signalBind id="2" readIM="1"/>\0`),
      );
      socket.on('data', chunk => {
        got += chunk.toString('latin1');
        if (!asked && got.includes('<response id="2"')) {
          asked = true;
          test
            .get('/auth/im.wcgp', { headers: basic('postmaster', password) })
            .then(({ body }) => {
              expect(body).toBe('(#NULL#,YES,#NULL#)');
            })
            .catch(reject);
        }
        if (got.includes('iqRead') && got.includes('readIM')) socket.end();
      });
      socket.on('close', () => resolve(got));
      socket.on('error', reject);
    });
    expect(text).toMatch(
      /<readIM peer="postmaster@main\.test" iqid="m1"[^>]*><body>hi &lt;you&gt;<\/body><\/readIM>/,
    );
    expect(text).toMatch(
      /<iqRead peer="postmaster@main\.test" type="get" iqid="q1"><query xmlns="x:y"\/><\/iqRead>/,
    );
  });
});
