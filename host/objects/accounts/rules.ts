/** Who may do what with accounts (cli.md 7.2). */
import { rule } from '../rights/rule.js';

export const READ = rule('own|Users|DomainsRead|Domain');
export const MANAGE = rule('Users|Domain:CanCreateAccounts');
export const SPECIAL = rule('Users|Domain:CanCreateSpecialAccounts');
export const UPDATE = rule('Users|Domain');
export const REPLACE = rule('Users');
export const LIST = rule('Users|DomainsRead|Domain');
export const ALIASES = rule('Users|Domain:CanCreateAliases');
export const OWN_ACL = rule('own|Users|Domain');
