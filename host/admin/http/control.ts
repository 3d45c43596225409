/**
 * How commands on the same host talk to the running server: a file in the base directory, readable by the
 * server's user only, names the administration listener and a token that is good until the server stops. Who
 * can read the base directory holds all of its data anyway.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the control file holds. */
export interface Control {
  readonly url: string;
  readonly token: string;
}

/** Path of the control file. */
function controlPath(base: string): string {
  return join(base, 'Settings', 'control.json');
}

/** A token for this run of the server. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** Writes the control file. */
export function writeControl(base: string, control: Control): void {
  const path = controlPath(base);
  rmSync(path, { force: true });
  writeFileSync(path, JSON.stringify(control), { mode: 0o600, flag: 'wx' });
  chmodSync(path, 0o600);
}

/** Removes the control file. */
export function removeControl(base: string): void {
  rmSync(controlPath(base), { force: true });
}

/** Reads the control file, null when there is none or it is damaged. */
export function readControl(base: string): Control | null {
  try {
    const { url, token } = JSON.parse(readFileSync(controlPath(base), 'utf8')) as Partial<Control>;
    return typeof url === 'string' && typeof token === 'string' ? { url, token } : null;
  } catch {
    return null;
  }
}

/** Compares secrets in constant time. */
export function sameSecret(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
