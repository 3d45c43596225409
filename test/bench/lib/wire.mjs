// What crosses the wire: a proxy on TCP that counts the bytes of the answers, header fields and all.
import { connect, createServer } from 'node:net';

/**
 * @param port of the server, on this machine
 * @returns {Promise<{port: number, readonly bytes: number, close(): void}>}
 */
export async function countingProxy(port) {
  let bytes = 0;
  const open = new Set();
  const server = createServer(client => {
    const upstream = connect(port, '127.0.0.1');
    for (const socket of [client, upstream]) {
      open.add(socket);
      socket.on('close', () => open.delete(socket));
      socket.on('error', () => [client, upstream].forEach(one => void one.destroy()));
    }
    upstream.on('data', part => {
      bytes += part.length;
    });
    client.pipe(upstream).pipe(client);
  });
  await new Promise(done => server.listen(0, '127.0.0.1', done));
  return {
    port: server.address().port,
    get bytes() {
      return bytes;
    },
    close: () => {
      server.close();
      for (const socket of open) socket.destroy();
    },
  };
}
