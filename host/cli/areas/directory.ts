/** The directory (cli.md 7.19). */
import { PosternError } from '../../errors/index.js';
import { rule } from '../../objects/rights/rule.js';
import { area, type Run } from '../command.js';

const MANAGE = rule('Directory');

/** SHARED units are those of a cluster. */
const own =
  (run: Run): Run =>
  (session, a) => {
    session.objects.rights.need(session.who, MANAGE);
    if (a.has('SHARED')) throw new PosternError('cluster-only');
    return run(session, a);
  };

export const DIRECTORY = area('directory', {
  LISTDIRECTORYUNITS: {
    tier: 2,
    syntax: '[SHARED]',
    output: 'dictionary',
    right: 'Directory',
    run: own(({ who, objects }) => objects.directory.units(who)),
  },
  CREATEDIRECTORYUNIT: {
    tier: 2,
    syntax: 'unitName [SHARED] [REMOTE] mountPoint',
    output: 'none',
    right: 'Directory',
    run: own(({ who, objects }, a) =>
      objects.directory.createUnit(who, a.word('unitName'), a.word('mountPoint'), a.has('REMOTE')),
    ),
  },
  RELOCATEDIRECTORYUNIT: {
    tier: 2,
    syntax: 'unitName [SHARED] newMountPoint',
    output: 'none',
    right: 'Directory',
    run: own(({ who, objects }, a) =>
      objects.directory.relocateUnit(who, a.word('unitName'), a.word('newMountPoint')),
    ),
  },
  DELETEDIRECTORYUNIT: {
    tier: 2,
    syntax: 'unitName [SHARED]',
    output: 'none',
    right: 'Directory',
    run: own(({ who, objects }, a) => objects.directory.removeUnit(who, a.word('unitName'))),
  },
  GETDIRECTORYUNIT: {
    tier: 2,
    syntax: 'unitName [SHARED]',
    output: 'dictionary',
    right: 'Directory',
    run: own(({ who, objects }, a) => objects.directory.unit(who, a.word('unitName'))),
  },
  SETDIRECTORYUNIT: {
    tier: 2,
    syntax: 'unitName [SHARED] newSettings',
    output: 'none',
    right: 'Directory',
    run: own(({ who, objects }, a) =>
      objects.directory.setUnit(who, a.word('unitName'), a.dictionary('newSettings')),
    ),
  },
  GETDIRECTORYACCESSRIGHTS: {
    tier: 2,
    syntax: '[SHARED]',
    output: 'array',
    right: 'Directory',
    run: own(({ who, objects }) => objects.directory.accessRights(who)),
  },
  SETDIRECTORYACCESSRIGHTS: {
    tier: 2,
    syntax: '[SHARED] newAccessRights',
    output: 'none',
    right: 'Directory',
    run: own(({ who, objects }, a) => objects.directory.setAccessRights(who, a.array('newAccessRights'))),
  },
});
