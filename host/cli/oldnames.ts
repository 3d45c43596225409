/** Names that clients in the field still send, and the commands they mean (cli.md 8). */

const RULE_LEVELS = ['ACCOUNT', 'DOMAIN', 'SERVER', 'CLUSTER'];

/** Old name -> name, in upper case. */
export const OLD_NAMES: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    ['GET', 'SET', 'UPDATE'].flatMap(verb =>
      ['ACCOUNT', 'DOMAIN'].map(kind => [`${verb}${kind}`, `${verb}${kind}SETTINGS`]),
    ),
  ),
  ...Object.fromEntries(
    ['GET', 'SET'].flatMap(verb =>
      RULE_LEVELS.map(kind => [`${verb}${kind}RULES`, `${verb}${kind}MAILRULES`]),
    ),
  ),
  ...Object.fromEntries(
    ['GET', 'SET', 'UPDATE'].flatMap(verb => [
      [`${verb}WEBUSERDEFAULTS`, `${verb}ACCOUNTDEFAULTPREFS`],
      [`${verb}ALLACCOUNTSDEFAULTS`, `${verb}SERVERACCOUNTDEFAULTS`],
    ]),
  ),
  ...Object.fromEntries(
    ['GET', 'SET'].flatMap(verb => [
      [`${verb}ACCOUNTRPOP`, `${verb}ACCOUNTRPOPS`],
      [`${verb}WEBUSER`, `${verb}ACCOUNTPREFS`],
      [`${verb}SERVERWEBUSERDEFAULTS`, `${verb}SERVERACCOUNTPREFS`],
      [`${verb}CLUSTERWEBUSERDEFAULTS`, `${verb}CLUSTERACCOUNTPREFS`],
      [`${verb}ACCOUNTSUBSCRIPTION`, `${verb}MAILBOXSUBSCRIPTION`],
    ]),
  ),
  GETEFFECTIVEWEBUSER: 'GETACCOUNTEFFECTIVEPREFS',
  GETWEBFILE: 'READSTORAGEFILE',
  PUTWEBFILE: 'WRITESTORAGEFILE',
  RENAMEWEBFILE: 'RENAMESTORAGEFILE',
  DELETEWEBFILE: 'DELETESTORAGEFILE',
  LISTWEBFILES: 'LISTSTORAGEFILES',
  GETWEBFILESINFO: 'GETSTORAGEFILEINFO',
  FINDWEBUSERSESSION: 'FINDACCOUNTSESSION',
  GETWEBUSERSESSION: 'GETSESSION',
  KILLWEBUSERSESSION: 'KILLSESSION',
  GETSNMPELEMENT: 'GETSTATELEMENT',
};
