/** The login resource: requests before login, and session creation (ximss.md 1.5.2). */
import { decodeBase64 } from '../../../../stdlib/data/base64.js';
import type { Bytes } from '../../../../stdlib/values/types.js';
import { failedResponse, INTERNAL, type Told, told } from '../../failure.js';
import { type Evidence, nonceProof } from '../../login/evidence.js';
import { type LoginRequest, logIn } from '../../login/login.js';
import { LoginState } from '../../login/state.js';
import { dispatch } from '../../run/dispatch.js';
import { newAlerts, sessionMessage } from '../../session/messages.js';
import type { XimssWorld } from '../../world.js';
import { flagOf } from '../../xml/query.js';
import { isXml } from './body.js';
import { LoginCaller } from './caller.js';
import { readRequests } from './documents.js';
import { HttpRefusal } from './reply.js';
import { type Parameters, readForm } from './resource.js';
import type { Origin } from './session.js';

/** What a request to the login resource brings. */
export interface LoginArrival {
  readonly origin: Origin;
  /** Domain that the Host field names, null when it names none. */
  readonly domain: string | null;
  readonly query: Parameters;
  readonly body: Bytes;
  /** Authorization field, `''` when it is absent. */
  readonly authorization: string;
}

/** Answers a request to the login resource; rejects with `HttpRefusal`. */
export async function loginResource(world: XimssWorld, arrival: LoginArrival): Promise<Bytes> {
  if (isXml(arrival.body)) return preLogin(world, arrival);
  const form = readForm(arrival.body.trim());
  const value = (name: string): string | null => form.get(name) ?? arrival.query.get(name) ?? null;
  const basic = readBasic(arrival.authorization);
  try {
    const evidence = evidenceOf(world, value, basic);
    const session = await logIn(world, loginRequest(arrival, value, evidence));
    return `<XIMSS>${sessionMessage(world, session, null)}${newAlerts(world, session).join('')}</XIMSS>`;
  } catch (error) {
    return failed(world, error, value, basic !== null && value('password') === null);
  }
}

type Value = (name: string) => string | null;

/** Order of evidence: session, nonce, password, header. */
function evidenceOf(world: XimssWorld, value: Value, basic: readonly [Bytes, Bytes] | null): Evidence {
  const name = value('username') ?? '';
  const sessionId = value('sessionid');
  const authData = value('authdata');
  const nonce = value('nonce');
  const password = value('password');
  if (sessionId) return { kind: 'session', name, sessionId };
  if (authData !== null && nonce !== null) {
    const good = world.module.nonces.use(nonce);
    const proof = nonceProof(name, nonce, authData);
    return good ? proof : { kind: 'proof', method: 'NONCE', name, check: () => false };
  }
  if (password === null && basic !== null) return { kind: 'password', name: basic[0], password: basic[1] };
  return { kind: 'password', name, password: password ?? '' };
}

function loginRequest(arrival: LoginArrival, value: Value, evidence: Evidence): LoginRequest {
  const isSet = (name: string): boolean => flagOf(value(name) ?? '') === true;
  const choice = (kind: string): boolean | null =>
    isSet(`disable${kind}`) ? false : isSet(`enable${kind}`) ? true : null;
  return {
    evidence,
    transport: 'http',
    address: arrival.origin.address,
    secure: arrival.origin.secure,
    domain: value('domain') ?? arrival.domain,
    version: value('version'),
    killOld: isSet('killold'),
    canUpdatePassword: isSet('canupdatepwd'),
    fixedAddress: choice('ipwatch'),
    useCookie: choice('usecookie'),
  };
}

function readBasic(field: string): readonly [Bytes, Bytes] | null {
  const match = /^basic +([A-Za-z0-9+/=]+) *$/i.exec(field);
  if (match === null) return null;
  const text = decodeBase64(match[1] as string);
  const colon = text.indexOf(':');
  return colon < 0 ? null : [text.slice(0, colon), text.slice(colon + 1)];
}

function failed(world: XimssWorld, error: unknown, value: Value, fromHeader: boolean): Bytes {
  const failure: Told = told(error) ?? INTERNAL;
  if (failure === INTERNAL) {
    world.log.failure('XIMSSI', `login failed: ${error instanceof Error ? error.stack : error}`);
  }
  const asXml = value('errorasxml') ?? '';
  if (asXml !== '' && asXml !== '0') return `<XIMSS>${failedResponse(null, failure)}</XIMSS>`;
  if (failure.number === 503) throw new HttpRefusal(503, failure);
  if (!fromHeader) throw new HttpRefusal(403, failure);
  throw new HttpRefusal(401, failure, { 'WWW-Authenticate': 'Basic realm="XIMSS"' });
}

async function preLogin(world: XimssWorld, arrival: LoginArrival): Promise<Bytes> {
  const { requests } = readRequests(arrival.body, world.settings());
  const caller = new LoginCaller(
    new LoginState(arrival.domain),
    arrival.origin.address,
    arrival.origin.secure,
  );
  for (const request of requests) {
    if (caller.left) break;
    const running = dispatch(world, caller, request);
    if (running !== undefined) await running;
  }
  return `<XIMSS>${caller.out}</XIMSS>`;
}
