import { describe, expect, it } from 'vitest';
import { readNotation } from '../../host/cli/syntax/notation.js';
import { readItems } from '../../host/cli/syntax/reader.js';
import { commandTable } from '../../host/cli/table.js';
import { PosternError } from '../../host/errors/index.js';
import { printCompact } from '../../stdlib/data/index.js';

/** What a line gives, as text: `name=value` pairs in order, then the keywords; or the refusal. */
function read(command: string, text: string): string {
  const items = commandTable.find(each => each.name === command)?.items ?? readNotation('');
  try {
    const given = readItems({ text, at: 0 }, items);
    const pairs = Object.keys(given.values)
      .sort()
      .map(name => `${name}=${printCompact(given.values[name] ?? null)}`);
    return [...pairs, ...[...given.words].sort()].join(' ');
  } catch (error) {
    if (!(error instanceof PosternError)) throw error;
    return `${error.number} ${error.message}`;
  }
}

describe('command lines (cli.md 3)', () => {
  it.each([
    ['ECHO', ' abc', 'object=abc'],
    ['ECHO', ' "a" "b"', 'object=ab'],
    ['ECHO', ' "a\\009b\\e"', 'object="a\\tb\\e"'],
    ['ECHO', ' [AQ==] [Ag==]', '500 syntax error: malformed datablock'],
    ['ECHO', ' {a=#NULL#;}', 'object={a=#NULL#;}'],
    ['ECHO', ' {a = "x y" ; }', 'object={a="x y";}'],
    ['ECHO', '', '500 syntax error: parameters are missing'],
    ['ECHO', ' a b', '500 syntax error: too many parameters'],
    ['ECHO', ' a*b', '500 failed to read an unquoted string: non a/n data'],
    ['ECHO', ' {a=b*c;}', '500 failed to read an unquoted string: non a/n data'],
    ['ECHO', ' {a=*b;}', '500 failed to read an unquoted string: non a/n data'],
    ['ECHO', ' {a*=b;}', '500 failed to read an unquoted string: non a/n data'],
    ['ECHO', ' {a=b}', '500 syntax error: this symbol cannot stand here'],
    ['ECHO', ' a\tb', '500 failed to read an unquoted string: non a/n data'],
    ['ECHO', ' (a\xff)', '500 syntax error: bytes that are not UTF-8'],
    ['CREATEACCOUNT', ' u@d', 'accountName=u@d'],
    ['CREATEACCOUNT', '   "u v"   agrade', 'accountName="u v" accountType=AGrade'],
    ['CREATEACCOUNT', ' path PATH legacy LEGACY', 'accountName=path storage=legacy LEGACY PATH'],
    ['CREATEACCOUNT', ' u {a=b;} external', 'accountName=u settings={a=b;} EXTERNAL'],
    ['CREATEACCOUNT', ' u LEGACY LEGACY', '500 syntax error: LEGACY cannot be given here again'],
    ['CREATEACCOUNT', ' u LEGACY EXTERNAL', '500 syntax error: EXTERNAL cannot be given here again'],
    ['CREATEACCOUNT', ' "open', '500 syntax error: what begins here has no end'],
    ['CREATEACCOUNT', ' "a"b', '500 syntax error: a blank is missing'],
    ['CREATEACCOUNT', ' u\x01', '500 syntax error: a control byte'],
    ['RENAMEACCOUNT', ' a b', '500 syntax error: too many parameters'],
    ['RENAMEACCOUNT', ' a into', '500 syntax error: newAccountName is missing'],
    ['RENAMEACCOUNT', ' INTO INTO INTO', 'newAccountName=INTO oldAccountName=INTO INTO'],
    ['UPDATEDOMAINSETTINGS', ' {a=b;}', 'newSettings={a=b;}'],
    ['UPDATEDOMAINSETTINGS', ' d {a=b;}', 'domainName=d newSettings={a=b;}'],
    ['UPDATEDOMAINSETTINGS', ' d word', '500 syntax error: newSettings must be of class dictionary'],
    ['SETACCOUNTALIASES', ' u {}', '500 syntax error: newAliases must be of class array'],
    ['CREATEDOMAINSKIN', ' Blue', 'skinName=Blue'],
    ['CREATEDOMAINSKIN', ' d.tld skin ""', 'domainName=d.tld skinName=""'],
    ['CREATEDOMAINSKIN', ' SKIN', 'skinName=SKIN'],
    ['STOREDOMAINSKINFILE', ' B FILE f DELETE', 'fileName=f skinName=B DELETE FILE'],
    [
      'STOREDOMAINSKINFILE',
      ' d SKIN B DATA [] FILE f',
      'domainName=d fileContent=[] fileName=f skinName=B DATA FILE',
    ],
    ['STOREDOMAINSKINFILE', ' B FILE f DELETE DATA []', '500 syntax error: DATA cannot be given here again'],
    ['STOREDOMAINSKINFILE', ' B FILE f', '500 syntax error: parameters are missing'],
    ['GETACCOUNTINFO', ' u Key Created', 'accountName=u keyName=Created KEY'],
    ['GETACCOUNTINFO', ' u (a,b)', 'accountName=u keyList=(a,b)'],
    ['GETACCOUNTINFO', ' u (a) KEY b', '500 syntax error: KEY cannot be given here again'],
    ['LISTDOMAINOBJECTS', ' d 10 ALIASES FILTER x', 'domainName=d filter=x limit=#10 ALIASES FILTER'],
    [
      'LISTDOMAINOBJECTS',
      ' d FILTER x #10 COOKIE ""',
      'cookie="" domainName=d filter=x limit=#10 COOKIE FILTER',
    ],
    ['LISTDOMAINOBJECTS', ' d many', '500 syntax error: a number is expected'],
    [
      'CREATEMAILBOX',
      ' u MAILBOX a AUTH v CLASS c',
      'accountName=u authAccountName=v mailboxClass=c mailboxName=a AUTH CLASS MAILBOX',
    ],
    ['DELETEMAILBOX', ' u MAILBOXES a', 'accountName=u mailboxName=a MAILBOXES'],
    [
      'SETMAILBOXACL',
      ' u MAILBOX a {b=c;} AUTH v',
      'accountName=u authAccountName=v mailboxName=a newACL={b=c;} AUTH MAILBOX',
    ],
    [
      'WRITESTORAGEFILE',
      ' u FILE f DATA [] AUTH v',
      'accountName=u authAccountName=v fileData=[] fileName=f AUTH DATA FILE',
    ],
    [
      'WRITESTORAGEFILE',
      ' u FILE f OFFSET END DATA []',
      'accountName=u fileData=[] fileName=f position=END DATA FILE OFFSET',
    ],
    ['WRITESTORAGEFILE', ' u FILE f NEW DATA []', 'accountName=u fileData=[] fileName=f DATA FILE NEW'],
    [
      'READSTORAGEFILEATTR',
      ' u FILE f (ACL) AUTH v',
      'accountName=u attributes=(ACL) authAccountName=v fileName=f AUTH FILE',
    ],
    ['SETACCOUNTMAILRULES', ' u Default', 'accountName=u newRules=default'],
    ['SETACCOUNTMAILRULES', ' u other', '500 syntax error: one of default is expected'],
    ['UPDATEACCOUNTMAILRULE', ' u DELETE r', 'accountName=u oldRuleName=r DELETE'],
    ['UPDATEACCOUNTMAILRULE', ' u (1,r)', 'accountName=u newRule=(1,r)'],
    ['UPDATEACCOUNTMAILRULE', ' u', '500 syntax error: parameters are missing'],
    ['READSUBSCRIBERS', ' l FILTER x 5', 'filter=x limit=#5 listName=l FILTER'],
    ['READSUBSCRIBERS', ' l FILTER x', 'filter=x listName=l FILTER'],
    ['SETPOSTINGMODE', ' l FOR a@b prohibited', 'listName=l subscriberAddress=a@b FOR PROHIBITED'],
    ['SETPOSTINGMODE', ' l FOR a@b 3', 'listName=l numberOfModerated=#3 subscriberAddress=a@b FOR'],
    [
      'LIST',
      ' l FEED CONFIRM "A B" <a@b.c>',
      'listName=l operation=feed subscriber="\\"A B\\" <a@b.c>" CONFIRM',
    ],
    ['LIST', ' l feed "a@b.c"', 'listName=l operation=feed subscriber=a@b.c'],
    [
      'LIST',
      ' l fly a@b.c',
      '500 syntax error: one of subscribe, feed, digest, index, null, banned, unsubscribe is expected',
    ],
    [
      'CREATEWEBUSERSESSION',
      ' u ADDRESS [1.2.3.4]:5 SKIN s',
      'accountName=u ip-address=#I[1.2.3.4]:5 skinName=s ADDRESS SKIN',
    ],
    [
      'CREATEWEBUSERSESSION',
      ' u ADDRESS 1.2.3.4 FOR #I[::1]',
      'accountName=u ip-address=#I[1.2.3.4] orig-address=#I[::1] ADDRESS FOR',
    ],
    ['CREATEWEBUSERSESSION', ' u ADDRESS 1.2.3', '500 syntax error: a network address is expected'],
    [
      'FINDACCOUNTSESSION',
      ' u PROTOCOL XIMSS ADDRESS 1.2.3.4',
      'accountName=u ip-address=#I[1.2.3.4] protocol=XIMSS ADDRESS PROTOCOL',
    ],
    ['REJECTQUEUEMESSAGE', ' 5 "why not"', 'errorText="why not" messageID=5'],
    ['REJECTQUEUEMESSAGE', ' 5 REPORT nondn', 'errorText=nondn messageID=5 REPORT'],
    ['TEMPBLACKLISTIP', ' 1.2.3.4 TIMEOUT 60', 'address=#I[1.2.3.4] seconds=#60 TIMEOUT'],
    ['CREATEDIRECTORYUNIT', ' u REMOTE "o=x"', 'mountPoint="o=x" unitName=u REMOTE'],
  ])('%s%s', (command, text, expected) => {
    expect(read(command, text)).toBe(expected);
  });

  it('reads every syntax of the table', () => {
    for (const command of commandTable) {
      const placeholders = (command.syntax ?? '').match(/\b[A-Za-z-]*[a-z][A-Za-z-]*/g) ?? [];
      const known = [
        ...command.items.positionals.map(slot => slot.name),
        ...[...command.items.keywords.values()].flatMap(keyword => keyword.values.map(slot => slot.name)),
        ...(command.items.prefix === null ? [] : [command.items.prefix.slot.name]),
      ];
      for (const name of placeholders) expect(known, command.name).toContain(name);
    }
  });
});
