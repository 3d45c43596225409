/** `--Daemon`: a child in a session of its own goes on, the parent exits (admin.md 4). */
import { spawn } from 'node:child_process';
import type { Terminal } from './commands/types.js';

/** Starts the same command without `--Daemon`, detached. */
export function detach(args: readonly string[], terminal: Terminal): number {
  const rest = args.filter(argument => argument.toLowerCase() !== '--daemon');
  const script = process.argv[1] ?? '';
  const own = /start\.mjs$/.test(script) ? [] : ['serve'];
  const child = spawn(process.execPath, [script, ...own, ...rest], { detached: true, stdio: 'ignore' });
  child.unref();
  terminal.out(`postern: running in the background, process ${child.pid ?? 0}\n`);
  return 0;
}
