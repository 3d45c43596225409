/** Outgoing calls: HTTPCall with its rules, RADIUS against a server of our own, the addresses that are private. */
import { createHash } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hostListHolds, isPublicAddress, listHolds } from '../../../host/builtins/network/addresses.js';
import { enumName, enumURL, substitute } from '../../../host/builtins/network/enum.js';
import { hidePassword } from '../../../host/builtins/network/radius.js';
import { type Bench, startBench } from './harness.js';

const SECRET = 'radius-secret';

/** Answers access requests: accepts the password `right`, tells a reason otherwise. */
function radiusServer(): Promise<Socket> {
  const socket = createSocket('udp4');
  socket.on('message', (request, peer) => {
    const authenticator = request.subarray(4, 20);
    const attributes = new Map<number, Buffer>();
    for (let at = 20; at < request.length; at += request[at + 1] ?? 2) {
      attributes.set(request[at] ?? 0, request.subarray(at + 2, at + (request[at + 1] ?? 2)));
    }
    const hidden = hidePassword(Buffer.from('right'), Buffer.from(SECRET), authenticator);
    const isRight = request[0] === 4 || attributes.get(2)?.equals(hidden) === true;
    const text = Buffer.from(isRight ? `hello ${attributes.get(1) ?? ''}` : 'go away');
    const reply = Buffer.concat([Buffer.from([18, text.length + 2]), text]);
    const header = Buffer.from([
      request[0] === 4 ? 5 : isRight ? 2 : 3,
      request[1] ?? 0,
      0,
      20 + reply.length,
    ]);
    const proof = createHash('md5')
      .update(header)
      .update(authenticator)
      .update(reply)
      .update(SECRET)
      .digest();
    socket.send(Buffer.concat([header, proof, reply]), peer.port, peer.address);
  });
  return new Promise(resolve => socket.bind(0, '127.0.0.1', () => resolve(socket)));
}

/** Shows requests back. */
function webServer(): Promise<Server> {
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    if (request.url === '/slow') return;
    if (request.url === '/large') return void response.end('x'.repeat(100_000));
    if (request.url === '/xml') {
      response.setHeader('Content-Type', 'text/xml');
      return void response.end('<a><b>1</b></a>');
    }
    response.statusCode = request.url === '/moved' ? 302 : 201;
    response.setHeader('Location', '/elsewhere');
    response.setHeader('Content-Type', 'text/plain; charset=iso-8859-1');
    response.setHeader('X-Own', 'seen');
    const { authorization = '', 'content-type': type = '', 'x-mine': mine = '' } = request.headers;
    response.end(
      Buffer.from(
        `${request.method} ${request.url} ${authorization} ${type} ${mine} ${body} \u00e4`,
        'latin1',
      ),
    );
  });
  return new Promise(resolve => server.listen(0, '127.0.0.1', () => resolve(server)));
}

let bench: Bench;
let web: Server;
let radius: Socket;
const port = () => (web.address() as AddressInfo).port;
beforeAll(async () => {
  [web, radius] = await Promise.all([webServer(), radiusServer()]);
  bench = await startBench(
    { ann: [] },
    {
      HTTPCallPrivate: 'YES',
      HTTPCallLimit: '10K',
      HTTPCallHosts: '127.0.0.1, *.allowed.test',
      RADIUSServers: '127.0.0.0/8',
    },
  );
});
afterAll(async () => {
  await bench.stop();
  web.closeAllConnections();
  web.close();
  radius.close();
});

