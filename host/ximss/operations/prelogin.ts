/** Before login (ximss.md 3). */
import { encodeBase64 } from '../../../stdlib/data/base64.js';
import { xmlText } from '../../../stdlib/data/index.js';
import { dictOf } from '../../../stdlib/values/dict.js';
import type { Bytes, Value } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import { SYSTEM } from '../../objects/api.js';
import { flagSetting, textSetting } from '../../objects/settings/read.js';
import { Failure, missingAttribute, wrongState } from '../failure.js';
import type { Evidence } from '../login/evidence.js';
import { logIn } from '../login/login.js';
import { decodePieces } from '../login/pieces.js';
import { findMechanism, MECHANISMS, type Step } from '../login/sasl.js';
import type { LoginState } from '../login/state.js';
import type { Call, Handlers } from '../run/call.js';
import { newAlerts, sessionMessage } from '../session/messages.js';
import type { XimssWorld } from '../world.js';
import { children, flagOf } from '../xml/query.js';
import { leaf } from '../xml/write.js';

/** The domain that a request means: its own, that of the connection, or the main domain. */
function domainOf(call: Call): string {
  const { domains } = call.world.objects;
  const asked = call.filled('domain');
  if (asked === null)
    return call.caller.session?.record.domain ?? call.caller.login?.domain ?? domains.main();
  const found = domains.find(asked);
  if (found === null) throw new PosternError('domain-unknown');
  return found;
}

/** True when new passwords of the domain are stored so that challenges can be checked. */
function isRecoverable({ objects }: XimssWorld, domain: string): boolean {
  const record = objects.core.domains.find(domain);
  if (record === null) return false;
  const encryption = textSetting(objects.core.resolver.accountBase(record), 'PasswordEncryption', 'scrypt');
  return /^(?:a-crpt|clear)$/i.test(encryption);
}

function domainFlag({ objects }: XimssWorld, domain: string, key: Bytes): boolean {
  const record = objects.core.domains.find(domain);
  return record !== null && flagSetting(objects.core.resolver.domain(record), key);
}

async function listFeatures(call: Call): Promise<void> {
  const { world, caller } = call;
  const domain = domainOf(call);
  if (caller.login !== null) caller.login.domain = domain;
  const recoverable = isRecoverable(world, domain);
  const clear = caller.secure || world.settings().clearTextLogin;
  let content = caller.refuseTls() === null ? '<starttls/>' : '';
  for (const mechanism of MECHANISMS) {
    const isOffered = world.objects.passwords.offers(domain, mechanism.name);
    if (isOffered && (mechanism.clear ? clear : recoverable)) content += leaf('sasl', mechanism.name);
  }
  if (recoverable && world.objects.passwords.offers(domain, 'NONCE'))
    content += leaf('nonce', world.module.nonces.make());
  for (const language of (await world.languages?.(domain)) ?? ['English'])
    content += leaf('language', language);
  if (domainFlag(world, domain, 'AutoSignup')) content += '<signup/>';
  if (recoverable && world.recoverPassword !== undefined) content += '<recoverPassword/>';
  call.send('features', [['domain', domain]], content);
}

function starttls(call: Call): void {
  const refusal = call.caller.refuseTls();
  if (refusal !== null) throw wrongState(refusal);
  call.after = () => call.caller.startTls();
}

/** What is known before login; refuses when there is a session already, and inside HTTP bodies. */
function stateOf(call: Call): LoginState {
  const { login, session, transport } = call.caller;
  if (session !== null || login === null) throw wrongState('already logged in');
  if (transport === 'http') throw wrongState('sessions are created by parameters of the login resource');
  return login;
}

async function login(call: Call): Promise<void> {
  const state = stateOf(call);
  const asked = call.filled('domain');
  if (asked !== null) state.domain = domainOf(call);
  state.canUpdatePassword = flagOf(call.attr('canUpdatePwd') ?? '') === true;
  const method = call.filled('method');
  if (method === null) {
    const name = call.filled('authData') ?? call.filled('userName');
    if (name === null) throw missingAttribute('authData');
    return enter(call, state, { kind: 'password', name, password: call.need('password') });
  }
  if (method.toUpperCase() === 'SESSIONID') {
    const name = call.filled('userName') ?? call.filled('authData') ?? '';
    return enter(call, state, { kind: 'session', name, sessionId: call.need('sessionID') });
  }
  const mechanism = findMechanism(method);
  if (mechanism === undefined) throw wrongState('unknown SASL method');
  const { caller, world } = call;
  if (mechanism.clear && !caller.secure && !world.settings().clearTextLogin) {
    throw wrongState('secure connection is required');
  }
  const given = call.attr('authData');
  const initial = given === null || given === '' ? null : decodePieces(given);
  if (given && initial === null) return fail(call, state, new PosternError('wrong-password'));
  const step = await mechanism.start(
    {
      host: world.hostName,
      secretOf: async name => world.objects.passwords.challengeSecret(name, state.domain),
    },
    initial,
  );
  return proceed(call, state, mechanism.name, step);
}

