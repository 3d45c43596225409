/** Settings of the XIMSS module: by command, at once, over those of the configuration file (ximss.md 1.7, admin.md 13). */
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { defaultSettings } from '../../../host/admin/config/settings.js';
import { SYSTEM } from '../../../host/objects/api.js';
import { XIMSS_KEYS, ximssSettingsOf } from '../../../host/server/bind/ximsssettings.js';
import { defaultXimssSettings } from '../../../host/ximss/index.js';
import { dict } from '../objects/world.js';
import { basic, startTestServer, type TestServer } from './harness.js';

let test: TestServer;
beforeAll(async () => {
  test = await startTestServer({ XIMSSVersion: '6.2', XIMSSMaxDepth: '50' });
});
afterAll(() => test.stop());

/** A command, as an administrator gives it. */
async function command(text: string): Promise<string> {
  const url = new URL(`/CLI/?command=${encodeURIComponent(text)}`, test.server.address('HTTPA').url);
  const answer = await fetch(url, { headers: basic('postmaster', test.server.firstPassword ?? '') });
  return answer.status === 200 ? answer.text() : `${answer.status} ${await answer.text()}`;
}

/** What the server says on a new connection, until it closes or this text came. */
function said(document: string, until: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const socket = connect(test.server.address('XIMSSI').port, '127.0.0.1', () =>
      socket.write(`${document}\0`),
    );
    socket.on('data', chunk => {
      text += chunk.toString('utf8');
      if (until.test(text)) socket.end();
    });
    socket.on('close', () => resolve(text));
    socket.on('error', reject);
  });
}

const until = /<response /;
const login = (): string =>
  `<login id="l" authData="postmaster" password="${test.server.firstPassword ?? ''}"/>`;

/** The module looks at its settings once in a while: 200 ms. */
const soon = (): Promise<void> => new Promise(resolve => setTimeout(resolve, 300));

it('every setting has a key of the module and a setting of the configuration file, with the same default', () => {
  const { objects } = test.server;
  expect(XIMSS_KEYS).toHaveLength(Object.keys(defaultXimssSettings).length);
  const found = ximssSettingsOf(objects, defaultSettings());
  expect({ ...found, channels: 100 }).toEqual({ ...defaultXimssSettings, webSocketOrigins: [] });
});

it('counts at once what a command sets, and gives the configuration file its turn again', async () => {
  expect(await said(login(), until)).toContain(' version="6.2" ');
  expect(await command('UPDATEMODULE XIMSS {Version=7.0; WebSocket=NO;}')).toBe('');
  await soon();
  expect(await said(login(), until)).toContain(' version="7.0" ');
  expect(await command('GETMODULE XIMSSI')).toBe('{Version=7.0;WebSocket=NO;}');
  const url = test.server.address('HTTPU').url.toString().replace(/^http/, 'ws');
  const status = await new Promise(resolve => {
    const socket = new WebSocket(new URL('/ximss', url), ['ximss']);
    socket.on('unexpected-response', (_, response) => resolve(response.statusCode));
    socket.on('open', () => resolve(101));
    socket.on('error', () => undefined);
  });
  expect(status).toBe(404);
  expect(await command('SETMODULE XIMSSI {}')).toBe('');
  await soon();
  expect(await said(login(), until)).toContain(' version="6.2" ');
  expect(ximssSettingsOf(test.server.objects, { ...defaultSettings(), XIMSSMaxDepth: 50 }).maxDepth).toBe(50);
});

it('policy requests and failed logins obey them', async () => {
  await command('SETMODULE XIMSSI {FlashPolicy=YES; LoginFailures=1; LoginDelay=0s;}');
  await soon();
  expect(await said('<policy-file-request/>', /never/)).toContain('<cross-domain-policy>');
  expect(await said('<login id="l" authData="postmaster" password="x"/>', /never/)).toContain(
    '<bye errorText="too many failed logins"/>',
  );
  await command('SETMODULE XIMSSI {Channels=0;}');
  await soon();
  expect(await said('<noop id="1"/>', until).catch(() => '')).toBe('');
  await command('SETMODULE XIMSSI {}');
  await soon();
  expect(await said('<noop id="1"/>', until)).toBe('<response id="1"/>\0');
});

it.each([
  'Channels=-1',
  'LoginTimeout=soon',
  'LoginTimeout=1ms',
  'MaxRequest=0',
  'MaxDepth=1000000',
  'FlashPolicy=perhaps',
  'WebSocketOrigins="javascript:alert(1)"',
  'Version="6 or 7"',
  'Channels=(1,2)',
])('refuses %s and changes nothing', async setting => {
  const key = setting.split('=')[0] ?? '';
  for (const name of ['SETMODULE', 'UPDATEMODULE']) {
    expect(await command(`${name} XIMSSI {${setting};}`)).toContain(`illegal value: ${key}`);
  }
  expect(test.server.objects.server.module(SYSTEM, 'XIMSSI')).toEqual(dict('{}'));
});

it('tells the languages of the skins', async () => {
  const features = await said('<listFeatures id="f"/>', until);
  expect(features).toContain(
    '<language>English</language><language>French</language><language>German</language>',
  );
});
