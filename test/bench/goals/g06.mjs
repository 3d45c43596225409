import { join } from 'node:path';
import { root } from '../../../host/bin/prepare.mjs';
import { EDGE, handWritten, Kernel, machineWith, start } from '../lib/guest.mjs';
import { interleave, threadTime } from '../lib/measure.mjs';
import { DATA } from '../lib/rows.mjs';

const built = path => import(join(root, 'dist', path));

const UNIT = handWritten(
  {
    take: 'function(){ }',
    takejson: 'function(){ kept = JSON.parse($.key($.b.vars(), "startParameter")); }',
    give: 'function*(){ for (;;) yield [92, dataset]; }',
    givejson: 'function*(){ const plain = JSON.parse(json); for (;;) yield [92, JSON.stringify(plain)]; }',
    keep: 'function(){ dataset = $.key($.b.vars(), "startParameter"); }',
    keepjson: 'function(){ json = $.key($.b.vars(), "startParameter"); }',
  },
  'let dataset = null, json = "", kept = null;',
);

export default {
  id: 'G6',
  title: 'a data set of 100 rows across the edge, beside JSON',
  figures: { 'in: JSON / ours': { atLeast: 2 }, 'out: JSON / ours': { atLeast: 4 } },
  async measure() {
    const { Encoder } = await built('runtime/codec/index.js');
    const { dictOf } = await built('stdlib/values/dict.js');
    const { parseJson, printJson } = await built('stdlib/data/index.js');
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
    const value = toValue(DATA);
    // The same objects both ways: what JSON would have to carry is the values, not something simpler.
    const json = JSON.stringify(value);
    const encoder = new Encoder();
    const { machine, image } = await machineWith(UNIT);
    // Processor time of the thread: at tenths of milliseconds, what else runs on the machine would be most of the figure.
    const how = { rounds: 15, clock: threadTime };
    const incoming = interleave(
      {
        ours: () => {
          machine.install(image);
          start(machine, 'take', encoder.encode(value, EDGE));
        },
        json: () => {
          machine.install(image);
          start(machine, 'takejson', JSON.stringify(value));
        },
        nothing: () => {
          machine.install(image);
          start(machine, 'take', null);
        },
      },
      how,
    );
    machine.install(image);
    start(machine, 'keep', encoder.encode(value, EDGE));
    start(machine, 'keepjson', json);
    start(machine, 'give', null, 0);
    start(machine, 'givejson', null, 1);
    const outgoing = interleave(
      {
        ours: () => machine.call(Kernel.Resume, 0, null).value,
        json: () => {
          const [, text] = machine.call(Kernel.Resume, 1, null).value;
          JSON.parse(text);
        },
      },
      how,
    );
    if (printJson(parseJson(printJson(value))) !== printJson(value)) throw new Error('the data sets differ');
    return {
      'in: JSON / ours': incoming.of(us => (us('json') - us('nothing')) / (us('ours') - us('nothing'))),
      'out: JSON / ours': outgoing.ratio('json', 'ours'),
      about: `in ${(incoming.us('ours') - incoming.us('nothing')).toFixed(0)} µs, out ${outgoing.us('ours').toFixed(0)} µs`,
    };
  },
};
