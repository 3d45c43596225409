// Clients of line protocols: pipelined commands on one connection, or one at a time on each of many.
import { once } from 'node:events';
import { connect } from 'node:net';

/** A connection that sends text and waits until so many lines have come back. */
export async function lineClient(port) {
  const socket = connect({ port, host: '127.0.0.1' });
  await once(socket, 'connect');
  socket.setNoDelay(true);
  let wanted = 0;
  let first = '';
  let wake = () => undefined;
  socket.on('data', chunk => {
    if (first === '') first = chunk.toString('latin1').split('\r', 1)[0];
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) wanted--;
    if (wanted <= 0) wake();
  });
  const expect = async lines => {
    wanted += lines;
    if (wanted > 0) await new Promise(resolve => (wake = resolve));
  };
  return {
    expect,
    /** Sends text; gives the first line of the answer. */
    async send(text, lines = 1) {
      first = '';
      socket.write(text, 'latin1');
      await expect(lines);
      return first;
    },
    /** Sends a command; reads the line of its answer with rests, and calls `look` in each. Gives its bytes. */
    async readSlowly(text, look) {
      let bytes = 0;
      let isWhole = false;
      let fresh = 0;
      const read = chunk => {
        bytes += chunk.length;
        fresh += chunk.length;
        isWhole = chunk.at(-1) === 10;
        if (fresh > 256 * 1024) socket.pause();
        wake();
      };
      socket.on('data', read);
      wanted = Number.POSITIVE_INFINITY;
      socket.write(text, 'latin1');
      while (!isWhole) {
        await new Promise(resolve => (wake = resolve));
        if (!socket.isPaused()) continue;
        await look();
        fresh = 0;
        socket.resume();
      }
      socket.off('data', read);
      wanted = 0;
      return bytes;
    },
    close: () => socket.destroy(),
  };
}

/** A connection that is logged in, with INLINE. */
export async function pwdClient(port, password = 'bench-pass-1') {
  const client = await lineClient(port);
  await client.expect(1);
  const answer = await client.send(`USER postmaster\r\nPASS ${password}\r\nINLINE\r\n`, 3);
  if (!answer.startsWith('300')) throw new Error(answer);
  return client;
}
