/** Names that clients in the field still send, and the commands they mean (cli.md 8). */

const VERBS = { CR: 'CREATE', DL: 'DELETE', GT: 'GET', LST: 'LIST', RN: 'RENAME', ST: 'SET', UPD: 'UPDATE' };

/** The names of some verbs for one kind of object: short -> long. */
function short(brief: string, noun: string, verbs: readonly (keyof typeof VERBS)[]): Record<string, string> {
  return Object.fromEntries(verbs.map(verb => [`${verb}${brief}`, `${VERBS[verb]}${noun}`]));
}

const RULE_LEVELS = ['ACCOUNT', 'DOMAIN', 'SERVER', 'CLUSTER'];

/**
 * The short spellings of the vendor's PHP class, which control panels still ship: not one of its calls about Accounts
 * and Domains uses the long names.
 */
const SHORT_NAMES: Readonly<Record<string, string>> = {
  ...short('ACNT', 'ACCOUNT', ['CR', 'RN', 'DL']),
  ...short('ACNT', 'ACCOUNTSETTINGS', ['GT', 'UPD', 'ST']),
  ...short('ACNTALS', 'ACCOUNTALIASES', ['GT', 'ST']),
  ...short('ACNTRL', 'ACCOUNTMAILRULES', ['GT', 'ST']),
  ...short('ACNTRGHT', 'ACCOUNTRIGHTS', ['GT', 'ST']),
  ...short('ACNTINF', 'ACCOUNTINFO', ['GT']),
  ...short('ACNTMP', 'ACCOUNTTEMPLATE', ['GT', 'UPD', 'ST']),
  ...short('ACNDFL', 'ACCOUNTDEFAULTS', ['GT', 'UPD', 'ST']),
  ...short('ALACNDFL', 'SERVERACCOUNTDEFAULTS', ['GT', 'UPD']),
  ...short('WUSR', 'ACCOUNTPREFS', ['GT', 'ST']),
  ...short('WUSRDFL', 'ACCOUNTDEFAULTPREFS', ['GT', 'ST']),
  ...short('DMN', 'DOMAIN', ['CR', 'RN', 'DL']),
  ...short('DMN', 'DOMAINSETTINGS', ['GT', 'UPD']),
  ...short('DMNALS', 'DOMAINALIASES', ['GT', 'ST']),
  ...short('DMNDFL', 'DOMAINDEFAULTS', ['GT', 'UPD']),
  ...short('ALRT', 'DOMAINALERTS', ['GT', 'ST']),
  ...short('ACNT', 'ACCOUNTS', ['LST']),
  ...short('DMN', 'DOMAINS', ['LST']),
  ...short('MBX', 'MAILBOXES', ['LST']),
};

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
  ...SHORT_NAMES,
  GETEFFECTIVEWEBUSER: 'GETACCOUNTEFFECTIVEPREFS',
  GETEFFECTIVEACCOUNTPREFS: 'GETACCOUNTEFFECTIVEPREFS',
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
