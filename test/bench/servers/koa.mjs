// The peers behind Koa: hello, the page of eta, and sandboxes in the same thread.
import { Eta } from 'eta';
import Koa from 'koa';
import { compile, machineWith, start } from '../lib/guest.mjs';
import { DATA, ETA } from '../lib/rows.mjs';

const eta = new Eta({ cache: true, autoTrim: false });
const template = eta.compile(ETA);
const { machine, image } = await machineWith(
  compile('entry Main is SetHTTPResponseData("Hello World"); end entry;'),
);
const program = fresh => {
  if (fresh) machine.install(image);
  const outcome = start(machine, 'main');
  if (outcome.kind !== 'text') throw new Error(`a response of kind ${outcome.kind}`);
  return outcome.text;
};
let waiting = [];
const runAll = () => {
  const runs = waiting;
  waiting = [];
  for (const run of runs) run();
};
/**
 * Runs what the requests of a turn of the event loop ask for in a row, when all of them have been read, as workers of the
 * server run their batches: the sandbox's code is fetched into the caches once for all of them, and Koa's is not thrown out each time.
 */
const inTurn = work => () =>
  new Promise((resolve, reject) => {
    const run = () => {
      try {
        resolve(work());
      } catch (error) {
        reject(error);
      }
    };
    if (waiting.push(run) === 1) setImmediate(runAll);
  });
const pages = {
  '/hello': () => 'Hello World',
  '/hello-in-turn': inTurn(() => 'Hello World'),
  '/eta': () => template.call(eta, DATA),
  '/warm': inTurn(() => program(false)),
  '/fresh': inTurn(() => program(true)),
};
const app = new Koa();
app.use(context => {
  context.type = 'html';
  const page = pages[context.path]();
  if (typeof page === 'string') context.body = page;
  else
    return page.then(text => {
      context.body = text;
    });
});
const server = app.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
// Microseconds of processor time so far, of all threads.
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send(user + system);
});
process.on('SIGTERM', () => process.exit(0));
