import { join } from 'node:path';
import { Eta } from 'eta';
import { root } from '../../../host/bin/prepare.mjs';
import { EDGE, HostCall, Kernel, theEngine } from '../lib/guest.mjs';
import { rate, startLoad, startServer } from '../lib/http.mjs';
import { interleave, interleaveFigures, median, threadTime } from '../lib/measure.mjs';
import { DATA, ETA, wssp } from '../lib/rows.mjs';

const built = path => import(join(root, 'dist', path));

async function rendering() {
  const { linkPage } = await built('compiler/index.js');
  const { Encoder } = await built('runtime/codec/index.js');
  const { assemble, decodeText } = await built('stdlib/wssp/index.js');
  const { dictOf } = await built('stdlib/values/dict.js');
  const toValue = x =>
    Array.isArray(x)
      ? x.map(toValue)
      : x !== null && typeof x === 'object'
        ? dictOf(
            Object.entries(x)
              .filter(([, y]) => y !== null)
              .map(([k, y]) => [k, toValue(y)]),
          )
        : x;
  const { page, diagnostics } = linkPage('a.wssp', file => (file === 'a.wssp' ? wssp() : null));
  if (page === null) throw new Error(diagnostics[0]?.message);
  const machine = await (await theEngine()).machine(64 << 20);
  // What the page gives beside its stream: the rows.
  let given = [];
  const call = (op, [values]) => {
    if (op !== HostCall.Given) return null;
    given = values;
    return 'YES';
  };
  machine.host = { call, interrupt: () => false, edge: EDGE };
  machine.define(Kernel.AddPage, page.js, 'u0');
  const image = machine.capture();
  const value = toValue(DATA);
  const encoder = new Encoder();
  const bytes = encoder.encode(value, EDGE);
  const host = { text: () => null, zoneOffset: () => 0 };
  const context = { ...host, decode: decodeText, host };
  const pageOf = dataset => assemble(page.plan, streamOf(dataset), context, given);
  const streamOf = dataset => {
    machine.install(image);
    const outcome = machine.call(Kernel.Render, 'a.wssp', dataset);
    if (outcome.kind !== 'text') throw new Error(JSON.stringify(outcome));
    return outcome.text;
  };
  const eta = new Eta({ cache: true, autoTrim: false });
  const template = eta.compile(ETA);
  const expected = template.call(eta, DATA);
  const made = pageOf(bytes);
  if (made.replaceAll(/\s+/g, ' ') !== expected.replaceAll(/\s+/g, ' ')) throw new Error('the pages differ');
  const stream = streamOf(bytes);
  // What the data set costs on its way in is told apart: an empty page with the same data set.
  const empty = linkPage('e.wssp', () => 'x').page;
  machine.define(Kernel.AddPage, empty.js, 'u1');
  const withEmpty = machine.capture();
  const cases = {
    eta: () => template.call(eta, DATA),
    whole: () => pageOf(encoder.encode(value, EDGE)),
    dataset: () => {
      machine.install(withEmpty);
      machine.call(Kernel.Render, 'e.wssp', encoder.encode(value, EDGE));
    },
    assembly: () => assemble(page.plan, stream, context, given),
  };
  return interleave(cases, { targetMs: 100, clock: threadTime });
}

export default {
  id: 'G4',
  title: 'a page of 100 rows with 6 cells, beside eta in V8',
  figures: {
    'render / eta, data set in the sandbox': { atMost: 4 },
    'served by the whole server, fresh / Koa with eta': { atLeast: 0.45 },
  },
  async measure() {
    const result = await rendering();
    const render = result.of(us => (us('whole') - us('dataset')) / us('eta'));
    const [koa, postern, load] = [await startServer('koa'), await startServer('postern'), startLoad()];
    // Compiled code and caches as after the first minutes of a server.
    await load.run({ port: postern.port, path: '/table.wcgp', ms: 4000 });
    const cpu = { eta: [], postern: [] };
    const of = (name, server, path) => rate(load, server, { path, expect: 'lorem ipsum' }, cpu[name]);
    const served = await interleaveFigures({
      eta: of('eta', koa, '/eta'),
      postern: of('postern', postern, '/table.wcgp'),
    });
    load.stop();
    await Promise.all([koa.stop(), postern.stop()]);
    const us = name => result.us(name).toFixed(0);
    return {
      'render / eta, data set in the sandbox': render,
      'served by the whole server, fresh / Koa with eta': served.ratio('eta', 'postern'),
      about: `eta ${us('eta')} µs, ours with the data set going in ${us('whole')} µs, of that the data set ${us('dataset')}, assembly ${us('assembly')}; processor time of a request: Koa with eta ${median(cpu.eta).toFixed(0)} µs, whole server ${median(cpu.postern).toFixed(0)}; req/s: Koa with eta ${Math.round(1 / served.us('eta'))}, whole server ${Math.round(1 / served.us('postern'))}`,
    };
  },
};
