// Clients of XIMSS for the bench: documents over TCP, requests over kept HTTP connections.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));

/** servers/NAME.mjs as a process; `ask` sends a message and waits for the answer. */
export async function startProcess(name, options = {}) {
  const child = fork(join(here, '../servers', `${name}.mjs`), [JSON.stringify(options)], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    execArgv: ['--expose-gc'],
  });
  const [ports] = await once(child, 'message');
  return {
    ...ports,
    async ask(what) {
      child.send(what);
      const [answer] = await once(child, 'message');
      return answer;
    },
    async stop() {
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
      await once(child, 'exit');
      clearTimeout(timer);
    },
  };
}

/** A connection whose documents are counted as they come. */
export async function documentClient(port) {
  const socket = connect({ port, host: '127.0.0.1' });
  await once(socket, 'connect');
  socket.setNoDelay(true);
  let wanted = 0;
  let wake = () => undefined;
  socket.on('data', chunk => {
    for (let at = chunk.indexOf(0); at >= 0; at = chunk.indexOf(0, at + 1)) wanted--;
    if (wanted <= 0) wake();
  });
  const expect = async count => {
    wanted += count;
    if (wanted > 0) await new Promise(resolve => (wake = resolve));
  };
  return {
    expect,
    async send(text, count = 1) {
      socket.write(text, 'latin1');
      await expect(count);
    },
    close: () => socket.destroy(),
  };
}

export const LOGIN = '<login id="l" authData="user@main.test" password="bench-pass-1"/>\0';

/** A session over TCP. */
export async function session(port) {
  const client = await documentClient(port);
  await client.send(LOGIN, 2);
  return client;
}

/** Requests of one text over so many connections, one at a time on each; gives seconds a request. */
export async function httpSeconds(port, text, connections, milliseconds) {
  let count = 0;
  const end = performance.now() + milliseconds;
  const start = performance.now();
  const run = async () => {
    const socket = connect({ port, host: '127.0.0.1' });
    await once(socket, 'connect');
    socket.setNoDelay(true);
    let left = -1;
    let head = '';
    let wake = () => undefined;
    socket.on('data', chunk => {
      if (left < 0) {
        head += chunk.toString('latin1');
        const body = head.indexOf('\r\n\r\n');
        if (body < 0) return;
        if (!head.startsWith('HTTP/1.1 200')) throw new Error(head);
        left = Number(/content-length: *(\d+)/i.exec(head)[1]) - (head.length - body - 4);
      } else left -= chunk.length;
      if (left > 0) return;
      left = -1;
      head = '';
      wake();
    });
    while (performance.now() < end) {
      const answered = new Promise(resolve => (wake = resolve));
      socket.write(text, 'latin1');
      await answered;
      count++;
    }
    socket.destroy();
  };
  await Promise.all(Array.from({ length: connections }, run));
  return (performance.now() - start) / 1000 / count;
}
