import { interleaveFigures } from '../lib/measure.mjs';
import { documentClient, httpSeconds, session, startProcess } from '../lib/ximss.mjs';

const DOCUMENTS = 20_000;
const CONNECTIONS = 20;

const request = (method, path, body) =>
  `${method} ${path} HTTP/1.1\r\nHost: main.test\r\n${body === '' ? '' : `Content-Type: text/xml\r\nContent-Length: ${body.length}\r\n`}\r\n${body}`;

export default {
  id: 'XIMSS',
  title: 'XIMSS round trips, beside a bare echo with the same framing and beside Koa',
  figures: {
    'noop over TCP, pipelined / echo': { atLeast: 0.4 },
    'noop over HTTP sync / Koa hello': { atLeast: 0.5 },
  },
  async measure() {
    const [echo, koa, ximss] = await Promise.all(
      ['documents', 'koa', 'ximss'].map(name => startProcess(name)),
    );
    const documents = Array.from({ length: DOCUMENTS }, (_, i) => `<noop id="${i}"/>\0`).join('');
    const [echoClient, client] = [await documentClient(echo.port), await session(ximss.port)];
    const seconds = async one => {
      const start = performance.now();
      await one.send(documents, DOCUMENTS);
      return (performance.now() - start) / 1000 / DOCUMENTS;
    };
    const tcp = await interleaveFigures(
      { echo: () => seconds(echoClient), ximss: () => seconds(client) },
      { rounds: 9 },
    );
    const login = `http://127.0.0.1:${ximss.httpPort}/XIMSSLogin/?userName=user@main.test&password=bench-pass-1&DisableUseCookie=1`;
    const [, id] = /urlID="([^"]+)"/.exec(await (await fetch(login)).text());
    const noop = request('POST', `/Session/${id}/sync`, '<XIMSS><noop id="1"/></XIMSS>');
    const hello = request('GET', '/hello', '');
    const http = await interleaveFigures(
      {
        koa: () => httpSeconds(koa.port, hello, CONNECTIONS, 700),
        ximss: () => httpSeconds(ximss.httpPort, noop, CONNECTIONS, 700),
      },
      { rounds: 7 },
    );
    for (const one of [echoClient, client]) one.close();
    await Promise.all([echo, koa, ximss].map(server => server.stop()));
    const perSecond = (result, name) => Math.round(1 / result.us(name)).toLocaleString('en');
    return {
      'noop over TCP, pipelined / echo': tcp.ratio('echo', 'ximss'),
      'noop over HTTP sync / Koa hello': http.ratio('koa', 'ximss'),
      about: `a second: echo ${perSecond(tcp, 'echo')}, noop ${perSecond(tcp, 'ximss')}; Koa ${perSecond(http, 'koa')}, sync ${perSecond(http, 'ximss')}`,
    };
  },
};
