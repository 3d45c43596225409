/** Settings of the server and of its modules (cli.md 7.16). */
import { rule } from '../../objects/rights/rule.js';
import { area, type Run } from '../command.js';

const SETTINGS = rule('Settings');

const refresh: Run = ({ who, objects, services }) => {
  objects.rights.need(who, SETTINGS);
  services.refreshOSData();
};

export const SERVER = area('server settings', {
  LISTMODULES: {
    tier: 2,
    output: 'array',
    right: 'Settings',
    run: ({ who, objects }) => objects.server.modules(who),
  },
  GETMODULE: {
    tier: 2,
    syntax: 'moduleName',
    output: 'dictionary',
    right: 'Settings',
    run: ({ who, objects }, a) => objects.server.module(who, a.word('moduleName')),
  },
  SETMODULE: {
    tier: 2,
    syntax: 'moduleName newSettings',
    output: 'none',
    right: 'Settings',
    run: ({ who, objects }, a) =>
      objects.server.setModule(who, a.word('moduleName'), a.dictionary('newSettings')),
  },
  UPDATEMODULE: {
    tier: 2,
    syntax: 'moduleName newSettings',
    output: 'none',
    right: 'Settings',
    run: ({ who, objects }, a) =>
      objects.server.updateModule(who, a.word('moduleName'), a.update('newSettings')),
  },
  GETQUEUESETTINGS: {
    tier: 2,
    output: 'dictionary',
    right: 'Settings',
    run: ({ who, objects }) => objects.server.get(who, 'queue'),
  },
  SETQUEUESETTINGS: {
    tier: 2,
    syntax: 'newSettings',
    output: 'none',
    right: 'Settings',
    run: ({ who, objects }, a) => objects.server.set(who, 'queue', a.dictionary('newSettings')),
  },
  GETSESSIONSETTINGS: {
    tier: 2,
    output: 'dictionary',
    right: 'Settings',
    run: ({ who, objects }) => objects.server.get(who, 'sessions'),
  },
  SETSESSIONSETTINGS: {
    tier: 2,
    syntax: 'newSettings',
    output: 'none',
    right: 'Settings',
    run: ({ who, objects }, a) => objects.server.set(who, 'sessions', a.dictionary('newSettings')),
  },
  GETLOGSETTINGS: {
    tier: 2,
    output: 'dictionary',
    right: 'Settings|Monitor',
    run: ({ who, objects }) => objects.server.get(who, 'log'),
  },
  UPDATELOGSETTINGS: {
    tier: 2,
    syntax: 'newSettings',
    output: 'none',
    right: 'Settings|CanTuneLoggerSettings',
    run: ({ who, objects }, a) => objects.server.update(who, 'log', a.update('newSettings')),
  },
  GETNETWORK: {
    tier: 2,
    output: 'dictionary',
    right: 'Settings',
    run: ({ who, objects }) => objects.server.get(who, 'network'),
  },
  SETNETWORK: {
    tier: 2,
    syntax: 'newSettings',
    output: 'none',
    right: 'Settings',
    run: ({ who, objects }, a) => objects.server.set(who, 'network', a.dictionary('newSettings')),
  },
  GETDNRSETTINGS: {
    tier: 2,
    output: 'dictionary',
    right: 'Settings',
    run: ({ who, objects }) => objects.server.get(who, 'dnr'),
  },
  SETDNRSETTINGS: {
    tier: 2,
    syntax: 'newSettings',
    output: 'none',
    right: 'Settings',
    run: ({ who, objects }, a) => objects.server.set(who, 'dnr', a.dictionary('newSettings')),
  },
  GETBANNED: {
    tier: 2,
    output: 'dictionary',
    right: 'Settings',
    run: ({ who, objects }) => objects.server.get(who, 'banned'),
  },
  SETBANNED: {
    tier: 2,
    syntax: 'newSettings',
    output: 'none',
    right: 'Settings',
    run: ({ who, objects }, a) => objects.server.set(who, 'banned', a.dictionary('newSettings')),
  },
  GETROUTERTABLE: {
    tier: 2,
    output: 'string',
    right: 'Settings',
    run: ({ who, objects }) => objects.server.routerTable(who),
  },
  SETROUTERTABLE: {
    tier: 2,
    syntax: 'newTable',
    output: 'none',
    right: 'Settings',
    run: ({ who, objects }, a) => objects.server.setRouterTable(who, a.word('newTable')),
  },
  GETROUTERSETTINGS: {
    tier: 2,
    output: 'dictionary',
    right: 'Settings',
    run: ({ who, objects }) => objects.server.get(who, 'router'),
  },
  SETROUTERSETTINGS: {
    tier: 2,
    syntax: 'newSettings',
    output: 'none',
    right: 'Settings',
    run: ({ who, objects }, a) => objects.server.set(who, 'router', a.dictionary('newSettings')),
  },
  GETSERVERSETTINGS: {
    tier: 2,
    output: 'dictionary',
    right: 'Settings',
    run: ({ who, objects }) => objects.server.get(who, 'settings'),
  },
  UPDATESERVERSETTINGS: {
    tier: 2,
    syntax: 'newSettings',
    output: 'none',
    right: 'Settings',
    run: ({ who, objects }, a) => objects.server.update(who, 'settings', a.update('newSettings')),
  },
  REFRESHOSDATA: {
    tier: 2,
    output: 'none',
    right: 'Settings',
    run: refresh,
  },
  GETDIRECTORYINTEGRATION: {
    tier: 2,
    output: 'dictionary',
    right: 'Directory|Users',
    run: ({ who, objects }) => objects.server.get(who, 'directoryIntegration'),
  },
  SETDIRECTORYINTEGRATION: {
    tier: 2,
    syntax: 'newSettings',
    output: 'none',
    right: 'Directory|Users',
    run: ({ who, objects }, a) =>
      objects.server.set(who, 'directoryIntegration', a.dictionary('newSettings')),
  },
  GETSIGNALSETTINGS: {
    tier: 3,
    output: 'dictionary',
    right: 'Settings',
    run: ({ who, objects }) => objects.server.get(who, 'signal'),
  },
  SETSIGNALSETTINGS: {
    tier: 3,
    syntax: 'newSettings',
    output: 'none',
    right: 'Settings',
    run: ({ who, objects }, a) => objects.server.set(who, 'signal', a.dictionary('newSettings')),
  },
  GETMEDIASERVERSETTINGS: {
    tier: 3,
    output: 'dictionary',
    right: 'Settings',
    run: ({ who, objects }) => objects.server.get(who, 'mediaServer'),
  },
  SETMEDIASERVERSETTINGS: {
    tier: 3,
    syntax: 'newSettings',
    output: 'none',
    right: 'Settings',
    run: ({ who, objects }, a) => objects.server.set(who, 'mediaServer', a.dictionary('newSettings')),
  },
  GETSERVERINTERCEPT: {
    tier: 3,
    output: 'dictionary',
    right: 'Master',
    run: ({ who, objects }) => objects.server.get(who, 'intercept'),
  },
  SETSERVERINTERCEPT: {
    tier: 3,
    syntax: 'newSettings',
    output: 'none',
    right: 'Master',
    run: ({ who, objects }, a) => objects.server.set(who, 'intercept', a.dictionary('newSettings')),
  },
});
