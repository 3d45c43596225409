/** Auto-signup: `/Signup.wssp` (webapp.md C3). */
import { type Bytes, type Dict, dictSet, newDict, YES } from '../../../stdlib/values/index.js';
import { PosternError } from '../../errors/index.js';
import type { Parameters } from '../request/parameters.js';
import type { Visit } from '../skin/visit.js';
import { errorCodeOf, WebError } from './errorcode.js';
import { enterSession } from './login.js';
import type { ComponentResult } from './types.js';

/** The recovery address; both names of the parameter are accepted. */
function recoveryAddress(parameters: Parameters): Bytes {
  return parameters.textOr('ForgotPassword') || parameters.textOr('recoverPassword');
}

/** Initial settings of the account. Only attributes that the directory settings name may be given. */
async function initialSettings(visit: Visit, realName: Bytes): Promise<Dict> {
  const { parameters } = visit.request;
  const settings = newDict();
  dictSet(settings, 'UseAppPassword', YES);
  dictSet(settings, 'RealName', realName);
  const address = recoveryAddress(parameters);
  if (address !== '') dictSet(settings, 'RecoverPassword', address);
  const allowed = new Set(await visit.services.accounts.publicInfoNames());
  for (const name of parameters.texts('PublicInfo')) {
    if (!allowed.has(name)) throw new WebError('Unknown Public Info Attribute');
    const value = parameters.textOr(name);
    if (value !== '') dictSet(settings, name, value);
  }
  return settings;
}

/** Creates the account and logs its owner in; null when a parameter is missing. */
async function create(visit: Visit): Promise<ComponentResult | null> {
  const { services, request, domain } = visit;
  const { parameters } = request;
  const name = parameters.text('username');
  const password = parameters.text('password1');
  const repeated = parameters.text('password2');
  const realName = parameters.text('realName');
  if (name === null || password === null || repeated === null || realName === null) return null;
  if (domain === null || !(await services.domains.facts(domain)).offersSignup) {
    throw new WebError('Auto-Signup is Disabled');
  }
  if (password !== repeated) throw new WebError('Passwords do not match');
  const settings = await initialSettings(visit, realName);
  const address = request.clientAddress;
  await services.accounts.signup({ domain, name: name.trim(), password, settings, address });
  const who = await services.accounts.login({
    name: name.trim(),
    password,
    domain,
    address,
    secure: request.secure,
    service: 'WebMail',
  });
  return enterSession(visit, who);
}

/** The signup component. */
export async function signup(visit: Visit): Promise<ComponentResult> {
  const { parameters } = visit.request;
  const dataset = newDict();
  try {
    const created = await create(visit);
    if (created !== null) return created;
  } catch (error) {
    if (!(error instanceof PosternError) && !(error instanceof WebError)) throw error;
    dictSet(dataset, 'errorCode', errorCodeOf(error));
  }
  const echo: readonly (readonly [string, Bytes])[] = [
    ['userName', parameters.textOr('username')],
    ['realName', parameters.textOr('realName')],
    ['recoverPassword', recoveryAddress(parameters)],
  ];
  for (const [name, value] of echo) if (value !== '') dictSet(dataset, name, value);
  return { page: 'signup.wssp', dataset };
}
