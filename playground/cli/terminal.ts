/** The terminal as commands see it. */
import type { Io, Screen } from './types.js';

/** Standard error when it is a terminal that can take a line back, else null. */
export function errorScreen(
  stream: Pick<NodeJS.WriteStream, 'isTTY' | 'columns' | 'write'> = process.stderr,
  environment: NodeJS.ProcessEnv = process.env,
): Screen | null {
  if (stream.isTTY !== true || environment.TERM === 'dumb') return null;
  return {
    write: text => void stream.write(text),
    get columns() {
      return stream.columns || 80;
    },
    color: environment.NO_COLOR === undefined,
  };
}

/** Aborts at the first interrupt; the second one ends the process as usual. */
export function terminalIo(): Io {
  const controller = new AbortController();
  process.once('SIGINT', () => controller.abort());
  return {
    out: text => void process.stdout.write(text),
    err: text => void process.stderr.write(text),
    color: process.stdout.isTTY === true && process.env.NO_COLOR === undefined,
    screen: errorScreen(),
    cwd: process.cwd(),
    signal: controller.signal,
    input: process.stdin,
    output: process.stdout,
  };
}
