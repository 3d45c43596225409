/** Commands that only old clients send; they are not listed (cli.md 8). */
import { PosternError } from '../../errors/index.js';
import { area, type Declaration, type Run } from '../command.js';

/** Domains of a cluster. */
const createShared: Run = ({ who, objects }) => {
  objects.rights.need(who, 'Users');
  throw new PosternError('cluster-only');
};

const clearCache: Run = ({ who, objects, services }, a) => {
  const name = a.optional('domainName');
  services.clearSkinCache(objects.skins.mayChange(who, name));
};

/** The clear password, when its form can be read and the server setting allows it. */
const plainPassword: Run = async ({ who, objects }, a) => {
  objects.rights.need(who, 'Master');
  return objects.passwords.plain(who, a.word('accountName'));
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
