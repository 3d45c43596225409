/** Functions of the `compute` steps. */
import { createHmac } from 'node:crypto';
import { fail } from './scenario.js';

const hmac = (key: string, data: Buffer | string): string =>
  createHmac('md5', key).update(data).digest('hex');
const base64 = (text: string): string => Buffer.from(text).toString('base64');

const FUNCTIONS: Readonly<Record<string, (...args: string[]) => string>> = {
  cramMd5: (user = '', password = '', challenge = '') =>
    base64(`${user} ${hmac(password, Buffer.from(challenge, 'base64'))}`),
  cramMd5Glued: (user = '', password = '', challenge = '') =>
    base64(`${user} `) + base64(hmac(password, Buffer.from(challenge, 'base64'))),
  nonceAuth: (password = '', nonce = '') => base64(hmac(password, nonce)),
};

export function compute(name: string, args: readonly string[]): string {
  const run = FUNCTIONS[name] ?? fail(`unknown function ${name}`);
  return run(...args);
}
