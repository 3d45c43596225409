/** Accounts and their owners as the web face sees them. */
import { dictKeys, dictOf, dictSet, newDict } from '../../../stdlib/values/index.js';
import type { Bytes, Dict } from '../../../stdlib/values/types.js';
import { look } from '../../../stdlib/wssp/index.js';
import { PosternError } from '../../errors/index.js';
import { type Objects, type Principal, SYSTEM } from '../../objects/api.js';
import { withoutSecrets } from '../../objects/passwords/settings.js';
import { PUBLIC_INFO } from '../../objects/settings/builtin.js';
import type { Identity, WebAccounts } from '../../web/index.js';
import { mailPassword } from './recovery.js';

/** Views without secrets, by the shared dictionary they were made of. */
const views = new WeakMap<Dict, Dict>();

/** The dictionary without secrets; the same view as long as it is the same dictionary. */
function shownTo(settings: Dict): Dict {
  let view = views.get(settings);
  if (view === undefined) {
    view = withoutSecrets(settings);
    views.set(settings, view);
  }
  return view;
}

const addrOf = ({ account, domain }: Identity) => ({ account, domain });

/** The identity of an account. */
function identityOf(account: Bytes, domain: string): Identity {
  return { principal: { kind: 'account', account, domain }, email: `${account}@${domain}`, account, domain };
}

/** True when a domain lets visitors make accounts. */
function offersSignup({ domains }: Objects, domain: string): boolean {
  const settings = domains.effective(domain);
  return settings !== null && /^yes$/i.test(String(look(settings, 'AutoSignup') ?? ''));
}

export function webAccounts(objects: Objects): WebAccounts {
  const { accounts, passwords, domains, rights, alerts } = objects;
  return {
    nobody: domain => ({ kind: 'nobody', domain }),
    postmaster: () => ({ kind: 'account', account: 'postmaster', domain: domains.main() }),
    login: async credentials => {
      // A host that is no domain of this server names no account: only a full address does (webapp.md B2).
      if (credentials.domain === null && !/[@%]/.test(credentials.name))
        throw new PosternError('wrong-password');
      return passwords.login(credentials);
    },
    signup: async ({ domain, name, password, settings }) => {
      if (!offersSignup(objects, domain)) throw new PosternError('no-rights');
      if (name.includes('@')) throw new PosternError('bad-name');
      passwords.checkNew(domain, name, password);
      const all = newDict();
      for (const key of dictKeys(settings)) dictSet(all, key, look(settings, key));
      dictSet(all, 'Password', password);
      await accounts.create(SYSTEM, `${name}@${domain}`, { settings: all });
    },
    recoverPassword: (domain, name, address) => mailPassword(objects, domain, name, address),
    preferences: who => accounts.prefs(addrOf(who)),
    settings: who => shownTo(accounts.effective(addrOf(who))),
    checkPassword: async (who, password) => {
      if (!(await passwords.check(addrOf(who), password))) throw new PosternError('wrong-password');
    },
    changePassword: async (who, old, password) => {
      if (!(await passwords.check(addrOf(who), old))) throw new PosternError('wrong-password');
      await passwords.set(who.principal, '*', password);
    },
    setRecoverPassword: (who, address) =>
      accounts.updateSettings(
        SYSTEM,
        who.email,
        dictOf([['RecoverPassword', address === '' ? 'default' : address]]),
      ),
    publicInfoNames: () => PUBLIC_INFO,
    updatePublicInfo: async (who, values) => {
      const changes = newDict();
      for (const [name, value] of values) {
        if (!PUBLIC_INFO.includes(name)) throw new PosternError('no-rights');
        dictSet(changes, name, value ?? 'default');
      }
      // Owners may change these settings of theirs only: the rights for settings as a whole are others.
      await accounts.updateSettings(SYSTEM, who.email, changes);
    },
    pendingAlerts: who => alerts.pending(addrOf(who)),
    confirmAlerts: (who, time) => alerts.confirm(addrOf(who), time),
    siteOwner: (domain, name) => {
      const found = accounts.resolve(name, domain);
      return found === null ? null : identityOf(found.account, found.domain);
    },
    maySeeFailures: (who: Principal, domain) =>
      rights.has(who, 'Settings', 'Monitor', 'Users') || (domain !== null && rights.domainRight(who, domain)),
  };
}
