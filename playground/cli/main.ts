/** The author's commands without the server's: `node dist/playground/cli/main.js check ...`. */
import { AUTHOR_COMMANDS, runAuthorCommand } from './commands.js';
import { terminalIo } from './terminal.js';
import { USAGE } from './types.js';

const [name = '', ...args] = process.argv.slice(2);
const status = await runAuthorCommand(name, args, terminalIo());
if (status === null)
  process.stderr.write(`commands: ${AUTHOR_COMMANDS.map(command => command.name).join(', ')}\n`);
process.exitCode = status ?? USAGE;
