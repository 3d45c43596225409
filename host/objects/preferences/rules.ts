/** Who may do what with preferences (cli.md 7.2). */
import { rule } from '../rights/rule.js';

export const OWN_READ = rule('own|Users|DomainsRead|Domain');
export const OWN_WRITE = rule('own|Users|Domain:WebUserSettings');
