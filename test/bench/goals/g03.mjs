import { startLoad, startServer } from '../lib/http.mjs';
import { interleaveFigures } from '../lib/measure.mjs';

export default {
  id: 'G3',
  title: 'a minimal program served, beside Koa hello',
  figures: {
    'whole server, fresh sandbox / Koa hello': { atLeast: 0.3 },
    'warm sandbox behind Koa / Koa hello': { atLeast: 0.75 },
  },
  async measure() {
    const [koa, postern, load] = [await startServer('koa'), await startServer('postern'), startLoad()];
    const rate = (server, path) => async () =>
      1 / (await load.run({ port: server.port, path, expect: 'Hello World' })).perSecond;
    const result = await interleaveFigures({
      koa: rate(koa, '/hello'),
      warm: rate(koa, '/warm'),
      inProcess: rate(koa, '/fresh'),
      postern: rate(postern, '/hello.wcgp'),
    });
    load.stop();
    await Promise.all([koa.stop(), postern.stop()]);
    const perSecond = name => Math.round(1 / result.us(name));
    return {
      'whole server, fresh sandbox / Koa hello': result.ratio('koa', 'postern'),
      'warm sandbox behind Koa / Koa hello': result.ratio('koa', 'warm'),
      about: `req/s: Koa ${perSecond('koa')}, warm ${perSecond('warm')}, fresh behind Koa ${perSecond('inProcess')}, whole server ${perSecond('postern')}`,
    };
  },
};
