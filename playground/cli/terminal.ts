/** The terminal as commands see it. */
import type { Io } from './types.js';

/** Aborts at the first interrupt; the second one ends the process as usual. */
export function terminalIo(): Io {
  const controller = new AbortController();
  process.once('SIGINT', () => controller.abort());
  return {
    out: text => void process.stdout.write(text),
    err: text => void process.stderr.write(text),
    color: process.stdout.isTTY === true && process.env.NO_COLOR === undefined,
    cwd: process.cwd(),
    signal: controller.signal,
    input: process.stdin,
    output: process.stdout,
  };
}
