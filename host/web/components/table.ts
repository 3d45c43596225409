/** All code components: a new one is one file and one line here. */
import { alerts } from './alerts.js';
import { bye } from './bye.js';
import { login } from './login.js';
import { password } from './password.js';
import { publicInfo } from './publicinfo.js';
import { recoveryPassword } from './recoverypassword.js';
import { signup } from './signup.js';
import type { SessionComponent, StatelessComponent } from './types.js';
import { webSite } from './website.js';

/** Stateless pages by the path after the first slash, in small letters (webapp.md C). */
export const statelessComponents: Readonly<Record<string, StatelessComponent>> = {
  '': login,
  'default.html': login,
  'recoverypassword.wssp': recoveryPassword,
  'signup.wssp': signup,
};

/** Session pages by their name in small letters without extension (webapp.md D). */
export const sessionComponents: Readonly<Record<string, SessionComponent>> = {
  alerts,
  bye,
  password,
  publicinfo: publicInfo,
  website: webSite,
};
