/** APOP and the SASL methods of PWD (cli.md 2.1). */

import { encodeBase64 } from '../../../stdlib/data/index.js';
import type { Bytes } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import type { LoginRequest } from '../../objects/passwords/service.js';
import { errorLine, statusLine } from '../output.js';
import { newChallenge } from './challenge.js';
import { attempt, unquoted, withPassword } from './login.js';
import type { PwdAnswer, PwdState } from './types.js';

type Reply = Bytes | PwdAnswer | Promise<Bytes | PwdAnswer>;

function failed(why: string): Bytes {
  return errorLine(new PosternError('failed', { args: [why] }));
}

/** Asks for one more line; `*` cancels. */
function ask(state: PwdState, challenge: Bytes, then: (answer: Bytes) => Reply): Bytes {
  state.step = async line => {
    const reply = line === '*' ? failed('the authentication is cancelled') : await decoded(line, then);
    return typeof reply === 'string' ? { lines: reply } : reply;
  };
  return statusLine(300, encodeBase64(challenge));
}

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** `=` stands for an empty answer. */
function decoded(line: Bytes, then: (answer: Bytes) => Reply): Reply {
  const text = line.trim();
  if (text !== '=' && !BASE64.test(text)) return failed('this is not base64');
  return then(Buffer.from(text, 'base64').toString('latin1'));
}

function requestOf(state: PwdState, name: Bytes, method: string): LoginRequest {
  const { address, secure } = state;
  return { name, domain: null, address, service: 'PWD', secure, method };
}

/** `APOP name hexdigest` */
export function apop(state: PwdState, rest: Bytes): Reply {
  const { challenge } = state;
  if (challenge === null) return failed('APOP is not offered');
  const [name = '', digest = ''] = rest.trim().split(/ +/);
  if (!/^[0-9A-Fa-f]{32}$/.test(digest)) return failed('a name and a digest are expected');
  const request = requestOf(state, unquoted(name) ?? name, 'APOP');
  return attempt(state, () => state.options.objects.passwords.loginApop(request, challenge, digest));
}

function plain(state: PwdState, answer: Bytes): Reply {
  // authorization identity, name, password; acting for others is not offered here
  const parts = answer.split('\0');
  const [identity = '', name = '', password = ''] = parts;
  if (parts.length !== 3 || name === '') return failed('the answer is malformed');
  if (identity !== '' && identity !== name) return failed('acting for another account is not offered');
  return attempt(state, () => withPassword(state, name, password, 'PLAIN'));
}

const LOGIN_NAME = 'Username:';
const LOGIN_PASSWORD = 'Password:';

const METHODS: Readonly<Record<string, (state: PwdState, initial: Bytes | null) => Reply>> = {
  PLAIN: (state, initial) => {
    const then = (answer: Bytes): Reply => plain(state, answer);
    return initial === null ? ask(state, '', then) : decoded(initial, then);
  },
  LOGIN: (state, initial) => {
    const then = (name: Bytes): Reply =>
      ask(state, LOGIN_PASSWORD, password =>
        attempt(state, () => withPassword(state, name, password, 'LOGIN')),
      );
    return initial === null ? ask(state, LOGIN_NAME, then) : decoded(initial, then);
  },
  'CRAM-MD5': (state, initial) => {
    if (initial !== null) return failed('CRAM-MD5 takes no initial answer');
    const challenge = newChallenge(state.options.objects.domains.main());
    return ask(state, challenge, answer => {
      const blank = answer.lastIndexOf(' ');
      const digest = answer.slice(blank + 1);
      if (blank < 1 || !/^[0-9a-f]{32}$/.test(digest)) return failed('the answer is malformed');
      const request = requestOf(state, answer.slice(0, blank), 'CRAM-MD5');
      return attempt(state, () => state.options.objects.passwords.loginCram(request, challenge, digest));
    });
  },
};

/** `AUTH WEBUSER name sessionID`: the live session of the account is the proof. */
function webUser(state: PwdState, rest: Bytes): Reply {
  const [name = '', id = ''] = rest.trim().split(/ +/);
  if (name === '' || id === '') return failed('a name and a session ID are expected');
  return attempt(state, async () => {
    const { objects } = state.options;
    const addr = objects.accounts.resolve(unquoted(name) ?? name, null);
    const owner = objects.sessions.find(unquoted(id) ?? id);
    if (addr === null || owner?.account !== addr.account || owner.domain !== addr.domain) {
      throw new PosternError('wrong-password');
    }
    // the session is bound to its address: its ID alone proves nothing elsewhere
    if (owner.address !== null && owner.address !== state.address) throw new PosternError('wrong-password');
    return objects.passwords.admit(addr, 'PWD', state.secure);
  });
}

/** `AUTH method [initial]` */
export function startAuth(state: PwdState, rest: Bytes): Reply {
  const [method = '', initial = ''] = rest.trim().split(/ +/, 2);
  const name = method.toUpperCase();
  if (name === 'WEBUSER' || name === 'SESSIONID') return webUser(state, rest.trim().slice(method.length));
  const start = Object.hasOwn(METHODS, name) ? METHODS[name] : undefined;
  if (start === undefined) return failed('the authentication method is not supported');
  return start(state, initial === '' ? null : initial);
}
