/** Logging in over PWD: what a name and a proof give, delays and counts of failures (cli.md 2.1). */

import { parseFirst } from '../../../stdlib/data/index.js';
import type { Bytes } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import type { LoggedIn } from '../../objects/passwords/service.js';
import { errorLine, statusLine } from '../output.js';
import type { PwdAnswer, PwdState } from './types.js';

/** The text of a well-formed quoted string, null for anything else. */
export function unquoted(text: Bytes): Bytes | null {
  if (!text.startsWith('"')) return null;
  const result = parseFirst(text, 0);
  return result.ok && result.end === text.length ? (result.value as Bytes) : null;
}

function later(ms: number): Promise<void> {
  return new Promise(resolve => {
    setTimeout(resolve, ms);
  });
}

/** Runs a login: the answer, after a delay when it fails, and the end of the connection after too many failures. */
export async function attempt(state: PwdState, login: () => Promise<LoggedIn>): Promise<PwdAnswer> {
  state.user = null;
  try {
    state.who = (await login()).principal;
    return { lines: statusLine(200, 'login OK, proceed') };
  } catch (error) {
    if (!(error instanceof PosternError)) {
      state.log.failure(`login failed: ${error instanceof Error ? (error.stack ?? '') : String(error)}`);
      return { lines: errorLine(new PosternError('internal')) };
    }
    state.failures++;
    state.log.problem(`login failed: ${error.message}`);
    await later(state.settings.loginDelay);
    const lines = errorLine(error);
    return state.failures >= state.settings.maxFailures ? { lines, after: 'close' } : { lines };
  }
}

/** Logs in with a clear password, by USER and PASS or another method. */
export function withPassword(
  state: PwdState,
  name: Bytes,
  password: Bytes,
  method = 'CLRTXT',
): Promise<LoggedIn> {
  const { passwords } = state.options.objects;
  const { address, secure } = state;
  return passwords.login({ name, password, domain: null, address, service: 'PWD', secure, method });
}

/** PASS: the raw text, and when it is wrong and quoted, what it quotes (some clients quote, others do not). */
export async function withQuotable(state: PwdState, name: Bytes, text: Bytes): Promise<LoggedIn> {
  try {
    return await withPassword(state, name, text);
  } catch (error) {
    const inner = unquoted(text);
    if (inner === null || !(error instanceof PosternError) || error.code !== 'wrong-password') throw error;
    return withPassword(state, name, inner);
  }
}
