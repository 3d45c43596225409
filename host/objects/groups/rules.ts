/** Who may do what with groups (cli.md 7.6). */
import { rule } from '../rights/rule.js';

export const READ = rule('Users|DomainsRead|Domain');
export const WRITE = rule('Users|Domain:CanCreateGroups');
