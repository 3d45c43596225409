import { join } from 'node:path';
import { root } from '../../../host/bin/prepare.mjs';
import { compile } from '../lib/guest.mjs';
import { startLoad, startServer } from '../lib/http.mjs';
import { interleaveFigures, median } from '../lib/measure.mjs';

const DEADLINE = 30;

/** Milliseconds past its deadline after which an endless loop is over. */
async function overrun() {
  const { createSandboxes } = await import(join(root, 'dist/runtime/node/index.js'));
  const sandboxes = await createSandboxes({
    workers: 1,
    environments: [join(root, 'dist/host/builtins/worker/web.js')],
  });
  const unit = compile('entry Main is loop s = "x"; t = s + "y"; end loop; end entry;');
  const over = [];
  for (let i = 0; i < 25; i++) {
    const { error, usage } = await sandboxes.run({
      domain: 'd',
      unit,
      entry: 'main',
      environment: 'web',
      wait: () => null,
      limits: { cpuMs: DEADLINE },
    });
    if (error?.code !== 'cpu-limit') throw new Error(`it ended with ${error?.code}`);
    over.push(usage.cpuMs - DEADLINE);
  }
  await sandboxes.close();
  return median(over);
}

export default {
  id: 'G12',
  title: 'requests beside processor hogs of other domains',
  figures: {
    'p99 with hogs / quiet': { atMost: 1.5 },
    'a runaway program stops after its deadline, ms': { atMost: 5 },
  },
  async measure() {
    const postern = await startServer('postern', { domains: ['hog.test'] });
    const [load, hogs] = [startLoad(), startLoad()];
    const hello = () => load.run({ port: postern.port, path: '/hello.wcgp', connections: 20, ms: 1000 });
    const hog = ms =>
      hogs.run({ port: postern.port, host: 'hog.test', path: '/hog.wcgp', connections: 2, ms });
    await hello();
    await hog(200);
    const rates = [];
    const result = await interleaveFigures(
      {
        quiet: async () => (await hello()).p99,
        busy: async () => {
          const [{ p99 }, { perSecond }] = await Promise.all([hello(), hog(1000)]);
          rates.push(perSecond);
          return p99;
        },
      },
      { rounds: 5 },
    );
    load.stop();
    hogs.stop();
    await postern.stop();
    return {
      'p99 with hogs / quiet': result.ratio('busy', 'quiet'),
      'a runaway program stops after its deadline, ms': await overrun(),
      about: `p99 quiet ${result.us('quiet').toFixed(1)} ms, with hogs ${result.us('busy').toFixed(1)} ms, ${median(rates).toFixed(0)} hog runs a second`,
    };
  },
};
