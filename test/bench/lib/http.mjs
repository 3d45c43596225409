// Servers and loads as processes of their own.
import { fork } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const message = child =>
  new Promise((resolve, reject) => {
    const ended = code => reject(new Error(`a process ended with ${code}`));
    child.once('exit', ended);
    child.once('message', what => {
      child.removeListener('exit', ended);
      resolve(what);
    });
  });

/** Starts servers/NAME.mjs, which tells its port; `stop` ends it. */
export async function startServer(name, options = {}) {
  const child = fork(join(here, '../servers', `${name}.mjs`), [JSON.stringify(options)], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    execArgv: ['--expose-gc'],
  });
  const { port } = await message(child);
  return {
    port,
    /** Microseconds of processor time so far. */
    cpu: () => {
      child.send('cpu');
      return message(child);
    },
    /** Bytes of its heap, what lies outside of it included, and of the process. For servers that tell. */
    memory: () => {
      child.send('memory');
      return message(child);
    },
    stop: () =>
      new Promise(resolve => {
        child.once('exit', resolve);
        child.kill('SIGTERM');
        setTimeout(() => child.kill('SIGKILL'), 5000).unref();
      }),
  };
}

/**
 * Requests at full speed, for `interleaveFigures`: seconds a request. `cpu` collects the processor time of a request in
 * microseconds, which says more than the rate when other programs use the machine, too.
 */
export const rate =
  (load, server, job, cpu = []) =>
  async () => {
    const before = await server.cpu();
    const { perSecond, total } = await load.run({ port: server.port, ...job });
    cpu.push(((await server.cpu()) - before) / total);
    return 1 / perSecond;
  };

/** A load generator: `run({port, host, path, connections, ms, expect})` gives {perSecond, p50, p99}. */
export function startLoad() {
  const child = fork(join(here, 'load.mjs'), [], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  return {
    async run(job) {
      child.send({ host: 'main.test', connections: 50, ms: 700, ...job });
      const { result, error } = await message(child);
      if (error) throw new Error(error);
      return result;
    },
    stop: () => child.kill('SIGKILL'),
  };
}
