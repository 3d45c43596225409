// A bare echo of documents that end with a zero byte, one write each; the writes of a chunk go out together.
import { createServer } from 'node:net';

const server = createServer(socket => {
  let rest = '';
  socket.setNoDelay(true);
  socket.on('error', () => undefined);
  socket.on('data', chunk => {
    const documents = (rest + chunk.toString('latin1')).split('\0');
    rest = documents.pop();
    socket.cork();
    for (const document of documents) socket.write(`${document}\0`, 'latin1');
    socket.uncork();
  });
});
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
process.on('SIGTERM', () => process.exit(0));
