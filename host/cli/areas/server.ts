/** Settings of the server and of its modules (cli.md 7.16). */
import { area } from '../command.js';

export const SERVER = area('server settings', {
  LISTMODULES: {
    tier: 2,
    output: 'array',
    right: 'Settings',
  },
  GETMODULE: {
    tier: 2,
    syntax: 'moduleName',
    output: 'dictionary',
    right: 'Settings',
  },
  SETMODULE: {
    tier: 2,
    syntax: 'moduleName newSettings',
    output: 'none',
    right: 'Settings',
  },
  UPDATEMODULE: {
    tier: 2,
    syntax: 'moduleName newSettings',
    output: 'none',
    right: 'Settings',
  },
  GETQUEUESETTINGS: {
    tier: 2,
    output: 'dictionary',
    right: 'Settings',
  },
  SETQUEUESETTINGS: {
    tier: 2,
    syntax: 'newSettings',
    output: 'none',
    right: 'Settings',
  },
  GETSESSIONSETTINGS: {
    tier: 2,
    output: 'dictionary',
    right: 'Settings',
  },
  SETSESSIONSETTINGS: {
    tier: 2,
    syntax: 'newSettings',
    output: 'none',
    right: 'Settings',
  },
  GETLOGSETTINGS: {
    tier: 2,
    output: 'dictionary',
    right: 'Settings|Monitor',
  },
  UPDATELOGSETTINGS: {
    tier: 2,
    syntax: 'newSettings',
    output: 'none',
    right: 'Settings|CanTuneLoggerSettings',
  },
  GETNETWORK: {
    tier: 2,
    output: 'dictionary',
    right: 'Settings',
  },
  SETNETWORK: {
    tier: 2,
    syntax: 'newSettings',
    output: 'none',
    right: 'Settings',
  },
  GETDNRSETTINGS: {
    tier: 2,
    output: 'dictionary',
    right: 'Settings',
  },
  SETDNRSETTINGS: {
    tier: 2,
    syntax: 'newSettings',
    output: 'none',
    right: 'Settings',
  },
  GETBANNED: {
    tier: 2,
    output: 'dictionary',
    right: 'Settings',
  },
  SETBANNED: {
    tier: 2,
    syntax: 'newSettings',
    output: 'none',
    right: 'Settings',
  },
  GETROUTERTABLE: {
    tier: 2,
    output: 'string',
    right: 'Settings',
  },
  SETROUTERTABLE: {
    tier: 2,
    syntax: 'newTable',
    output: 'none',
    right: 'Settings',
  },
  GETROUTERSETTINGS: {
    tier: 2,
    output: 'dictionary',
    right: 'Settings',
  },
  SETROUTERSETTINGS: {
    tier: 2,
    syntax: 'newSettings',
    output: 'none',
    right: 'Settings',
  },
  GETSERVERSETTINGS: {
    tier: 2,
    output: 'dictionary',
    right: 'Settings',
  },
  UPDATESERVERSETTINGS: {
    tier: 2,
    syntax: 'newSettings',
    output: 'none',
    right: 'Settings',
  },
  REFRESHOSDATA: {
    tier: 2,
    output: 'none',
    right: 'Settings',
  },
  GETDIRECTORYINTEGRATION: {
    tier: 2,
    output: 'dictionary',
    right: 'Directory|Users',
  },
  SETDIRECTORYINTEGRATION: {
    tier: 2,
    syntax: 'newSettings',
    output: 'none',
    right: 'Directory|Users',
  },
  GETSIGNALSETTINGS: {
    tier: 3,
    output: 'dictionary',
    right: 'Settings',
  },
  SETSIGNALSETTINGS: {
    tier: 3,
    syntax: 'newSettings',
    output: 'none',
    right: 'Settings',
  },
  GETMEDIASERVERSETTINGS: {
    tier: 3,
    output: 'dictionary',
    right: 'Settings',
  },
  SETMEDIASERVERSETTINGS: {
    tier: 3,
    syntax: 'newSettings',
    output: 'none',
    right: 'Settings',
  },
  GETSERVERINTERCEPT: {
    tier: 3,
    output: 'dictionary',
    right: 'Master',
  },
  SETSERVERINTERCEPT: {
    tier: 3,
    syntax: 'newSettings',
    output: 'none',
    right: 'Master',
  },
});
