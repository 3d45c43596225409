// The peers behind Koa: hello, the page of eta, and a warm sandbox in the same thread.
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
const pages = {
  '/hello': () => 'Hello World',
  '/eta': () => template.call(eta, DATA),
  '/warm': () => program(false),
  '/fresh': () => program(true),
};
const app = new Koa();
app.use(context => {
  context.type = 'html';
  context.body = pages[context.path]();
});
const server = app.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
// Microseconds of processor time so far, of all threads.
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send(user + system);
});
process.on('SIGTERM', () => process.exit(0));
