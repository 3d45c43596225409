// What crosses the wire: a proxy on TCP that counts the bytes of the answers, header fields and all. Of what is asked
// twice one answer counts: browsers that wait long for their own cache ask again.
import { connect, createServer } from 'node:net';

/**
 * @param port of the server, on this machine
 * @returns {Promise<{port: number, readonly bytes: number, close(): void}>}
 */
export async function countingProxy(port) {
  /** By what was asked. */
  const answers = new Map();
  const open = new Set();
  const server = createServer(client => {
    const upstream = connect(port, '127.0.0.1');
    for (const socket of [client, upstream]) {
      open.add(socket);
      socket.on('close', () => open.delete(socket));
      socket.on('error', () => [client, upstream].forEach(one => void one.destroy()));
    }
    let asked = '';
    let bytes = 0;
    client.on('data', part => {
      const [line] = /^[A-Z]+ \S+ HTTP\/1/.exec(part.toString('latin1')) ?? [];
      if (line === undefined) return;
      asked = line;
      bytes = 0;
    });
    upstream.on('data', part => {
      bytes += part.length;
      answers.set(asked, Math.max(bytes, answers.get(asked) ?? 0));
    });
    client.pipe(upstream).pipe(client);
  });
  await new Promise(done => server.listen(0, '127.0.0.1', done));
  return {
    port: server.address().port,
    get bytes() {
      return [...answers.values()].reduce((sum, one) => sum + one, 0);
    },
    close: () => {
      server.close();
      for (const socket of open) socket.destroy();
    },
  };
}
