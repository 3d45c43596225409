/** Commands that only old clients send; they are not listed (cli.md 8). */
import { PosternError } from '../../errors/index.js';
import { rule } from '../../objects/rights/rule.js';
import { domainOf } from '../asker.js';
import { area, type Declaration, type Run } from '../command.js';

const USERS = rule('Users');
const MASTER = rule('Master');
const SKINS = rule('Users|Domain:CanModifySkins');

/** Domains of a cluster. */
const createShared: Run = ({ who, objects }) => {
  objects.rights.need(who, USERS);
  throw new PosternError('cluster-only');
};

/** Skins of the domain that is named; without a name all of them for those who may change all, else one's own. */
const clearCache: Run = (session, a) => {
  const { who, objects, services } = session;
  const name = a.optional('domainName');
  const domain = domainOf(session, name);
  objects.rights.need(who, SKINS, domain);
  services.clearSkinCache(name === null && objects.rights.allows(who, USERS, domain) ? null : domain);
};

/** The clear password, when its form can be read and the server setting allows it. */
const plainPassword: Run = ({ who, objects, services }, a) => {
  objects.rights.need(who, MASTER);
  const place = objects.core.targets.locate(who, a.word('accountName'));
  const addr = { account: place.name, domain: place.domain.name };
  if (!objects.accounts.exists(addr)) throw new PosternError('account-unknown');
  if (!services.allowPlainPasswordRead())
    throw new PosternError('failed', { args: ['clear passwords are not read'] });
  const password = objects.passwords.recoverable(addr);
  if (password === null) throw new PosternError('failed', { args: ['the password cannot be read'] });
  return password;
};

const refused: Declaration = {
  tier: 3,
  output: 'none',
  right: 'any',
  refusal: 'command-not-implemented',
  listed: false,
};

export const OLD = area('old names', {
  CREATESHAREDDOMAIN: {
    tier: 2,
    syntax: 'domainName [PATH storage] [settings]',
    output: 'none',
    right: 'Users',
    listed: false,
    run: createShared,
  },
  CLEARWEBUSERCACHE: {
    tier: 2,
    syntax: '[domainName]',
    output: 'none',
    right: 'Users|Domain:CanModifySkins',
    listed: false,
    run: clearCache,
  },
  GETACCOUNTPLAINPASSWORD: {
    tier: 2,
    syntax: 'accountName',
    output: 'string',
    right: 'Master',
    listed: false,
    run: plainPassword,
  },
  GETPROTECTION: refused,
  SETPROTECTION: refused,
  LISTWEBUSERINTERFACE: refused,
  GETWEBUSERINTERFACE: refused,
  PUTWEBUSERINTERFACE: refused,
  DELETEWEBUSERINTERFACE: refused,
  UPDATEAIRSYNCINFO: refused,
});
