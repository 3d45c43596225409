// Opens many connections from a process of its own, each with half a document, and holds them until its input ends.
// Arguments: port, number. Writes `ready` when all are open.
import { connect } from 'node:net';

const [port, count] = process.argv.slice(2).map(Number);
const sockets = [];
let open = 0;

function next() {
  if (sockets.length >= count) return;
  const socket = connect({ port, host: '127.0.0.1' });
  sockets.push(socket);
  socket.on('error', () => undefined);
  socket.once('connect', () => {
    socket.write('<login id="1" authData="');
    if (++open === count) process.stdout.write('ready\n');
    next();
  });
}

for (let i = 0; i < 200; i++) next();
process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
