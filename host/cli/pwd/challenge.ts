/** The challenge of APOP and CRAM-MD5 (cli.md 2.1): `<pid.seconds.counter.random@host>`. */
import { randomBytes } from 'node:crypto';

let counter = 0;

/** A text that no connection got before; the random part makes it unguessable. */
export function newChallenge(host: string): string {
  const random = randomBytes(8).toString('hex');
  return `<${process.pid}.${Math.floor(Date.now() / 1000)}.${++counter}${random}@${host}>`;
}
