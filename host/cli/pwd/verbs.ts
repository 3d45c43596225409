/** The verbs of the PWD protocol; everything else is a command (cli.md 2.1). */

import type { Bytes } from '../../../stdlib/values/types.js';
import { encodeUtf8 } from '../../../stdlib/values/utf8.js';
import { PosternError } from '../../errors/index.js';
import type { CliAnswer } from '../engine.js';
import { answerLines, errorLine, statusLine } from '../output.js';
import { apop, startAuth } from './auth.js';
import { attempt, unquoted, withQuotable } from './login.js';
import type { PwdAnswer, PwdState } from './types.js';

type Reply = Bytes | PwdAnswer | Promise<Bytes | PwdAnswer>;

/** Does the work of a verb; `rest` is what stands behind it and one blank. */
type Verb = (state: PwdState, rest: Bytes) => Reply;

const OK = statusLine(200, 'OK');
const NOT_AUTHENTICATED = errorLine(new PosternError('not-authenticated'));

function missing(what: string): Bytes {
  return errorLine(new PosternError('syntax', { args: [`${what} is missing`] }));
}

function quit(state: PwdState): PwdAnswer {
  const text = state.options.text?.('PWDByeBye', []) ?? 'connection closed';
  return { lines: statusLine(200, encodeUtf8(text)), after: 'close' };
}

function startTls(state: PwdState): Reply {
  if (state.secure)
    return errorLine(new PosternError('failed', { args: ['the connection is secure already'] }));
  if (state.options.tls() === null) {
    return errorLine(new PosternError('failed', { args: ['no certificate is set'] }));
  }
  return { lines: statusLine(200, 'start TLS negotiation'), after: 'tls' };
}

/** Verbs before the login. */
const BEFORE = new Map<string, Verb>([
  [
    'USER',
    (state, rest) => {
      const name = rest.trim();
      if (name === '') return missing('the account name');
      state.user = unquoted(name) ?? name;
      return statusLine(300, 'please send the PASS');
    },
  ],
  [
    'PASS',
    (state, rest) => {
      const { user } = state;
      if (user === null)
        return errorLine(new PosternError('failed', { args: ['please send the USER first'] }));
      return attempt(state, () => withQuotable(state, user, rest));
    },
  ],
  ['APOP', apop],
  ['AUTH', startAuth],
  ['STLS', startTls],
  ['QUIT', quit],
]);

/** New password of the authenticated account, as text or as a quoted string. */
async function newPassword(state: PwdState, rest: Bytes): Promise<Bytes> {
  const { who, options } = state;
  if (who === null) return NOT_AUTHENTICATED;
  if (rest === '') return missing('the password');
  try {
    await options.objects.passwords.set(who, '*', unquoted(rest) ?? rest, { check: true });
    return statusLine(200, 'Password updated');
  } catch (error) {
    if (!(error instanceof PosternError)) throw error;
    return errorLine(error);
  }
}

/** Verbs after the login, besides the commands. */
const AFTER = new Map<string, Verb>([
  [
    'INLINE',
    state => {
      state.inline = true;
      return OK;
    },
  ],
  ['NEWPASS', newPassword],
  ['QUIT', quit],
]);

/** The longest name of a verb. */
const LONGEST = 7;

function verbOf(table: ReadonlyMap<string, Verb>, line: Bytes): { verb: Verb; rest: Bytes } | null {
  let start = 0;
  while (line.charCodeAt(start) === 32) start++;
  const blank = line.indexOf(' ', start);
  const end = blank < 0 ? line.length : blank;
  if (end - start > LONGEST) return null;
  const verb = table.get(line.slice(start, end).toUpperCase());
  return verb === undefined ? null : { verb, rest: blank < 0 ? '' : line.slice(blank + 1) };
}

/**
 * What a telnet client tells about its terminal, or its interrupt keys, in front of a line: `IAC` and an option of one or two
 * bytes, or a subnegotiation. A line cannot begin so otherwise: 255 is no byte of UTF-8.
 */
const TELNET = /^(?:\xff(?:[\xfb-\xfe][\s\S]|\xfa[\s\S]*?\xff\xf0|[\xf0-\xf9]))+/;

/** Answers one line. */
export function handleLine(state: PwdState, line: Bytes): Reply {
  const { step, who } = state;
  if (step !== null) {
    state.step = null;
    return step(line);
  }
  if (line.charCodeAt(0) === 255) line = line.replace(TELNET, '');
  const found = verbOf(who === null ? BEFORE : AFTER, line);
  if (found !== null) return found.verb(state, found.rest);
  if (who === null) return NOT_AUTHENTICATED;
  const result = state.options.cli.run(who, line);
  const show = (answer: CliAnswer): Bytes | PwdAnswer =>
    'listing' in answer
      ? { lines: state.inline ? '201 ' : '200 data follow\r\n', body: answer.listing.text() }
      : answerLines(answer, state.inline);
  if (result instanceof Promise) return result.then(show);
  return show(result);
}
