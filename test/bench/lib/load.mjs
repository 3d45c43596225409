// Load for a server, in a process of its own: keep-alive connections that each send a request when the answer to the
// last one is there. Started by lib/http.mjs; one job per message: {port, host, path, connections, ms}.
import { connect } from 'node:net';

const HEAD_END = Buffer.from('\r\n\r\n');

/** Runs requests on one connection until told otherwise. */
function client({ port, host, path, expect }, times, state) {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    const request = Buffer.from(`GET ${path} HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
    let buffered = Buffer.alloc(0);
    let sent = 0;
    const send = () => {
      sent = performance.now();
      socket.write(request);
    };
    socket.setNoDelay(true);
    socket.on('connect', send);
    socket.on('error', reject);
    socket.on('close', resolve);
    socket.on('data', data => {
      buffered = buffered.length === 0 ? data : Buffer.concat([buffered, data]);
      const end = buffered.indexOf(HEAD_END);
      if (end < 0) return;
      const head = buffered.latin1Slice(0, end);
      const length = Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? -1);
      if (length < 0 || !head.startsWith('HTTP/1.1 200')) {
        reject(new Error(`unexpected answer: ${buffered.latin1Slice(0, 500)}`));
        socket.destroy();
        return;
      }
      if (buffered.length < end + 4 + length) return;
      if (expect !== undefined && !buffered.includes(expect)) {
        reject(new Error(`the answer lacks ${expect}`));
        socket.destroy();
        return;
      }
      buffered = buffered.subarray(end + 4 + length);
      state.total++;
      if (state.counting) times.push(performance.now() - sent);
      if (state.over) socket.destroy();
      else send();
    });
  });
}

async function job(what) {
  const times = [];
  const state = { counting: false, over: false, total: 0 };
  const clients = Array.from({ length: what.connections }, () => client(what, times, state));
  // Connections are accepted one by one: that phase is no part of the figures.
  setTimeout(() => {
    state.counting = true;
    state.begin = performance.now();
  }, what.warmMs ?? 150);
  setTimeout(
    () => {
      state.ms = performance.now() - state.begin;
      state.counting = false;
      state.over = true;
    },
    (what.warmMs ?? 150) + what.ms,
  );
  await Promise.all(clients);
  times.sort((a, b) => a - b);
  const at = part => times[Math.min(times.length - 1, Math.floor(times.length * part))] ?? Number.NaN;
  return { perSecond: (times.length * 1000) / state.ms, p50: at(0.5), p99: at(0.99), total: state.total };
}

process.on('message', async what => {
  try {
    process.send({ result: await job(what) });
  } catch (error) {
    process.send({ error: error.message });
  }
});
process.on('disconnect', () => process.exit(0));
