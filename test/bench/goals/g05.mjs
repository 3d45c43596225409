import { join } from 'node:path';
import { root } from '../../../host/bin/prepare.mjs';
import { compile, machineWith, start } from '../lib/guest.mjs';
import { interleaveFigures, threadTime } from '../lib/measure.mjs';

const CALLS = 20_000;

const loop = (before, call) =>
  `entry Main is ${before} for i = 0 while i < ${CALLS} by i += 1 loop ${call} end loop; end entry;`;
const TEXTS = 'a = "a string"; b = "another string";';

const PROGRAMS = {
  empty: loop('', 'x = null;'),
  bare: loop('', 'x = GetHTTPMethod();'),
  emptyTexts: loop(TEXTS, 'x = a;'),
  texts: loop(TEXTS, 'x = FindRegEx(a, b);'),
};

export default {
  id: 'G5',
  title: 'a host call',
  figures: { 'bare, ns': { atMost: 150 }, 'two strings in, one out, ns': { atMost: 550 } },
  async measure() {
    // At the edge of the sandbox, and through a whole run with its counting and its limits.
    const machines = {};
    const answers = { bare: () => null, texts: () => 'a result' };
    for (const [name, source] of Object.entries(PROGRAMS)) {
      machines[name] = (await machineWith(compile(source), { call: answers[name] ?? (() => null) })).machine;
    }
    const time = name => () => {
      const begin = threadTime();
      start(machines[name], 'main');
      return ((threadTime() - begin) * 1e6) / CALLS;
    };
    const edge = await interleaveFigures(
      Object.fromEntries(Object.keys(PROGRAMS).map(name => [name, time(name)])),
      { rounds: 15 },
    );
    const { createNodeSandbox } = await import(join(root, 'dist/runtime/node/index.js'));
    const environment = {
      name: 'bench',
      context: () => null,
      ops: { gethttpmethod: () => null, findregex: () => 'a result' },
    };
    const sandbox = await createNodeSandbox({ environments: [environment] });
    const units = Object.fromEntries(Object.entries(PROGRAMS).map(([name, text]) => [name, compile(text)]));
    const run = name => async () => {
      const { usage, error } = await sandbox.run({
        domain: 'd',
        unit: units[name],
        entry: 'main',
        environment: 'bench',
        wait: () => null,
      });
      if (error) throw new Error(error.message);
      return (usage.cpuMs * 1e6) / CALLS;
    };
    const whole = await interleaveFigures(
      Object.fromEntries(Object.keys(PROGRAMS).map(name => [name, run(name)])),
      { rounds: 15 },
    );
    await sandbox.close();
    const bare = result => result.of(ns => ns('bare') - ns('empty'));
    const texts = result => result.of(ns => ns('texts') - ns('emptyTexts'));
    return {
      'bare, ns': bare(edge),
      'two strings in, one out, ns': texts(edge),
      about: `through a whole run ${bare(whole).toFixed(0)} and ${texts(whole).toFixed(0)} ns`,
    };
  },
};
