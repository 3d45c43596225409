import { rate, startLoad, startServer } from '../lib/http.mjs';
import { interleaveFigures, median } from '../lib/measure.mjs';

export default {
  id: 'G3',
  title: 'a minimal program served, beside Koa hello',
  figures: {
    'whole server, fresh sandbox / Koa hello': { atLeast: 0.3 },
    'warm sandbox behind Koa / Koa hello': { atLeast: 0.75 },
  },
  async measure() {
    const [koa, postern, load] = [await startServer('koa'), await startServer('postern'), startLoad()];
    // Compiled code and caches as after the first minutes of a server, for all of them.
    await load.run({ port: postern.port, path: '/hello.wcgp', ms: 4000 });
    for (const path of ['/hello', '/warm', '/fresh']) await load.run({ port: koa.port, path, ms: 2000 });
    const cpu = { koa: [], warm: [], inProcess: [], postern: [] };
    const of = (name, server, path) =>
      rate(load, server, { path, ms: 500, expect: 'Hello World' }, cpu[name]);
    const cases = {
      warm: of('warm', koa, '/warm'),
      koa: of('koa', koa, '/hello'),
      postern: of('postern', postern, '/hello.wcgp'),
      inProcess: of('inProcess', koa, '/fresh'),
    };
    const result = await interleaveFigures(cases, { rounds: 15, turns: true });
    load.stop();
    await Promise.all([koa.stop(), postern.stop()]);
    const us = name => median(cpu[name]).toFixed(0);
    const perSecond = name => Math.round(1 / result.us(name));
    return {
      'whole server, fresh sandbox / Koa hello': result.ratio('koa', 'postern'),
      'warm sandbox behind Koa / Koa hello': result.ratio('koa', 'warm'),
      about: `processor time of a request: Koa ${us('koa')} µs, warm ${us('warm')}, fresh behind Koa ${us('inProcess')}, whole server ${us('postern')}; median req/s: Koa ${perSecond('koa')}, warm ${perSecond('warm')}, fresh behind Koa ${perSecond('inProcess')}, whole server ${perSecond('postern')}`,
    };
  },
};
