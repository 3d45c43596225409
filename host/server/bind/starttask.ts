/** Programs and pages for XIMSS sessions (ximss.md 13.5, 1.5.10): with the rights of the account, without a request. */
import { newDict } from '../../../stdlib/values/dict.js';
import type { AppService, RequestContext } from '../../apps/types.js';
import type { Objects } from '../../objects/api.js';
import { textSetting } from '../../objects/settings/read.js';
import type { PageSession, XimssOptions } from '../../ximss/index.js';
import type { StartProgram } from './sessiontasks.js';

/** The context of a program or page that a session of XIMSS asks for: there is no request of a browser. */
function contextOf(objects: Objects, session: PageSession, skin: string, file: string): RequestContext {
  const { principal, domain, secure, loginAddress, number } = session;
  const addr = { account: principal.account, domain: principal.domain };
  const settings = objects.accounts.prefs(addr);
  const language = textSetting(settings, 'Language', '');
  return {
    realm: 'auth',
    domain,
    skin: { domain, skin },
    principal,
    request: {
      method: 'GET',
      path: `/${file}`,
      query: null,
      secure,
      fields: [],
      remoteAddress: loginAddress,
      remotePort: 0,
      proxiedAddress: null,
      body: null,
    },
    world: {
      settings,
      accountSettings: objects.accounts.effective(addr),
      language: language === '' ? null : language,
      timeZone: null,
    },
    genericElements: () => newDict(),
    tag: `XIMSS-${number}`,
  };
}

export function startTask(objects: Objects, apps: AppService): StartProgram {
  return (session, file, entry, parameter) =>
    apps.start({ file, entry, parameter, context: contextOf(objects, session, session.skin, file) });
}

/** Pages of skins for sessions of XIMSS (ximss.md 1.5.10). */
export function sessionPage(objects: Objects, apps: AppService): NonNullable<XimssOptions['page']> {
  return async (session, skin, file, dataset) => {
    const context = contextOf(objects, session, skin, file);
    const outcome = await apps.render({ context, file, dataset });
    return outcome.kind === 'response' ? Buffer.from(outcome.response.body).toString('latin1') : null;
  };
}
