/** `postern dap`: the debug adapter over standard input and output. */
import { DebugAdapter } from '../dap/adapter.js';
import { frame, readFrames } from '../lsp/framing.js';
import { Arguments } from './options.js';
import { type Command, FAILED, type Io, OK } from './types.js';

async function run(args: readonly string[], io: Io): Promise<number> {
  new Arguments(args, []);
  return new Promise(resolve => {
    const adapter = new DebugAdapter(
      message => io.output.write(frame(message)),
      () => resolve(OK),
    );
    // one after the other: an answer must not overtake the one before
    let last = Promise.resolve();
    readFrames(io.input, message => {
      last = last.then(() => adapter.receive(message));
    }).then(
      () => void last.then(() => adapter.close()).then(() => resolve(OK)),
      error => {
        io.err(`postern dap: ${(error as Error).message}\n`);
        void adapter.close().then(() => resolve(FAILED));
      },
    );
  });
}

export const dap: Command = {
  name: 'dap',
  usage: '',
  about: 'debug adapter for editors, over standard input and output',
  help: `Launch takes "program" (a program or a page) with "entry", "params", "method", "dataset", "stopOnEntry", or
"recording" with the "folder" of its sources. The run is recorded first, so that stepping works in both directions.

Attach takes "host" (address of the user listener), "user", "password" (else POSTERN_PASSWORD) of an administrator, the
"folder" of the sources, and which requests: "domain", "path" (with * for anything), "session" (first symbols of its
id), "account", "once". The next such request runs in a worker of its own and stops where you want; others go on as
ever. One that fails is opened at the line that failed, and then you step backwards.`,
  options: [],
  run,
};
