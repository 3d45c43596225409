/** Rules of accounts (cgpl.md 14.12): a string removes the rule of that name, an array stores one. */
import type { Builtin, BuiltinTable } from '../scope.js';
import { accountOf, illegal } from './accounts.js';

const update =
  (kind: 'mail' | 'signal'): Builtin =>
  async ({ services, identity }, rule = null, account) => {
    const isName = typeof rule === 'string';
    if (!isName && !Array.isArray(rule)) illegal('rule');
    const change = isName ? { remove: rule } : { rule };
    await services.objects.rules.updateAccount(identity.principal, accountOf(account), kind, change);
    return null;
  };

export const rules: BuiltinTable = {
  updateaccountmailrule: update('mail'),
  updateaccountsignalrule: update('signal'),
};
