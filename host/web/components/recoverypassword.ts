/** Password recovery: `/RecoveryPassword.wssp` (webapp.md C2). */
import { dictSet, newDict } from '../../../stdlib/values/index.js';
import type { Visit } from '../skin/visit.js';
import { report } from './errorcode.js';
import type { ComponentResult } from './types.js';

/** The recovery component. */
export async function recoveryPassword(visit: Visit): Promise<ComponentResult> {
  const { services, request, domain } = visit;
  const name = request.parameters.text('username');
  const dataset = newDict();
  if (name !== null && request.parameters.has('Send')) {
    await report(dataset, async () => {
      await services.accounts.recoverPassword(domain, name.trim(), request.clientAddress);
      dictSet(dataset, 'messageCode', 'PasswordSent');
    });
  }
  return { page: 'recoverypassword.wssp', dataset };
}
