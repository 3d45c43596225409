/** `--dropRoot`: gives up the rights of root for good, some time after the listeners are open (admin.md 9). */
import type { Logger } from '../admin/log/log.js';

const DELAY = 60_000;
const USER = 'nobody';

/** Becomes the user nobody after a minute, when the process runs as root. */
export function dropRoot(log: Logger, delay = DELAY): void {
  if (process.getuid?.() !== 0) return;
  setTimeout(() => {
    try {
      process.setgroups?.([]);
      process.setgid?.('nogroup');
      process.setuid?.(USER);
      log.major(`root rights dropped, running as ${USER}`);
    } catch (error) {
      log.failure(
        `root rights could not be dropped: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }, delay).unref();
}
