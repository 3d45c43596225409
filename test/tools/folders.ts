import { rmSync } from 'node:fs';
import { PATIENCE } from './patience.js';

/**
 * Removes a folder of a test, and all that is in it. A program that is about to end may still write there: what came
 * in between is removed, too.
 */
export function removeFolder(folder: string): void {
  for (const end = Date.now() + PATIENCE; ; ) {
    try {
      rmSync(folder, { recursive: true, force: true });
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOTEMPTY' || Date.now() > end) throw error;
    }
  }
}
