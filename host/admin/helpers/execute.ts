/** Runs a program of the administrator once, with a message as its input (action Execute of Rules, objects.md 9). */
import type { Bytes } from '../../../stdlib/values/types.js';
import { decodeUtf8 } from '../../../stdlib/values/utf8.js';
import type { Logger } from '../log/log.js';
import { allowedPrograms, CommandError, commandOf, isAllowed, type ProgramFolders } from './command.js';
import { Program } from './program.js';

/** Milliseconds that a program may take. */
const TIME = 120_000;

/**
 * Resolves when the program ended with 0; rejects with why it did not, or was not started. What it writes to standard
 * output is not kept, standard error is logged.
 */
export function execute(
  command: Bytes,
  input: Uint8Array,
  folders: ProgramFolders,
  log: Logger,
): Promise<void> {
  const program = decodeUtf8(command).trim();
  return new Promise((resolve, reject) => {
    if (!isAllowed(program, allowedPrograms(folders.base)))
      throw new CommandError('Settings/ChildProcs.data does not list it');
    const run = new Program({
      ...commandOf(program, folders),
      folder: folders.base,
      onLine: () => undefined,
      onOverflow: () => undefined,
      onFlood: () => undefined,
      onEnd: ({ reason, errors }) => {
        clearTimeout(timer);
        if (errors !== '') log.problem(`${program}: wrote to standard error: ${errors.slice(0, 4000)}`);
        if (reason === 'exit code 0') resolve();
        else reject(new Error(`${program}: ${reason}`));
      },
    });
    const timer = setTimeout(() => run.terminate(), TIME);
    timer.unref();
    run.give(input);
  });
}
