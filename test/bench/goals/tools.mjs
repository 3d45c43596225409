import { join } from 'node:path';
import { root } from '../../../host/bin/prepare.mjs';
import { compile, install, machineWith, start } from '../lib/guest.mjs';
import { interleave, interleaveFigures, threadTime } from '../lib/measure.mjs';

/** Statements of all kinds, a probe for each of them in code for a debugger. */
const WORK = `function price(n, rebate) is
  if n % 3 == 0 then return n - rebate; end if;
  return n;
end function;
entry Main is
  total = 0; text = "";
  for i = 0 while i < 1500 by i += 1 loop
    total += price(i % 100, 5);
    if i % 10 == 0 then text += String(total) + ","; end if;
  end loop;
  SetHTTPResponseData(text);
end entry;`;

/** Code for a debugger without its probes: what they would cost if they cost nothing. */
function withoutProbes(js) {
  const code = js
    .split('\n')
    .map(line =>
      /^(\$dbg\.at\(.*\);|const \$frame=.*try\{|\}finally\{\$dbg.*)$/.test(line)
        ? ''
        : line.replace(/\$dbg\.at\(\d+\),/g, ''),
    )
    .join('\n');
  if (/\$dbg\.|\$frame/.test(code)) throw new Error('a probe is left');
  return code;
}

async function probes() {
  const { DebugTable, linkProgram } = await import(join(root, 'dist/compiler/index.js'));
  const usual = compile(WORK);
  if (usual.js.includes('$dbg')) throw new Error('the usual code has probes');
  const { program } = linkProgram('bench.wcgp', () => WORK, { environment: 'web', debug: new DebugTable() });
  // On one machine, as in a worker: where a memory lies costs one of two machines up to 20 %, whatever runs on it.
  const first = await machineWith(usual);
  const { machine } = first;
  const made = {
    usual: first,
    bare: await machineWith({ js: withoutProbes(program.js) }, { on: machine }),
    probed: await machineWith({ js: program.js }, { on: machine }),
  };
  const run = one => () => {
    install(one);
    start(machine, 'main');
  };
  const [usualRun, bareRun, probedRun] = [run(made.usual), run(made.bare), run(made.probed)];
  // Code with probes apart: whoever follows it finds nothing of its own in the caches.
  return {
    without: interleave({ usual: usualRun, bare: bareRun }, { rounds: 61, targetMs: 15, clock: threadTime }),
    within: interleave({ bare: bareRun, probed: probedRun }, { rounds: 9, targetMs: 15, clock: threadTime }),
  };
}

const HELLO = `entry Main is SetHTTPResponseData("Hello"); end entry;`;

/** What a request does: asks for parameters, makes a text of some hundred lines. */
const REQUEST = `entry Main is
  rows = NewArray();
  for i = 0 while i < 60 by i += 1 loop
    d = NewDictionary(); d.id = i; d.name = "customer " + String(i);
    AddElement(rows, d);
  end loop;
  s = "";
  for i = 0 while i < Length(rows) by i += 1 loop
    r = rows[i];
    s += "<tr><td>" + String(r.id) + "</td><td>" + r.name + GetHTTPParameter("p" + String(i % 10)) + "</td></tr>";
  end loop;
  SetHTTPResponseData(s);
end entry;`;

async function recording() {
  const { createNodeSandbox } = await import(join(root, 'dist/runtime/node/index.js'));
  const environment = {
    name: 'bench',
    context: () => null,
    ops: { gethttpparameter: (_context, name) => `value of the parameter ${name}` },
  };
  const sandbox = await createNodeSandbox({ environments: [environment] });
  const timed = (source, record, count) => {
    const request = {
      unit: compile(source),
      domain: 'd',
      revision: '1',
      environment: 'bench',
      entry: 'main',
      wait: () => null,
      record,
    };
    return async () => {
      const begin = threadTime();
      for (let i = 0; i < count; i++) {
        const { error } = await sandbox.run(request);
        if (error) throw new Error(error.message);
      }
      return ((threadTime() - begin) * 1000) / count;
    };
  };
  const result = await interleaveFigures(
    {
      hello: timed(HELLO, false, 600),
      helloKept: timed(HELLO, 'failed', 600),
      request: timed(REQUEST, false, 120),
      requestKept: timed(REQUEST, 'failed', 120),
      requestAlways: timed(REQUEST, true, 120),
    },
    { rounds: 15 },
  );
  await sandbox.close();
  return result;
}

export default {
  id: 'tools',
  title: 'what debugging and recording cost those who do not use them',
  figures: {
    'no debugger attached / no probes': { atMost: 1.02 },
    'failures are recorded / nothing is, hello': { atMost: 1.15 },
    'failures are recorded / nothing is, a request': { atMost: 1.15 },
  },
  async measure() {
    const code = await probes();
    const runs = await recording();
    return {
      'no debugger attached / no probes': code.without.ratio('usual', 'bare'),
      'failures are recorded / nothing is, hello': runs.ratio('helloKept', 'hello'),
      'failures are recorded / nothing is, a request': runs.ratio('requestKept', 'request'),
      about:
        `with probes ${code.within.ratio('probed', 'bare').toFixed(2)}; hello ${runs.us('hello').toFixed(0)} µs, a request ` +
        `${runs.us('request').toFixed(0)} µs, with a recording of every run ${runs.ratio('requestAlways', 'request').toFixed(2)}`,
    };
  },
};
