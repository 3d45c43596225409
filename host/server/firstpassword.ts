/**
 * The password that the first start made (objects.md 1): shown once on the console, and kept in a file that only the
 * server's user can read, for starts that nobody watches. The file goes with the first change of the password.
 */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Objects } from '../objects/api.js';

const POSTMASTER = 'postmaster';

export const firstPasswordFile = (base: string): string => join(base, 'Settings', 'postmaster.password');

/** Writes the file at the first start and removes it when the password is another one. Gives what ends the watch. */
export function keepFirstPassword(
  base: string,
  objects: Objects,
  problem: (text: string) => void,
): () => void {
  const file = firstPasswordFile(base);
  if (objects.firstPassword !== null) {
    writeFileSync(file, `${objects.firstPassword}\n`, { mode: 0o600 });
  } else if (!existsSync(file)) return () => {};
  const password = readFileSync(file, 'utf8').trim();
  const address = { account: POSTMASTER, domain: objects.domains.main() };
  const look = async (): Promise<void> => {
    if (!existsSync(file) || (await objects.passwords.check(address, password))) return;
    rmSync(file, { force: true });
    stop();
  };
  const told = () =>
    void look().catch(error => problem(`the file of the first password stays: ${String(error)}`));
  const stop = objects.core.events.subscribe('account', null, change => {
    if (Buffer.from(change.data).toString('latin1') === 'settings') told();
  });
  told();
  return stop;
}
