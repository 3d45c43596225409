/** The directory (cli.md 7.19). */
import { area } from '../command.js';

export const DIRECTORY = area('directory', {
  LISTDIRECTORYUNITS: {
    tier: 2,
    syntax: '[SHARED]',
    output: 'dictionary',
    right: 'Directory',
  },
  CREATEDIRECTORYUNIT: {
    tier: 2,
    syntax: 'unitName [SHARED] [REMOTE] mountPoint',
    output: 'none',
    right: 'Directory',
  },
  RELOCATEDIRECTORYUNIT: {
    tier: 2,
    syntax: 'unitName [SHARED] newMountPoint',
    output: 'none',
    right: 'Directory',
  },
  DELETEDIRECTORYUNIT: {
    tier: 2,
    syntax: 'unitName [SHARED]',
    output: 'none',
    right: 'Directory',
  },
  GETDIRECTORYUNIT: {
    tier: 2,
    syntax: 'unitName [SHARED]',
    output: 'dictionary',
    right: 'Directory',
  },
  SETDIRECTORYUNIT: {
    tier: 2,
    syntax: 'unitName [SHARED] newSettings',
    output: 'none',
    right: 'Directory',
  },
  GETDIRECTORYACCESSRIGHTS: {
    tier: 2,
    syntax: '[SHARED]',
    output: 'array',
    right: 'Directory',
  },
  SETDIRECTORYACCESSRIGHTS: {
    tier: 2,
    syntax: '[SHARED] newAccessRights',
    output: 'none',
    right: 'Directory',
  },
});
