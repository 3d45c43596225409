import { join } from 'node:path';
import { root } from '../../../host/bin/prepare.mjs';
import { compile, Kernel, machineWith, start } from '../lib/guest.mjs';
import { interleave } from '../lib/measure.mjs';

const KB = 1024;

/** A program whose JavaScript is at least so long. */
function large(bytes) {
  const section = n => `function work${n}(items, limit) is
  total = 0; text = "";
  for i = 0 while i < Length(items) && i < limit by i += 1 loop
    item = items[i];
    if IsDictionary(item) && item.name != null then text += "<td>" + item.name + "</td>"; total += Number(item.("count"));
    else total = total * 3 + i % 7 - ${n}; end if;
    exitif total > 100000;
  end loop;
  result = NewDictionary(); result.total = total; result.text = text;
  return total == 0 ? null : result;
end function;
`;
  for (let count = 200; ; count += 20) {
    const sections = Array.from({ length: count }, (_, n) => section(n)).join('');
    const program = compile(
      `${sections}entry Main is SetHTTPResponseData(ObjectToString(work1(NewArray(), 5))); end entry;`,
    );
    if (program.js.length >= bytes) return program;
  }
}

/** What the product does with a program that is asked for again and again. */
async function product(program) {
  const { createNodeSandbox } = await import(join(root, 'dist/runtime/node/index.js'));
  const sandbox = await createNodeSandbox({
    environments: [{ name: 'bench', context: () => null, ops: {} }],
  });
  const request = {
    unit: program,
    domain: 'd',
    revision: '1',
    environment: 'bench',
    entry: 'main',
    wait: () => null,
  };
  for (let i = 0; i < 20; i++) {
    const { error } = await sandbox.run(request);
    if (error) throw new Error(error.code);
  }
  const [worker] = (await sandbox.metrics()).workers;
  await sandbox.close();
  return `20 requests: prepared ${worker.prepares} time(s), restored ${worker.restores}`;
}

export default {
  id: 'G10',
  title: 'a program of 200 KB: compiled once, then only restored',
  figures: {
    'restore, µs': { atMost: 100 },
    'evaluation / restore': { atLeast: 250 },
  },
  async measure() {
    const program = large(200 * KB);
    const { machine, image } = await machineWith(program);
    const bare = await machineWith({ js: '(function($){"use strict";return {sections:{}};})' });
    const result = interleave(
      {
        // what a run leaves behind is undone as well
        restore: () => machine.install(image),
        evaluation: () => {
          bare.machine.install(bare.image);
          bare.machine.define(Kernel.AddProgram, program.js, 'u1');
        },
      },
      { rounds: 11, targetMs: 100 },
    );
    machine.install(image);
    start(machine, 'main');
    return {
      'restore, µs': result.us('restore'),
      'evaluation / restore': result.ratio('evaluation', 'restore'),
      about: `${(program.js.length / KB).toFixed(0)} KB of JavaScript, evaluation ${(result.us('evaluation') / 1000).toFixed(1)} ms, image ${(image.size / KB).toFixed(0)} KB; ${await product(program)}`,
    };
  },
};
