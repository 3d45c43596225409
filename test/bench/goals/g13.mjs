import { startLoad, startServer } from '../lib/http.mjs';
import { median } from '../lib/measure.mjs';

export default {
  id: 'G13',
  title: 'the tail at 50 connections',
  figures: { 'p99 / p50 of fresh hello': { atMost: 3 } },
  async measure() {
    const [postern, load] = [await startServer('postern'), startLoad()];
    await load.run({ port: postern.port, path: '/hello.wcgp', ms: 4000 });
    const rounds = [];
    for (let i = 0; i < 12; i++)
      rounds.push(await load.run({ port: postern.port, path: '/hello.wcgp', ms: 1000 }));
    load.stop();
    await postern.stop();
    const counted = rounds.slice(1);
    return {
      'p99 / p50 of fresh hello': median(counted.map(({ p50, p99 }) => p99 / p50)),
      about: `p50 ${median(counted.map(({ p50 }) => p50)).toFixed(2)} ms, p99 ${median(counted.map(({ p99 }) => p99)).toFixed(2)} ms`,
    };
  },
};
