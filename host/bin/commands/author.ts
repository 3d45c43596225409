/** The commands for authors of programs and pages: they live in the playground and need no server. */
import { AUTHOR_COMMANDS, helpBody, runAuthorCommand } from '../../../playground/cli/commands.js';
import { terminalIo } from '../../../playground/cli/terminal.js';
import type { Command, Terminal } from './types.js';

/** A command of the playground by its name. */
export async function authorCommand(name: string): Promise<Command> {
  const command = AUTHOR_COMMANDS.find(candidate => candidate.name === name);
  if (command === undefined) throw new Error(`the playground has no command ${name}`);
  return {
    name,
    usage: `[options] ${command.usage}`.trim(),
    help: helpBody(command),
    run: async (args: readonly string[], { out, error, secret, screen = null }: Terminal) =>
      (await runAuthorCommand(name, args, { ...terminalIo(), out, err: error, secret, screen })) ?? undefined,
  };
}
