/** The commands for authors of programs and pages. */
import { check } from './check.js';
import { completion } from './completion.js';
import { dap } from './dap.js';
import { fmt } from './fmt.js';
import { lsp } from './lsp.js';
import { replay } from './replay.js';
import { report } from './report.js';
import { render, run } from './run.js';
import { test } from './test.js';
import { type Command, FAILED, type Io, OK, Stop, USAGE } from './types.js';

export const AUTHOR_COMMANDS: readonly Command[] = [
  check,
  run,
  render,
  fmt,
  test,
  replay,
  report,
  lsp,
  dap,
  completion(() => AUTHOR_COMMANDS),
];

/** What a command does, and its options. */
export function helpBody({ help, options }: Command): string {
  const rows = options.map(o => {
    const short = o.short === undefined ? '' : `-${o.short}, `;
    return `  ${`${short}${o.name}${o.value === null ? '' : ` ${o.value}`}`.padEnd(32)} ${o.about}`;
  });
  const list = rows.length === 0 ? '' : `\noptions:\n${rows.join('\n')}\n`;
  return `${help}\n${list}`;
}

/** The whole help of a command. */
export function helpText(command: Command): string {
  const { name, usage, about } = command;
  return `postern ${name}: ${about}\n\nusage: npx postern ${name} [options] ${usage}\n\n${helpBody(command)}`;
}

/** Runs a command by its name; null when it is none of these. */
export async function runAuthorCommand(
  name: string,
  args: readonly string[],
  io: Io,
): Promise<number | null> {
  const command = AUTHOR_COMMANDS.find(candidate => candidate.name === name.toLowerCase());
  if (command === undefined) return null;
  const end = args.indexOf('--');
  if (args.slice(0, end < 0 ? args.length : end).some(arg => arg === '--help' || arg === '-h')) {
    io.out(helpText(command));
    return OK;
  }
  try {
    return await command.run(args, io);
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    io.err(`postern ${name}: ${error.message}\n`);
    if (error.status === USAGE) io.err(`usage: npx postern ${name} [options] ${command.usage}\n`);
    return error.status ?? FAILED;
  }
}
