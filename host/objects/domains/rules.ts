/** Who may do what with domains (cli.md 7.1). */
import { rule } from '../rights/rule.js';

export const LIST = rule('Users|DomainsRead|Settings');
export const READ = rule('Users|DomainsRead|Domain');
export const MANAGE = rule('Users');
export const UPDATE = rule('Users|Domain');
export const PREFS = rule('Users|Domain:WebUserSettings');
export const READ_SERVER = rule('Users|DomainsRead');
export const ADMIN_LIST = rule('Users|Domain');
