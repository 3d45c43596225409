/** From evidence to a session. */

import type { Bytes } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import type { LoggedIn } from '../../objects/passwords/service.js';
import { flagSetting } from '../../objects/settings/read.js';
import { wrongState } from '../failure.js';
import type { XimssSession } from '../session/session.js';
import type { XimssWorld } from '../world.js';
import type { Evidence } from './evidence.js';

/** A login as any transport brings it. */
export interface LoginRequest {
  readonly evidence: Evidence;
  readonly transport: 'tcp' | 'ws' | 'http';
  readonly address: string;
  readonly secure: boolean;
  /** Domain of names without one. */
  readonly domain: string | null;
  readonly version: Bytes | null;
  /** Close the session that served as evidence. */
  readonly killOld: boolean;
  /** The client can have the password changed when that has to be; others do not get in. */
  readonly canUpdatePassword: boolean;
  /** Override the preferences of the account; null: they count. */
  readonly fixedAddress: boolean | null;
  readonly useCookie: boolean | null;
}

const SERVICE = 'XIMSS';
const WRONG = (): PosternError => new PosternError('wrong-password');

/** Logs in and opens a session. Rejects with `Failure` or `PosternError`. */
export async function logIn(world: XimssWorld, request: LoginRequest): Promise<XimssSession> {
  const who = await identify(world, request).catch(error => {
    // names and words of the client: the log shows them on one line
    world.log.problem(
      'XIMSSI',
      `[${request.address}] login of ${request.evidence.name} failed: ${error.message}`,
    );
    throw error;
  });
  if (!request.canUpdatePassword && world.objects.passwords.mustChange(who))
    throw new PosternError('password-old');
  const { evidence, fixedAddress, useCookie, transport } = request;
  const preferences = world.objects.accounts.prefs({ account: who.account, domain: who.domain });
  const session = await world.module.sessions.open({
    kind: 'ximss',
    account: who.account,
    domain: who.domain,
    address: request.address,
    secure: request.secure,
    fixedAddress: fixedAddress ?? flagSetting(preferences, 'IPWatch'),
    useCookie: useCookie ?? flagSetting(preferences, 'UseCookie'),
    transport,
  });
  session.clientVersion = request.version;
  if (evidence.kind === 'session' && request.killOld) {
    const old = world.module.sessions.find(evidence.sessionId);
    if (old !== null && old !== session) world.module.sessions.close(old, 'replaced');
  }
  world.log.low(session.tag, `[${request.address}] ${session.email} connected`);
  return session;
}

async function identify(world: XimssWorld, request: LoginRequest): Promise<LoggedIn> {
  const { evidence, address, secure } = request;
  const { passwords } = world.objects;
  if (evidence.name === '') throw WRONG();
  const common = { name: evidence.name, domain: request.domain, address, service: SERVICE };
  if (evidence.kind === 'password') {
    if (!secure && !world.settings().clearTextLogin) throw wrongState('secure connection is required');
    const { password, method = 'CLRTXT' } = evidence;
    return passwords.login({ ...common, secure, password, method });
  }
  if (evidence.kind === 'proof') {
    const { method, check } = evidence;
    return passwords.loginWith({ ...common, secure: true, method }, check);
  }
  return bySession(world, request, evidence);
}

/** A live session of the same account is a credential (ximss.md 3.3). */
function bySession(
  world: XimssWorld,
  request: LoginRequest,
  evidence: Evidence & { readonly kind: 'session' },
): LoggedIn {
  const record = world.objects.sessions.find(evidence.sessionId);
  const addr = world.objects.accounts.resolve(evidence.name, request.domain);
  if (record === null || addr === null || record.account !== addr.account || record.domain !== addr.domain) {
    throw WRONG();
  }
  if (record.address !== null && record.address !== request.address) throw WRONG();
  return world.objects.passwords.admit(addr, SERVICE, request.secure);
}
