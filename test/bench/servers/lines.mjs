// A bare echo of lines: what arrives is cut into lines and each is answered with one write. `corked`: the writes of a
// chunk go out together; `joined`: they are one string, the cheapest that Node can do.
import { createServer } from 'node:net';

const { mode = 'plain' } = JSON.parse(process.argv[2] ?? '{}');

const server = createServer(socket => {
  let rest = '';
  socket.setNoDelay(true);
  socket.on('error', () => undefined);
  socket.on('data', chunk => {
    const lines = (rest + chunk.toString('latin1')).split('\n');
    rest = lines.pop();
    if (mode === 'joined') {
      if (lines.length > 0) socket.write(`${lines.join('\n')}\n`, 'latin1');
      return;
    }
    if (mode === 'corked') socket.cork();
    for (const line of lines) socket.write(`${line}\n`, 'latin1');
    if (mode === 'corked') socket.uncork();
  });
});
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send(user + system);
});
process.on('SIGTERM', () => process.exit(0));
