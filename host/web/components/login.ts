/** Login: `/`, `/default.html`, page `login.wssp` (webapp.md C1). */
import { dictSet, encodeUtf8, isArray, newDict, type Value, YES } from '../../../stdlib/values/index.js';
import { look } from '../../../stdlib/wssp/index.js';
import type { HeaderList } from '../../apps/types.js';
import { PosternError } from '../../errors/index.js';
import type { Identity } from '../services.js';
import { addRestoreElements, readInterrupted, resumeElements } from '../session/restore.js';
import { startPageOf, startSession } from '../session/session.js';
import { isSmallDeviceSkin } from '../skin/device.js';
import { sessionTag, type Visit } from '../skin/visit.js';
import { errorCodeOf, mayBeForgotten } from './errorcode.js';
import type { ComponentResult } from './types.js';

/** Logs in with the credentials of the form: the way into the session, why not, or null without credentials. */
async function tryLogin(visit: Visit): Promise<ComponentResult | PosternError | null> {
  const { parameters } = visit.request;
  const name = parameters.text('username');
  const password = parameters.text('password');
  if (name === null || password === null) return null;
  try {
    const who = await visit.services.accounts.login({
      name: name.trim(),
      password,
      domain: visit.domain,
      address: visit.request.clientAddress,
      secure: visit.request.secure,
      service: 'WebMail',
    });
    return await enterSession(visit, who);
  } catch (error) {
    if (!(error instanceof PosternError)) throw error;
    visit.services.log.problem(
      visit.tag,
      `login of "${name}" from [${visit.request.clientAddress}] failed: ${error.message}`,
    );
    return error;
  }
}

/** After a successful login or signup: into the session, or to the page that resumes an interrupted request. */
export async function enterSession(visit: Visit, who: Identity): Promise<ComponentResult> {
  const { session, fields } = await startSession(visit, who);
  visit.services.log.low(sessionTag(session), `${who.email} logged in from [${visit.request.clientAddress}]`);
  const interrupted = readInterrupted(visit.request.parameters, visit.services.limits().restoreBytes);
  if (interrupted !== null) {
    // The page tells the id of the session.
    const kept: HeaderList = [...fields, ['Cache-Control', 'no-store']];
    return { page: 'resume.wssp', dataset: resumeElements(interrupted, session.id), fields: kept };
  }
  return { redirect: `/Session/${session.id}/${await startPageOf(visit.services, session)}`, fields };
}

/** Elements about the domain. */
async function domainElements(visit: Visit): Promise<[string, Value][]> {
  const { services, domain } = visit;
  if (domain === null) return [];
  const facts = await services.domains.facts(domain);
  const names = (await services.skins.names(domain)).filter(name => !isSmallDeviceSkin(name)).map(encodeUtf8);
  const guestFields = look(
    await services.apps.texts({ domain, skin: '' }, visit.world.language),
    'GuestDirectoryFields',
  );
  return [
    ['autoSignup', facts.offersSignup ? YES : null],
    ['hasCertificate', facts.hasCertificate ? YES : null],
    ['hasDirectory', isArray(guestFields) && guestFields.length > 0 ? YES : null],
    ['hasLists', facts.hasLists ? YES : null],
    ['skinNames', names],
  ];
}

/** The login component. */
export async function login(visit: Visit): Promise<ComponentResult> {
  const result = await tryLogin(visit);
  if (result !== null && !(result instanceof PosternError)) return result;
  const { request } = visit;
  const dataset = newDict();
  for (const [name, value] of await domainElements(visit)) dictSet(dataset, name, value);
  dictSet(dataset, 'clientAddress', request.clientAddress);
  if (result !== null) {
    const errorCode = errorCodeOf(result);
    dictSet(dataset, 'errorCode', errorCode);
    dictSet(dataset, 'forgotPassword', mayBeForgotten(result) ? YES : null);
    dictSet(dataset, 'loginName', request.parameters.text('username'));
  }
  addRestoreElements(dataset, readInterrupted(request.parameters, visit.services.limits().restoreBytes));
  return { page: 'login.wssp', dataset };
}
