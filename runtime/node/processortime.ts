/** Processor time of one thread, which Node does not tell. */
import { openSync, readSync } from 'node:fs';
import { platform } from 'node:os';
import type { ReadProcessorTime } from '../worker/clock.js';

/** For the calling thread; null where the system does not tell. */
export function processorTime(): ReadProcessorTime | null {
  if (platform() !== 'linux') return null;
  try {
    // Stays open as long as the thread.
    const file = openSync('/proc/thread-self/schedstat', 'r');
    const buffer = Buffer.alloc(64);
    const read = (): number => {
      const length = readSync(file, buffer, 0, buffer.length, 0);
      return Number.parseInt(buffer.toString('latin1', 0, length), 10) / 1e6;
    };
    return read() > 0 ? read : null;
  } catch {
    return null;
  }
}