describe('HTTPCall', () => {
  it('sends parameters, fields, credentials and a body, and reads the answer', async () => {
    const code = `p = NewDictionary(); p.body = "data"; p.("Content-Type") = "text/csv"; p.authName = "me"; p.authPassword = "pw";
      p.urlParams = NewDictionary(); p.urlParams.q = "a b"; p.supplFields = NewDictionary(); p.supplFields.("X-Mine") = "x";
      a = HTTPCall("http://127.0.0.1:${port()}/path", p);
      AddElement(r, a.responseCode); AddElement(r, a.body); AddElement(r, a.charset); AddElement(r, a.supplFields.("X-Own"));`;
    expect(await bench.run(code, 'ann')).toBe(
      '(#201,"POST /path?q=a%20b Basic bWU6cHc= text/csv x data \u00c3\u00a4",iso-8859-1,seen)'.replace(
        '\u00c3\u00a4',
        'ä',
      ),
    );
  });

  it('gives XML as an object, and redirections as they are', async () => {
    const code = `AddElement(r, IsXML(HTTPCall("http://127.0.0.1:${port()}/xml", null).body));
      a = HTTPCall("http://127.0.0.1:${port()}/moved", null); AddElement(r, a.responseCode); AddElement(r, a.Location);`;
    expect(await bench.run(code)).toBe('(YES,#302,"/elsewhere")');
  });

  it('ends with an error text for what is slow, large, closed, or not allowed', async () => {
    const call = (url: string) => `AddElement(r, HTTPCall("${url}", p));`;
    const code = `p = NewDictionary(); p.timeout = 1; ${call(`http://127.0.0.1:${port()}/slow`)}
      p.timeout = 30; ${call(`http://127.0.0.1:${port()}/large`)} ${call('http://127.0.0.1:1/')} ${call('http://other.test/')}
      ${call('file:///etc/passwd')} ${call('http://me:pw@127.0.0.1/')}`;
    expect(await bench.run(code)).toBe(
      '("the call took more than 1 s","the answer is too large","connection refused","calls to other.test are not allowed","only http and https can be called","the address must not hold a name")',
    );
  });

  it('does not reach private addresses unless that is allowed, whatever the name resolves to', async () => {
    bench.test.server.settings.HTTPCallPrivate = false;
    bench.test.server.settings.HTTPCallHosts = '*';
    const code = `AddElement(r, HTTPCall("http://127.0.0.1:${port()}/", null));
      AddElement(r, HTTPCall("http://localhost:${port()}/", null)); AddElement(r, HTTPCall("http://[::ffff:7f00:1]:${port()}/", null));`;
    const refused = '"calls to private addresses are not allowed"';
    expect(await bench.run(code)).toBe(`(${refused},${refused},${refused})`);
    bench.test.server.settings.HTTPCallPrivate = true;
  });
});

describe('RADIUSCall', () => {
  const call = (
    password: string,
    type = 'authenticate',
  ) => `p = NewDictionary(); p.Type = "${type}"; p.Secret = "${SECRET}";
    p.Username = "ann"; p.Password = "${password}"; p.Timeout = 20; p.Retries = 2;
    a = RADIUSCall(IPAddress("[127.0.0.1]:${(radius.address() as AddressInfo).port}"), p);`;

  it('accepts, refuses and counts', async () => {
    expect(await bench.run(`${call('right')} AddElement(r, String(a.("18")));`, 'ann')).toBe('("hello ann")');
    expect(await bench.run(`${call('wrong')} AddElement(r, a);`, 'ann')).toBe('("go away")');
    expect(await bench.run(`${call('', 'accountingStart')} AddElement(r, String(a.("18")));`, 'ann')).toBe(
      '("hello ann")',
    );
  });

  it('asks only the servers of the setting', async () => {
    bench.test.server.settings.RADIUSServers = '';
    expect(await bench.run(`${call('right')} AddElement(r, a);`, 'ann')).toBe(
      '("RADIUS is not available here")',
    );
  });
});

describe('addresses', () => {
  it.each([
    ['8.8.8.8', true],
    ['2001:4860::1', true],
    ['127.0.0.1', false],
    ['10.1.2.3', false],
    ['192.168.0.1', false],
    ['169.254.1.1', false],
    ['100.64.0.1', false],
    ['0.0.0.0', false],
    ['::1', false],
    ['fe80::1', false],
    ['fd00::1', false],
    ['::ffff:10.0.0.1', false],
    ['64:ff9b::a00:1', false],
    ['2002:a00:1::', false],
    ['::7f00:1', false],
    ['::127.0.0.1', false],
    ['64:ff9b:1::7f00:1', false],
    ['2606:4700::1111', true],
    ['rubbish', false],
  ])('%s: public %s', (address, isPublic) => expect(isPublicAddress(address)).toBe(isPublic));

  it('are found in lists', () => {
    expect(listHolds('10.0.0.0/8, 1.2.3.4', '10.9.9.9')).toBe(true);
    expect(listHolds('10.0.0.0/8, 1.2.3.4', '1.2.3.5')).toBe(false);
    expect(hostListHolds('*.a.test, b.test', 'x.a.test')).toBe(true);
    expect(hostListHolds('*.a.test, b.test', 'a.test')).toBe(false);
    expect(hostListHolds('b.test', 'B.test.')).toBe(true);
  });
});

describe('telephone numbers in DNS', () => {
  const record = (service: string, regexp: string, order = 1) =>
    JSON.stringify({ flags: 'u', service, regexp, replacement: '', order, preference: 1 });

  it('become names, and addresses by the best record', () => {
    expect(enumName('+1 (415) 555', 'e164.arpa')).toBe('5.5.5.5.1.4.1.e164.arpa');
    expect(enumName('x', 'e164.arpa')).toBeNull();
    const records = [
      record('E2U+mailto', '!^.*$!mailto:a@b!'),
      record('E2U+sip', '!^\\+1(.*)$!sip:\\1@h.test!'),
    ];
    expect(enumURL(records, 'sip', '+1415')).toBe('sip:415@h.test');
    expect(enumURL(records, 'h323', '+1415')).toBeNull();
    expect(substitute('!(a+)+$!x!', 'aaab')).toBeNull();
  });
});
