/** Applications of telephony: none of them is supported (cli.md 7.22). */
import { area } from '../command.js';

export const REALTIME = area('real-time applications', {
  CREATEDOMAINPBX: {
    tier: 3,
    syntax: 'domainName [FILE language]',
    output: 'none',
    right: 'Users|Domain:CanModifyPBXApps',
  },
  DELETEDOMAINPBX: {
    tier: 3,
    syntax: 'domainName FILE language',
    output: 'none',
    right: 'Users|Domain:CanModifyPBXApps',
  },
  LISTDOMAINPBXFILES: {
    tier: 3,
    syntax: 'domainName [FILE language]',
    output: 'dictionary',
    right: 'Users|Domain:CanModifyPBXApps',
  },
  READDOMAINPBXFILE: {
    tier: 3,
    syntax: 'domainName FILE fileName',
    output: 'data',
    right: 'Users|Domain:CanModifyPBXApps',
  },
  STOREDOMAINPBXFILE: {
    tier: 3,
    syntax: 'domainName FILE fileName (DATA fileContent | DELETE)',
    output: 'none',
    right: 'Users|Domain:CanModifyPBXApps',
  },
  CREATESERVERPBX: {
    tier: 3,
    syntax: 'language',
    output: 'none',
    right: 'Users',
  },
  DELETESERVERPBX: {
    tier: 3,
    syntax: 'language',
    output: 'none',
    right: 'Users',
  },
  LISTSERVERPBXFILES: {
    tier: 3,
    syntax: '[language]',
    output: 'dictionary',
    right: 'Users',
  },
  READSERVERPBXFILE: {
    tier: 3,
    syntax: 'fileName',
    output: 'data',
    right: 'Users',
  },
  STORESERVERPBXFILE: {
    tier: 3,
    syntax: 'fileName (DATA fileContent | DELETE)',
    output: 'none',
    right: 'Users',
  },
  LISTSTOCKPBXFILES: {
    tier: 3,
    syntax: '[language]',
    output: 'dictionary',
    right: 'Users|Domain',
  },
  READSTOCKPBXFILE: {
    tier: 3,
    syntax: 'fileName',
    output: 'data',
    right: 'Users|Domain',
  },
  STARTPBXTASK: {
    tier: 3,
    syntax: 'accountName PROGRAM programName [ENTRY entryName] [PARAM parameter]',
    output: 'string',
    right: 'Users|Domain:CanImpersonate',
  },
  SENDTASKEVENT: {
    tier: 3,
    syntax: 'taskID EVENT eventName [PARAM parameter]',
    output: 'none',
    right: 'Users',
  },
  KILLNODE: {
    tier: 3,
    syntax: 'taskID',
    output: 'none',
    right: 'Users',
  },
  READNODESTATUS: {
    tier: 3,
    syntax: 'taskID',
    output: 'object',
    right: 'Users',
  },
});
