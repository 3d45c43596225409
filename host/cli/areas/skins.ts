/** Skins (cli.md 7.13). */
import { area } from '../command.js';

export const SKINS = area('skins', {
  LISTDOMAINSKINS: {
    tier: 1,
    syntax: '[domainName]',
    output: 'array',
    right: 'Users|Domain:CanModifySkins',
  },
  CREATEDOMAINSKIN: {
    tier: 1,
    syntax: '[domainName SKIN] skinName',
    output: 'none',
    right: 'Users|Domain:CanModifySkins',
  },
  RENAMEDOMAINSKIN: {
    tier: 1,
    syntax: '[domainName SKIN] skinName INTO newSkinName',
    output: 'none',
    right: 'Users|Domain:CanModifySkins',
  },
  DELETEDOMAINSKIN: {
    tier: 1,
    syntax: '[domainName SKIN] skinName',
    output: 'none',
    right: 'Users|Domain:CanModifySkins',
  },
  LISTDOMAINSKINFILES: {
    tier: 1,
    syntax: '[domainName SKIN] skinName',
    output: 'dictionary',
    right: 'Users|Domain:CanModifySkins',
  },
  READDOMAINSKINFILE: {
    tier: 1,
    syntax: '[domainName SKIN] skinName FILE fileName',
    output: 'array',
    right: 'Users|Domain:CanModifySkins',
  },
  STOREDOMAINSKINFILE: {
    tier: 1,
    syntax: '[domainName SKIN] skinName FILE fileName (DATA fileContent | DELETE)',
    output: 'none',
    right: 'Users|Domain:CanModifySkins',
  },
  LISTSERVERSKINS: {
    tier: 1,
    output: 'array',
    right: 'Users',
  },
  CREATESERVERSKIN: {
    tier: 1,
    syntax: 'skinName',
    output: 'none',
    right: 'Users',
  },
  RENAMESERVERSKIN: {
    tier: 1,
    syntax: 'skinName INTO newSkinName',
    output: 'none',
    right: 'Users',
  },
  DELETESERVERSKIN: {
    tier: 1,
    syntax: 'skinName',
    output: 'none',
    right: 'Users',
  },
  LISTSERVERSKINFILES: {
    tier: 1,
    syntax: 'skinName',
    output: 'dictionary',
    right: 'Users',
  },
  READSERVERSKINFILE: {
    tier: 1,
    syntax: 'skinName FILE fileName',
    output: 'array',
    right: 'Users',
  },
  STORESERVERSKINFILE: {
    tier: 1,
    syntax: 'skinName FILE fileName (DATA fileContent | DELETE)',
    output: 'none',
    right: 'Users',
  },
  LISTSTOCKSKINFILES: {
    tier: 1,
    syntax: 'skinName',
    output: 'dictionary',
    right: 'Users|Domain',
  },
  READSTOCKSKINFILE: {
    tier: 1,
    syntax: 'skinName FILE fileName',
    output: 'array',
    right: 'Users|Domain',
  },
});
