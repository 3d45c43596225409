/** Bytes that are no clean request: each gets a clear 4xx with a small page, and the server goes on. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApp, requestOf } from '../../host/web/app.js';
import { defaultWebLimits } from '../../host/web/request/limits.js';
import { ask, askRaw, begin, listen, sendRaw, type TestServer } from './wire.js';

let server: TestServer;
const errors: Error[] = [];
const endless = new Readable({
  read() {
    this.push('more and ');
  },
});

beforeAll(async () => {
  const app = createApp(
    [
      {
        pattern: '/endless',
        handle: async ctx => {
          ctx.body = endless;
        },
      },
      {
        pattern: '/{*rest}',
        handle: async ctx => {
          const request = requestOf(ctx);
          await request.load();
          ctx.body = JSON.stringify(
            request.parameters.list.map(({ name }) => [name, request.parameters.raw(name)]),
          );
        },
      },
    ],
    {
      limits: () => ({
        ...defaultWebLimits,
        bodyBytes: 10_000,
        bodyMemory: 15_000,
        parameters: 50,
        nameBytes: 100,
        uploadBytes: 2000,
      }),
      trustedProxies: () => '',
      failed: (_, error) => errors.push(error),
    },
  );
  server = await listen(app);
});

afterAll(() => server.close());

it('takes a client that leaves in the middle of an answer for no error', async () => {
  const socket = connect(server.port, '127.0.0.1');
  socket.write('GET /endless HTTP/1.1\r\nHost: a.test\r\n\r\n');
  await once(socket, 'data');
  const closed = once(endless, 'close');
  socket.destroy();
  await closed;
  expect((await ask(server.port, '/next')).status).toBe(200);
  expect(errors).toEqual([]);
});

const H = 'Host: example.test\r\n';
const post = (fields: string, body: string, length = body.length) =>
  `POST /x HTTP/1.1\r\n${H}Connection: close\r\n${fields}Content-Length: ${length}\r\n\r\n${body}`;
const urlencoded = 'Content-Type: application/x-www-form-urlencoded\r\n';
const multipart = 'Content-Type: multipart/form-data; boundary=B\r\n';
const get = (target: string, fields = '') =>
  `GET ${target} HTTP/1.1\r\n${H}Connection: close\r\n${fields}\r\n`;

/** what, bytes, status */
const cases: [string, string, number][] = [
  ['no request line', '\r\n\r\nrubbish\r\n\r\n', 400],
  ['binary rubbish', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', 400],
  ['an unknown method', `FROB / HTTP/1.1\r\n${H}\r\n`, 400],
  ['a method in small letters', `get / HTTP/1.1\r\n${H}\r\n`, 400],
  ['an unknown protocol', `GET / HTTQ/1.1\r\n${H}\r\n`, 400],
  ['a future version', `GET / HTTP/9.9\r\n${H}\r\n`, 400],
  ['a target with a blank', `GET /a b HTTP/1.1\r\n${H}\r\n`, 400],
  ['a target without slash', `GET abc HTTP/1.1\r\n${H}Connection: close\r\n\r\n`, 400],
  ['a target of one star', `GET * HTTP/1.1\r\n${H}Connection: close\r\n\r\n`, 400],
  ['a target of another scheme', get('ftp://example.test/'), 400],
  ['a fragment', get('/a#b'), 400],
  ['a byte above 127 in the target', get('/\xe4'), 400],
  ['a percent sign alone', get('/%'), 400],
  ['a percent sign and one digit', get('/%4'), 400],
  ['a percent sign and letters', get('/%gg'), 400],
  ['a malformed percent sign in the query', get('/?a=%'), 400],
  ['invalid UTF-8 in the path', get('/%ff'), 400],
  ['overlong UTF-8 in the path', get('/%c0%af'), 400],
  ['a zero byte in the path', get('/%00'), 400],
  ['a line break in the path', get('/%0d%0aX-Evil:1'), 400],
  ['an encoded slash', get('/a%2f..%2fb'), 400],
  ['an encoded backslash', get('/a%5cb'), 400],
  ['a target that is too long', get(`/${'a'.repeat(9000)}`), 414],
  ['no Host field', 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n', 400],
  ['two Host fields', `GET / HTTP/1.1\r\n${H}Host: other.test\r\nConnection: close\r\n\r\n`, 400],
  ['an empty Host field', 'GET / HTTP/1.1\r\nHost: \r\nConnection: close\r\n\r\n', 400],
  [
    'a user name in the Host field',
    'GET / HTTP/1.1\r\nHost: a@example.test\r\nConnection: close\r\n\r\n',
    400,
  ],
  ['a path in the Host field', 'GET / HTTP/1.1\r\nHost: example.test/x\r\nConnection: close\r\n\r\n', 400],
  ['markup in the Host field', 'GET / HTTP/1.1\r\nHost: <script>\r\nConnection: close\r\n\r\n', 400],
  [
    'a bad port in the Host field',
    'GET / HTTP/1.1\r\nHost: example.test:99999\r\nConnection: close\r\n\r\n',
    400,
  ],
  ['a bad authority in the target', get('http://a@b/'), 400],
  ['a field without colon', get('/', 'Nonsense\r\n'), 400],
  ['a field name with a blank', get('/', 'Bad Name: 1\r\n'), 400],
  ['a folded field', get('/', 'A: 1\r\n 2\r\n'), 400],
  ['a zero byte in a field', get('/', 'A: \0\r\n'), 400],
  ['a bare CR in a field', get('/', 'A: 1\rB: 2\r\n'), 400],
  ['too many fields', get('/', 'A: 1\r\n'.repeat(150)), 431],
  ['too large fields', get('/', `A: ${'x'.repeat(20_000)}\r\n`), 431],
  ['a length that is no number', post('', '', Number.NaN), 400],
  ['a negative length', post('', '', -1), 400],
  ['two lengths', `POST / HTTP/1.1\r\n${H}Content-Length: 1\r\nContent-Length: 2\r\n\r\nab`, 400],
  [
    'length and chunks',
    `POST / HTTP/1.1\r\n${H}Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    400,
  ],
  ['an unknown transfer encoding', `POST / HTTP/1.1\r\n${H}Transfer-Encoding: rot13\r\n\r\nabc`, 400],
  [
    'a transfer coding before chunked',
    `POST /x HTTP/1.1\r\n${H}Connection: close\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n`,
    501,
  ],
  ['chunks in HTTP/1.0', `POST /x HTTP/1.0\r\n${H}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n`, 400],
  ['a malformed chunk size', `POST /x HTTP/1.1\r\n${H}Transfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n`, 400],
  ['a compressed body', post('Content-Encoding: gzip\r\n', 'abc'), 415],
  ['an unknown expectation', post('Expect: tea\r\n', ''), 417],
  ['a body that is too large', post('', 'x'.repeat(10_001)), 413],
  ['an announced body that is too large', post('', 'x', 99_999_999), 413],
  [
    'a chunked body that is too large',
    `POST /x HTTP/1.1\r\n${H}Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n${`7d0\r\n${'x'.repeat(2000)}\r\n`.repeat(6)}0\r\n\r\n`,
    413,
  ],
  ['a content type that is none', post('Content-Type: hello\r\n', 'x'), 400],
  [
    'an unknown charset of a form',
    post('Content-Type: application/x-www-form-urlencoded; charset=martian\r\n', 'a=1'),
    400,
  ],
  ['a malformed percent sign in a form', post(urlencoded, 'a=%zz'), 400],
  ['too many parameters', post(urlencoded, 'a=1&'.repeat(60)), 400],
  ['a parameter name that is too long', post(urlencoded, `${'n'.repeat(101)}=1`), 400],
  ['multipart without boundary', post('Content-Type: multipart/form-data\r\n', 'x'), 400],
  ['multipart without parts', post(multipart, 'hello'), 400],
  ['multipart without end', post(multipart, '--B\r\nContent-Disposition: form-data; name="a"\r\n\r\nx'), 400],
  [
    'a part without name',
    post(multipart, '--B\r\nContent-Disposition: form-data\r\n\r\nx\r\n--B--\r\n'),
    400,
  ],
  [
    'too many parts',
    post(multipart, `${'--B\r\nContent-Disposition: form-data; name="a"\r\n\r\nx\r\n'.repeat(51)}--B--\r\n`),
    400,
  ],
  [
    'a file that is too large',
    post(
      multipart,
      `--B\r\nContent-Disposition: form-data; name="a"; filename="f"\r\n\r\n${'x'.repeat(2001)}\r\n--B--\r\n`,
    ),
    413,
  ],
  ...['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE', 'PROPFIND', 'MKCOL', 'LINK'].map(
    (method): [string, string, number] => [
      `the method ${method}`,
      `${method} / HTTP/1.1\r\n${H}Connection: close\r\n\r\n`,
      405,
    ],
  ),
];

describe('malformed requests', () => {
  it.each(cases)('%s', async (_, bytes, status) => {
    const answer = await askRaw(server.port, bytes);
    expect(answer.status).toBe(status);
    if (status === 405) expect(answer.fields.allow).toBe('GET, HEAD, POST');
    if (status !== 417) {
      expect(answer.fields['content-type']).toBe('text/html; charset=utf-8');
      expect(answer.body).toContain(`<h1>${status}</h1>`);
      expect(answer.fields['content-security-policy']).toContain("default-src 'none'");
    }
    expect(answer.raw).not.toContain('X-Evil');
    expect(answer.raw).not.toContain('<script>');
  });

  it('refuses more bodies at a time than there is memory for', async () => {
    // 8000 bytes of a first request stay in memory; a second one does not fit beside it.
    const first = await begin(server.port, post('', 'x'.repeat(8000), 9000));
    await expect.poll(async () => (await askRaw(server.port, post('', 'x'.repeat(9000)))).status).toBe(503);
    const second = await askRaw(server.port, post('', 'x'.repeat(9000)));
    expect(second.fields['retry-after']).toBe('5');
    first.destroy();
    await expect.poll(async () => (await askRaw(server.port, post('', 'x'.repeat(9000)))).status).toBe(200);
  });

  it('goes on after a refusal on the same connection', async () => {
    const raw = await sendRaw(
      server.port,
      `PUT / HTTP/1.1\r\n${H}Content-Length: 3\r\n\r\nabcGET /?ok=1 HTTP/1.1\r\n${H}Connection: close\r\n\r\n`,
    );
    expect(raw).toMatch(/^HTTP\/1\.1 405 /);
    expect(raw).toContain('[["ok","1"]]');
  });

  it('waits for nobody who goes away', async () => {
    (await begin(server.port, post('', 'abc', 100))).destroy();
    expect((await ask(server.port, '/?still=1')).body).toBe('[["still","1"]]');
  });

  it('puts parameters of the URL before those of the form', async () => {
    const answer = await askRaw(server.port, post(urlencoded, 'a=2&b=3').replace('/x', '/x?a=1'));
    expect(answer.body).toBe('[["a","1"],["a","1"],["b","3"]]');
  });

  it('says 100 Continue when the body is wanted', async () => {
    const raw = await sendRaw(
      server.port,
      `POST /x HTTP/1.1\r\n${H}${urlencoded}Connection: close\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\na=1`,
    );
    expect(raw).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK/);
  });

  it('has met no error of its own', () => {
    expect(errors.map(error => error.message)).toEqual([]);
  });
});
