/** The command `postern` after the build: finds the command, shows its help or runs it. */
import { EXIT_USAGE, UsageError } from '../admin/commandline.js';
import { commandTable } from './commands/table.js';
import { EXIT_FAILED, type Terminal } from './commands/types.js';
import { processTerminal } from './terminal.js';

/** Names of all commands. */
export const commandNames = Object.keys(commandTable);

/**
 * Runs a command of the launcher.
 * @param args the name and what stands behind it
 * @returns the exit status; undefined while a server goes on running
 */
export async function main(
  args: readonly string[],
  terminal: Terminal = processTerminal,
): Promise<number | undefined> {
  const [given = '', ...rest] = args;
  const name = given.toLowerCase();
  const load = Object.hasOwn(commandTable, name) ? commandTable[name] : undefined;
  if (!load) {
    terminal.error(`postern: unknown command ${given}\n`);
    return EXIT_USAGE;
  }
  const command = await load();
  if (rest.some(argument => /^(--help|-h)$/i.test(argument))) {
    terminal.out(`usage: npx postern ${command.name} ${command.usage}\n\n${command.help.trim()}\n`);
    return 0;
  }
  try {
    return await command.run(rest, terminal);
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    terminal.error(`postern ${command.name}: ${text}\n`);
    if (error instanceof UsageError) {
      terminal.error(`usage: npx postern ${command.name} ${command.usage}\n`);
      return EXIT_USAGE;
    }
    return EXIT_FAILED;
  }
}
