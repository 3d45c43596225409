import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SYSTEM } from '../../host/objects/api.js';
import { type CliWorld, openCliWorld } from './world.js';

let world: CliWorld;

beforeAll(async () => {
  world = await openCliWorld('pm-pass-1');
  await world.objects.domains.create(SYSTEM, 'big.example');
  for (let i = 0; i < 30; i++) await world.objects.accounts.create(SYSTEM, `u${i}@big.example`);
});

afterAll(async () => {
  expect(world.failures).toEqual([]);
  await world.close();
});

const basic = (name = 'postmaster', password = 'pm-pass-1'): Record<string, string> => ({
  authorization: `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`,
});

interface Shown {
  readonly status: number;
  readonly body: string;
  readonly headers: Headers;
}

async function ask(path: string, init: RequestInit = {}): Promise<Shown> {
  const response = await fetch(`http://127.0.0.1:${world.httpPort}${path}`, { headers: basic(), ...init });
  return { status: response.status, body: await response.text(), headers: response.headers };
}

const form = (fields: Record<string, string>): FormData => {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.append(name, value);
  return data;
};

describe('HTTP binding (cli.md 2.2)', () => {
  it.each<[string, string, RequestInit, number, string]>([
    ['a query', '/CLI/?command=MAINDOMAINNAME', {}, 200, 'main.example'],
    ['another letter case, no slash', '/cli?x=1&command=ECHO%20%22a+b%22', {}, 200, '"a b"'],
    ['UTF-8', '/CLI/?command=ECHO+%C3%A9', {}, 200, '"é"'],
    [
      'a form',
      '/CLI/',
      { method: 'POST', body: new URLSearchParams({ command: 'ECHO (a,é)' }) },
      200,
      '(a,"é")',
    ],
    [
      'a multipart form',
      '/CLI/',
      { method: 'POST', body: form({ other: 'x', command: 'ECHO é' }) },
      200,
      '"é"',
    ],
    ['line ends behind it', '/CLI/?command=MAINDOMAINNAME%0D%0A%0A', {}, 200, 'main.example'],
    ['two lines', '/CLI/?command=NOOP%0ANOOP%0A', {}, 500, 'unknown command'],
    ['no output', '/CLI/?command=NOOP', {}, 200, ''],
    ['an empty object', '/CLI/?command=ECHO+%22%22', {}, 200, '""'],
    ['a refusal', '/CLI/?command=GETDOMAINSETTINGS+no.example', {}, 512, 'unknown secondary domain name'],
    ['no command', '/CLI/', {}, 400, 'the parameter "command" is missing'],
    [
      'no command in a form',
      '/CLI/',
      { method: 'POST', body: new URLSearchParams({ x: '1' }) },
      400,
      'the parameter "command" is missing',
    ],
    ['no login', '/CLI/?command=NOOP', { headers: {} }, 401, 'please authenticate first'],
    [
      'a wrong login',
      '/CLI/?command=NOOP',
      { headers: basic('postmaster', 'x') },
      401,
      'incorrect password or account name',
    ],
    [
      'another site',
      '/CLI/?command=NOOP',
      { headers: { ...basic(), 'sec-fetch-site': 'cross-site' } },
      403,
      'requests of other sites are refused',
    ],
    [
      'a neighbour under the same domain',
      '/CLI/?command=NOOP',
      { headers: { ...basic(), 'sec-fetch-site': 'same-site' } },
      403,
      'requests of other sites are refused',
    ],
    [
      'a page of another site, of an old browser',
      '/CLI/?command=NOOP',
      { headers: { ...basic(), referer: 'http://evil.example/page' } },
      403,
      'requests of other sites are refused',
    ],
    [
      'a page of another site whose name begins alike',
      '/CLI/?command=NOOP',
      { headers: { ...basic(), origin: 'http://127.0.0.1.evil.example' } },
      403,
      'requests of other sites are refused',
    ],
    [
      'another origin',
      '/CLI/?command=NOOP',
      { headers: { ...basic(), origin: 'http://evil.example' } },
      403,
      'requests of other sites are refused',
    ],
    [
      'a null origin',
      '/CLI/?command=NOOP',
      { headers: { ...basic(), origin: 'null' } },
      403,
      'requests of other sites are refused',
    ],
    ['another method', '/CLI/?command=NOOP', { method: 'DELETE' }, 405, 'the method is not allowed'],
    [
      'a broken multipart form',
      '/CLI/',
      { method: 'POST', body: '--x', headers: { ...basic(), 'content-type': 'multipart/form-data' } },
      400,
      'the request is malformed',
    ],
  ])('%s', async (_, path, init, status, body) => {
    const shown = await ask(path, init);
    expect([shown.status, shown.body]).toEqual([status, body]);
    expect(shown.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    if (status === 401) expect(shown.headers.get('www-authenticate')).toMatch(/^Basic realm="CLI"/);
  });

  it('the own origin, and the domain of a name', async () => {
    const origin = `http://127.0.0.1:${world.httpPort}`;
    expect((await ask('/CLI/?command=NOOP', { headers: { ...basic(), origin } })).status).toBe(200);
    expect((await ask('/CLI/?command=NOOP', { headers: basic('postmaster@main.example') })).status).toBe(200);
  });

  it('sends long lists while they are read', async () => {
    const { body } = await ask('/CLI/?command=LISTACCOUNTS+big.example');
    const names = Array.from({ length: 30 }, (_, i) => `u${i}`).sort();
    expect(body).toBe(`{${names.map(name => `${name}=macnt;`).join('')}}`);
  });

  it('a body beyond the limit is refused', async () => {
    const body = new URLSearchParams({ command: `ECHO ${'x'.repeat(17 * 1024 * 1024)}` });
    const shown = await ask('/CLI/', { method: 'POST', body }).catch(() => null);
    // the refusal may come before the client has sent everything
    if (shown !== null) expect([shown.status, shown.body]).toEqual([413, 'the data is too large']);
  });

  it('a request that is broken off leaves the server working', async () => {
    const socket = connect({ port: world.httpPort, host: '127.0.0.1' });
    socket.write(
      `POST /CLI/ HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\nAuthorization: ${basic().authorization}\r\n\r\ncommand=`,
    );
    await new Promise(resolve => setTimeout(resolve, 100));
    socket.destroy();
    expect((await ask('/CLI/?command=NOOP')).status).toBe(200);
  });
});
