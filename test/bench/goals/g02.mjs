import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ivm from 'isolated-vm';
import { root } from '../../../host/bin/prepare.mjs';
import { compile, machineWith, start } from '../lib/guest.mjs';
import { interleave } from '../lib/measure.mjs';

const PROGRAM = 'entry Main is SetHTTPResponseData("hello " + String(5)); end entry;';

export default {
  id: 'G2',
  title: "a fresh sandbox beside isolated-vm's best fresh context",
  figures: { 'isolated-vm / ours': { atLeast: 20 } },
  async measure() {
    const { machine, image } = await machineWith(compile(PROGRAM));
    // As much code as our prelude has, in the snapshot that contexts are made from.
    const filler = `globalThis.prelude = ${JSON.stringify(readFileSync(join(root, 'dist/prelude.js'), 'latin1').slice(0, 30_000))};
      ${Array.from({ length: 150 }, (_, i) => `globalThis.f${i} = function(a, b){ const r = []; for (let k = 0; k < a; k++) r.push(k + b + ${i}); return r.join("-"); };`).join('\n')}
      globalThis.main = x => "hello " + x;`;
    const snapshot = ivm.Isolate.createSnapshot([{ code: filler }]);
    const fromSnapshot = new ivm.Isolate({ memoryLimit: 256, snapshot });
    const plain = new ivm.Isolate({ memoryLimit: 256 });
    const script = plain.compileScriptSync(filler);
    const result = interleave(
      {
        ours: () => {
          machine.install(image);
          start(machine, 'main');
        },
        snapshot: () => {
          const context = fromSnapshot.createContextSync();
          context.evalSync('main("5")');
          context.release();
        },
        script: () => {
          const context = plain.createContextSync();
          script.runSync(context);
          context.evalSync('main("5")');
          context.release();
        },
      },
      { rounds: 7, targetMs: 60 },
    );
    const best = result.us('snapshot') < result.us('script') ? 'snapshot' : 'script';
    return {
      'isolated-vm / ours': result.ratio(best, 'ours'),
      about: `ours ${result.us('ours').toFixed(1)} µs, isolated-vm ${result.us(best).toFixed(0)} µs (${best})`,
    };
  },
};
