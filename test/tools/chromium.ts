/** Chromium for the tests of pages. */
import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** Chromium of this machine, undefined when there is none. */
export const executablePath = [
  process.env.CHROMIUM ?? '',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
].find(path => path !== '' && existsSync(path));

/**
 * Frames in a sandbox get a process of their own, and then Chromium decides by the picture that was painted last
 * which process a click belongs to: one that comes within a few milliseconds after the frame has gone, as no hand
 * does it, is given to the frame and lost (1 in 5 on a busy machine, even behind two animation frames). In one
 * process the page itself decides, by what is there.
 */
const ONE_PROCESS = '--disable-site-isolation-trials';

export function launch(): Promise<Browser> {
  return chromium.launch({ executablePath: executablePath ?? '', args: ['--no-sandbox', ONE_PROCESS] });
}
