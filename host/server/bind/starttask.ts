/** Programs that XIMSS sessions start as tasks (ximss.md 13.5): with the rights of the account, without a request. */
import { newDict } from '../../../stdlib/values/dict.js';
import type { AppService } from '../../apps/types.js';
import type { Objects } from '../../objects/api.js';
import { textSetting } from '../../objects/settings/read.js';
import type { StartProgram } from './sessiontasks.js';

export function startTask(objects: Objects, apps: AppService): StartProgram {
  return (session, file, entry, parameter) => {
    const { principal, domain, skin, secure, loginAddress, number } = session;
    const addr = { account: principal.account, domain: principal.domain };
    const settings = objects.accounts.prefs(addr);
    const language = textSetting(settings, 'Language', '');
    return apps.start({
      file,
      entry,
      parameter,
      context: {
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
      },
    });
  };
}
