/** Password: `password.wssp` (webapp.md D14). */
import { dictSet } from '../../../stdlib/values/index.js';
import { textIn } from '../skin/choose.js';
import { report, WebError } from './errorcode.js';
import type { SessionComponent } from './types.js';

export const password: SessionComponent = async (visit, dataset) => {
  const { services, request, webSession } = visit;
  const { parameters } = request;
  const { who } = webSession;
  if (parameters.has('ModifyPassword')) {
    await report(dataset, async () => {
      const old = parameters.textOr('OldPassword');
      await services.accounts.checkPassword(who, old);
      const address = parameters.text('RecoverPassword');
      if (address !== null) {
        await services.accounts.setRecoverPassword(who, address.trim());
        dictSet(dataset, 'messageCode', 'Updated');
      }
      const wanted = parameters.textOr('NewPassword1');
      const repeated = parameters.textOr('NewPassword2');
      if (wanted !== repeated) throw new WebError('Passwords do not match');
      if (wanted === '') return;
      await services.accounts.changePassword(who, old, wanted);
      dictSet(dataset, 'messageCode', 'PasswordChanged');
    });
  }
  const address = textIn(await services.accounts.settings(who), 'RecoverPassword');
  if (address !== '') dictSet(dataset, 'RecoverPassword', address);
};