async function auth(call: Call): Promise<void> {
  const state = call.caller.login;
  const exchange = state?.exchange ?? null;
  if (state === null || exchange === null) throw wrongState('no authentication is in progress');
  state.exchange = null;
  call.answerId = exchange.id;
  const value = call.need('value');
  if (value.trim() === '*') return fail(call, state, wrongState('authentication is cancelled'), false);
  const message = decodePieces(value);
  const step = message === null ? null : await exchange.answer(message);
  return proceed(call, state, exchange.mechanism, step);
}

/** Sends the next challenge, or ends the exchange. */
async function proceed(call: Call, state: LoginState, mechanism: string, step: Step): Promise<void> {
  if (step === null) return fail(call, state, new PosternError('wrong-password'));
  if ('evidence' in step) return enter(call, state, step.evidence);
  state.exchange = { id: call.answerId, mechanism, answer: step.answer };
  call.unanswered = true;
  call.send('challenge', [['value', encodeBase64(step.challenge)]]);
}

/** Opens the session: its message comes before the response, pending alerts after it. */
async function enter(call: Call, state: LoginState, evidence: Evidence): Promise<void> {
  const { world, caller } = call;
  try {
    const session = await logIn(world, {
      evidence,
      transport: caller.transport,
      address: caller.address,
      secure: caller.secure,
      domain: state.domain,
      version: call.attr('version'),
      killOld: flagOf(call.attr('killOld') ?? '') === true,
      canUpdatePassword: state.canUpdatePassword,
      fixedAddress: null,
      useCookie: null,
    });
    caller.emit(sessionMessage(world, session, call.answerId));
    const alerts = newAlerts(world, session);
    caller.opened(session);
    call.after = () => {
      for (const alert of alerts) caller.emit(alert);
    };
  } catch (error) {
    return fail(call, state, error);
  }
}

/** A failed login is answered after a pause that grows. */
async function fail(call: Call, state: LoginState, error: unknown, counts = true): Promise<never> {
  if (counts) {
    const { failureDelay } = call.world.settings();
    const pause = Math.min(failureDelay * 2 ** state.failures, failureDelay * 8);
    state.failures++;
    await new Promise(resolve => setTimeout(resolve, pause));
    call.after = () => call.caller.loginFailed();
  }
  throw error;
}

/** Never tells whether there is such an account. */
async function recoverPassword(call: Call): Promise<void> {
  const domain = domainOf(call);
  const name = call.need('userName');
  if (call.world.recoverPassword === undefined) return;
  try {
    await call.world.recoverPassword(domain, name, call.caller.address);
  } catch (error) {
    call.world.log.low(
      'XIMSSI',
      `password recovery: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

async function signup(call: Call): Promise<void> {
  const { world } = call;
  const domain = domainOf(call);
  if (!domainFlag(world, domain, 'AutoSignup')) {
    throw new Failure('sign-up is not available in this domain', 516);
  }
  const name = call.need('userName');
  const email = name.includes('@') ? name : `${name}@${domain}`;
  const password = call.need('password');
  if (world.objects.domains.find(email.slice(email.indexOf('@') + 1)) !== domain) {
    throw new Failure('sign-up is not available in this domain', 516);
  }
  if (world.objects.accounts.resolve(email, domain) !== null) throw new PosternError('account-exists');
  world.objects.passwords.checkNew(domain, name, password);
  const settings: [Bytes, Value][] = [['Password', password]];
  for (const [key, value] of [
    ['RealName', call.filled('realName')],
    ['RecoverPassword', call.filled('recoverPassword')],
  ] as const) {
    if (value !== null) settings.push([key, value]);
  }
  for (const child of children(call.request)) {
    if (!world.publicInfoNames?.().includes(child.type))
      throw new Failure('unknown public info attribute', 581);
    settings.push([child.type, xmlText(child)]);
  }
  await world.objects.accounts.create(SYSTEM, email, { settings: dictOf(settings) });
}

export const PRELOGIN_HANDLERS: Handlers = { listFeatures, starttls, login, auth, recoverPassword, signup };
