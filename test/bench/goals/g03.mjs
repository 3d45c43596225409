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
    for (const path of ['/hello', '/hello-in-turn', '/warm', '/fresh'])
      await load.run({ port: koa.port, path, ms: 2000 });
    const cpu = { koa: [], inTurn: [], warm: [], inProcess: [], postern: [] };
    const of = (name, server, path) =>
      rate(load, server, { path, ms: 500, expect: 'Hello World' }, cpu[name]);
    const cases = {
      warm: of('warm', koa, '/warm'),
      koa: of('koa', koa, '/hello'),
      inTurn: of('inTurn', koa, '/hello-in-turn'),
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
      // both answer all requests of a turn in a row: the same with and without a sandbox
      'warm sandbox behind Koa / Koa hello': result.ratio('inTurn', 'warm'),
      about: `processor time of a request: Koa ${us('koa')} µs, Koa in turn ${us('inTurn')}, warm ${us('warm')}, fresh behind Koa ${us('inProcess')}, whole server ${us('postern')}; warm / Koa that answers each request at once ${result.ratio('koa', 'warm').toFixed(2)}; median req/s: Koa ${perSecond('koa')}, Koa in turn ${perSecond('inTurn')}, warm ${perSecond('warm')}, fresh behind Koa ${perSecond('inProcess')}, whole server ${perSecond('postern')}`,
    };
  },
};
