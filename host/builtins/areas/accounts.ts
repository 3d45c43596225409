/** Accounts, preferences, groups (cgpl.md 14.12): thin calls into the object layer. */
import { dictPut, isArray, isDict, newDict } from '../../../stdlib/values/index.js';
import type { Bytes, Dict, Value } from '../../../stdlib/values/types.js';
import { look } from '../../../stdlib/wssp/index.js';
import { PosternError } from '../../errors/index.js';
import { changeIdentity } from '../identity.js';
import type { Builtin, BuiltinTable, Identity, RunScope } from '../scope.js';

/** A key with the account that it names: `~user/key`, or the current account. */
interface Target {
  /** Name for the object layer; `*` is the current account. */
  readonly account: Bytes;
  readonly key: Bytes;
}

/** Splits `~user/key`. */
function targetOf(key: Value): Target {
  const text = typeof key === 'string' ? key : '';
  const match = /^~([^/]*)\/?(.*)$/s.exec(text);
  return match ? { account: match[1] || '*', key: match[2] ?? '' } : { account: '*', key: text };
}

/** Null in place of every refusal, for built-ins that tell no reasons. */
export const orNull =
  (builtin: Builtin): Builtin =>
  async (scope, ...args) => {
    try {
      return await builtin(scope, ...args);
    } catch (error) {
      if (error instanceof PosternError) return null;
      throw error;
    }
  };

/** A refused argument. */
export function illegal(what: string): never {
  throw new PosternError('illegal-value', { args: [what] });
}

/** The account name of an optional argument; absent and null are the current account. */
export function accountOf(argument: Value | undefined): Bytes {
  if (argument === undefined || argument === null || argument === '') return '*';
  return typeof argument === 'string' ? argument : illegal('account');
}

const getPreferences: Builtin = ({ services, identity }, key = null) => {
  const target = targetOf(key);
  const all = services.objects.preferences.effective(identity.principal, target.account);
  return target.key === '' ? all : look(all, target.key);
};

const setPreferences: Builtin = async ({ services, identity }, value = null, key = null) => {
  const target = targetOf(key);
  let changes: Dict;
  if (target.key === '') changes = isDict(value) ? value : illegal('preferences');
  else {
    changes = newDict();
    // A null in an update restores the default.
    dictPut(changes, target.key, value);
  }
  await services.objects.preferences.update(identity.principal, target.account, changes);
  return null;
};

const textOf = (dict: Dict, key: Bytes): Bytes | null => {
  const value = look(dict, key);
  return typeof value === 'string' && value !== '' ? value : null;
};

/** Nobody, in the domain that the program is in. */
function nobody({ identity }: RunScope): Identity {
  const { domain } = identity;
  return { principal: { kind: 'nobody', domain }, email: null, domain, language: null, timeZone: null };
}

/** True when the current account may act for another one: Master, or CanImpersonate in its domain. */
function mayImpersonate({ services, identity }: RunScope, account: Bytes, domain: string): boolean {
  const { principal } = identity;
  const isSelf = principal.kind === 'account' && principal.account === account && principal.domain === domain;
  if (isSelf) return true;
  const { rights, accounts } = services.objects;
  const record = accounts.record({ account, domain });
  if (record !== null) rights.needOver(principal, record);
  return rights.isMaster(principal) || rights.domainRight(principal, domain, 'CanImpersonate');
}

const impersonate: Builtin = (scope, email) => {
  if (typeof email !== 'string') illegal('address');
  const { accounts } = scope.services.objects;
  const found = accounts.resolve(email, scope.identity.domain);
  if (found === null) {
    changeIdentity(scope, nobody(scope));
    return null;
  }
  const { account, domain } = found;
  if (!mayImpersonate(scope, account, domain)) throw new PosternError('no-rights');
  const preferences = accounts.prefs(found);
  const zone = textOf(preferences, 'TimeZone');
  changeIdentity(scope, {
    principal: { kind: 'account', account, domain },
    email: `${account}@${domain}`,
    domain,
    language: textOf(preferences, 'Language'),
    timeZone: zone === null || /^(hostos|built-in)$/i.test(zone) ? null : zone,
  });
  return null;
};

const groupMembers: Builtin = ({ services, identity }, group) => {
  if (typeof group !== 'string') return null;
  const { principal, domain } = identity;
  const name = group.includes('@') || domain === null ? group : `${group}@${domain}`;
  const members = look(services.objects.groups.get(principal, name), 'Members');
  const home = name.includes('@')
    ? name.slice(name.lastIndexOf('@') + 1).toLowerCase()
    : services.objects.domains.main();
  return (isArray(members) ? members : []).map(member =>
    typeof member === 'string' && !member.includes('@') ? `${member}@${home}` : member,
  );
};

export const accounts: BuiltinTable = {
  getaccountpreferences: orNull(getPreferences),
  setaccountpreferences: setPreferences,
  impersonate,
  readgroupmembers: orNull(groupMembers),
};
