/** File storage of accounts (cli.md 7.11). */
import { area } from '../command.js';

export const STORAGE = area('file storage', {
  READSTORAGEFILE: {
    tier: 1,
    syntax: 'accountName FILE fileName [OFFSET position] [SIZE sliceSize] [AUTH authAccountName]',
    output: 'array',
    right: 'own|ACL|Users|Domain:CanAccessWebSites',
  },
  WRITESTORAGEFILE: {
    tier: 1,
    syntax: 'accountName FILE fileName [OFFSET position|BEG|END|NEW] [AUTH authAccountName] DATA fileData',
    reads:
      'accountName FILE fileName [OFFSET position | BEG | END | NEW] [AUTH authAccountName] DATA fileData',
    output: 'none',
    right: 'own|ACL|Users|Domain:CanAccessWebSites',
  },
  RENAMESTORAGEFILE: {
    tier: 1,
    syntax: 'accountName FILE oldFileName INTO newFileName [AUTH authAccountName]',
    output: 'none',
    right: 'own|ACL|Users|Domain:CanAccessWebSites',
  },
  DELETESTORAGEFILE: {
    tier: 1,
    syntax: 'accountName FILE fileName [AUTH authAccountName]',
    output: 'none',
    right: 'own|ACL|Users|Domain:CanAccessWebSites',
  },
  LISTSTORAGEFILES: {
    tier: 1,
    syntax: 'accountName [PATH filePath] [AUTH authAccountName]',
    output: 'dictionary',
    right: 'own|ACL|Users|Domain:CanAccessWebSites',
  },
  GETSTORAGEFILEINFO: {
    tier: 1,
    syntax: 'accountName [PATH filePath] [AUTH authAccountName]',
    output: 'array',
    right: 'own|ACL|Users|Domain:CanAccessWebSites',
  },
  READSTORAGEFILEATTR: {
    tier: 1,
    syntax: 'accountName FILE fileName [attributes] [AUTH authAccountName]',
    output: 'array',
    right: 'own|ACL|Users|Domain:CanAccessWebSites',
  },
  UPDATESTORAGEFILEATTR: {
    tier: 1,
    syntax: 'accountName FILE fileName attributes [AUTH authAccountName]',
    output: 'none',
    right: 'own|ACL|Users|Domain:CanAccessWebSites',
  },
  GETFILESUBSCRIPTION: {
    tier: 1,
    syntax: 'accountName',
    output: 'array',
    right: 'own|ACL|Users|Domain:CanAccessWebSites',
  },
  SETFILESUBSCRIPTION: {
    tier: 1,
    syntax: 'accountName newSubscription',
    output: 'none',
    right: 'own|ACL|Users|Domain:CanAccessWebSites',
  },
});
