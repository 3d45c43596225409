/** Commands about the server and the command line itself (cli.md 7.20). */
import { makeTime } from '../../../stdlib/values/make.js';
import { PosternError } from '../../errors/index.js';
import { rule } from '../../objects/rights/rule.js';
import { area, type Run } from '../command.js';

const SETTINGS = rule('Settings');
const MONITOR = rule('Monitor');

const systemInfo: Run = ({ services }, a) => {
  const value = services.systemInfo(a.word('what'));
  if (value === null) throw new PosternError('failed', { args: ['unknown element'] });
  return value;
};

/** The answer leaves before the stop begins. */
const shutdown: Run = ({ who, objects, services }) => {
  objects.rights.need(who, SETTINGS);
  setTimeout(() => services.shutdown(), 100);
};

const setLogAll: Run = ({ who, objects, services }, a) => {
  objects.rights.need(who, MONITOR);
  services.setLogAll(!a.has('OFF'));
};

const dumpObjects: Run = ({ who, objects, services }) => {
  objects.rights.need(who, MONITOR);
  services.dumpObjects();
};

const setTrace: Run = ({ who, objects, services }, a) => {
  objects.rights.need(who, MONITOR);
  services.setTrace(a.word('facility'), !a.has('OFF'));
};

const writeLog: Run = ({ who, objects, services }, a) => {
  objects.rights.need(who, MONITOR);
  services.writeLog(Math.min(a.number('logLevel'), 5), a.word('logRecord'));
};

/** The longest test in seconds. */
const LONGEST_TEST = 60;

/** Runs a CPU test and gives its rate in thousand turns a second; other work goes on between its slices. */
const testLoop: Run = async ({ who, objects }, a) => {
  objects.rights.need(who, MONITOR);
  const start = performance.now();
  const end = start + Math.min(a.number('seconds'), LONGEST_TEST) * 1000;
  let turns = 0;
  let now = start;
  do {
    const slice = now + 10;
    while ((now = performance.now()) < slice) for (let i = 0; i < 1000; i++) turns++;
    await new Promise(resolve => {
      setImmediate(resolve);
    });
  } while (now < end);
  return Math.round(turns / (now - start));
};

export const MISC = area('misc', {
  LISTCLICOMMANDS: {
    tier: 1,
    output: 'array',
    right: 'any',
    run: ({ commands }) => [...commands],
  },
  NOOP: {
    tier: 1,
    output: 'none',
    right: 'any',
    run: () => undefined,
  },
  ECHO: {
    tier: 1,
    syntax: 'object',
    output: 'object',
    right: 'any',
    run: (_session, a) => a.object('object'),
  },
  GETVERSION: {
    tier: 1,
    output: 'string',
    right: 'any',
    run: ({ services }) => services.version,
  },
  GETSYSTEMINFO: {
    tier: 1,
    syntax: 'what',
    output: 'object',
    right: 'any',
    run: systemInfo,
  },
  GETCURRENTTIME: {
    tier: 1,
    output: 'timestamp',
    right: 'any',
    run: () => makeTime(Math.floor(Date.now() / 1000)),
  },
  SHUTDOWN: {
    tier: 1,
    output: 'none',
    right: 'Settings',
    run: shutdown,
  },
  SETLOGALL: {
    tier: 2,
    syntax: '[ON|OFF]',
    output: 'none',
    right: 'Monitor',
    run: setLogAll,
  },
  DUMPALLOBJECTS: {
    tier: 2,
    output: 'none',
    right: 'Monitor',
    run: dumpObjects,
  },
  TESTLOOP: {
    tier: 2,
    syntax: 'seconds',
    output: 'number',
    right: 'Monitor',
    run: testLoop,
  },
  SETTRACE: {
    tier: 2,
    syntax: 'facility [ON|OFF]',
    kinds: { facility: ['FileIO', 'FileOp'] },
    output: 'none',
    right: 'Monitor',
    run: setTrace,
  },
  WRITELOG: {
    tier: 2,
    syntax: 'logLevel logRecord',
    output: 'none',
    right: 'Monitor',
    run: writeLog,
  },
});
