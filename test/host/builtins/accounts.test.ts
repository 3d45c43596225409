/**
 * File storage, preferences and Impersonate as programs see them, on a real server: each case is the body of a program
 * that puts what it sees into the array `r`.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SYSTEM } from '../../../host/objects/api.js';
import { dictOf } from '../../../stdlib/values/index.js';
import { basic, PASSWORD, type Site, startSite, USER } from '../../examples/server.js';

let site: Site;

beforeAll(async () => {
  site = await startSite('report');
  const settings = dictOf([['Password', PASSWORD]]);
  await site.server.objects.accounts.create(SYSTEM, 'bert@example.test', { settings });
});
afterAll(() => site.stop());

/** Runs a body on behalf of an account; what it put into `r`, as Data text, or the status of a failure. */
async function run(body: string, realm: 'auth' | 'nobody' | 'sys' = 'auth'): Promise<string> {
  const source = `entry ${realm === 'sys' ? 'sysEntry' : 'Main'} is
  r = NewArray();
  ${body}
  SetHTTPResponseType("text", "plain");
  SetHTTPResponseData(ObjectToString(r));
end entry;
`;
  await site.server.objects.skins.storeFile(SYSTEM, null, '', 'case.wcgp', Buffer.from(source));
  const path = { auth: '/auth/case.wcgp', nobody: '/case.wcgp', sys: '/sys/case.wcgp' }[realm];
  const { status, text } = await site.get(path, realm === 'auth' ? { headers: basic(USER, PASSWORD) } : {});
  return status === 200 ? text : String(status);
}

/** Appends an expression to `r`. */
const see = (...expressions: string[]) => expressions.map(one => `AddElement(r, ${one});`).join('\n  ');

describe('file storage', () => {
  it.each([
    [
      'writes, reads, appends, writes in the middle',
      see(
        'WriteStorageFile("a/b.txt", "hello")',
        'AppendStorageFile("a/b.txt", " world")',
        'WriteStorageFile(ToObject("{fileName=\\"a/b.txt\\"; position=#1;}"), "E")',
        'WriteStorageFile(ToObject("{fileName=\\"a/b.txt\\"; position=end;}"), "!")',
        'String(ReadStorageFile("a/b.txt"))',
        'String(ReadStorageFile(ToObject("{fileName=\\"a/b.txt\\"; position=#6; limit=#3;}")))',
        'String(ReadStorageFile("/a/b.txt"))',
      ),
      '(#NULL#,#NULL#,#NULL#,#NULL#,"hEllo world!",wor,"hEllo world!")',
    ],
    [
      'must not exist with position new',
      see(
        'WriteStorageFile(ToObject("{fileName=once; position=new;}"), "1")',
        'IsString(WriteStorageFile(ToObject("{fileName=once; position=new;}"), "2"))',
        'String(ReadStorageFile("once"))',
      ),
      '(#NULL#,YES,1)',
    ],
    [
      'keeps bytes',
      see(
        'WriteStorageFile("bytes", Convert("00ff10", "hex"))',
        'Convert(ReadStorageFile("bytes"), "hex")',
        'Length(ReadStorageFile("bytes"))',
      ),
      '(#NULL#,00ff10,#3)',
    ],
    [
      'lists folders and files',
      `${see('CreateStorageDirectory("list/sub")', 'WriteStorageFile("list/f", "12345")')}
  all = ListStorageFiles("list");
  ${see('all[0]', 'all[1]', 'all.f.STFileSize', 'all.sub.STFileSize', 'IsDate(all.f.STModified)', 'IsDictionary(ListStorageFiles(""))', 'ListStorageFiles("nowhere")')}`,
      '(#NULL#,#NULL#,f,sub,#5,#NULL#,YES,YES,#NULL#)',
    ],
    [
      'renames and deletes, folders only when empty',
      see(
        'WriteStorageFile("old/x", "1")',
        'RenameStorageFile("old/x", "new/y")',
        'ReadStorageFile("old/x")',
        'String(ReadStorageFile("new/y"))',
        'IsString(DeleteStorageDirectory("new"))',
        'IsString(DeleteStorageFile("new"))',
        'RenameStorageDirectory("new", "newer")',
        'DeleteStorageFile("newer/y")',
        'IsString(DeleteStorageFile("newer/y"))',
        'DeleteStorageDirectory("newer")',
      ),
      '(#NULL#,#NULL#,#NULL#,1,YES,YES,#NULL#,#NULL#,YES,#NULL#)',
    ],
    [
      'reads no file of more than 1 MB whole, but in parts',
      `text = "0123456789abcdef";
  for i = 0 while i < 16 by i += 1 loop text += text; end loop;
  ${see('WriteStorageFile("large", text + "x")', 'ReadStorageFile("large")', 'Length(ReadStorageFile(ToObject("{fileName=large; limit=#9999999;}")))', 'String(ReadStorageFile(ToObject("{fileName=large; position=#1048576;}")))')}`,
      '(#NULL#,#NULL#,#1048576,x)',
    ],
    [
      'keeps attributes',
      `mark = NewXML("colour");
  AddElement(mark, "red");
  ${see('WriteStorageFile("marked", "1")', 'WriteStorageFileAttr("marked", ToObject("()"))')}
  list = NewArray();
  AddElement(list, mark);
  ${see('WriteStorageFileAttr("marked", list)', 'String(ReadStorageFileAttr("marked", "colour")[0])', 'Length(ReadStorageFileAttr("marked", ToObject("(size)")))', 'IsString(ReadStorageFileAttr("nothing", null))')}`,
      '(#NULL#,#NULL#,#NULL#,red,#0,YES)',
    ],
    [
      'says no to wrong arguments',
      see(
        'IsString(WriteStorageFile(5, "x"))',
        'IsString(WriteStorageFile("x", 5))',
        'IsString(WriteStorageFile(ToObject("{fileName=x; position=elsewhere;}"), "x"))',
        'ReadStorageFile(5)',
        'ReadStorageFile(ToObject("{fileName=x; position=\\"-1\\";}"))',
        'IsString(CreateStorageDirectory(null))',
        'IsString(WriteStorageFile("../../x", "x"))',
      ),
      '(YES,YES,YES,#NULL#,#NULL#,YES,YES)',
    ],
  ])('%s', async (_, body, expected) => {
    expect(await run(body)).toBe(expected);
  });

  it('does not show the files of others, but to postmaster', async () => {
    await run(see('WriteStorageFile("private/secret", "mine")'));
    const read = 'IsData(ReadStorageFile("~anna@example.test/private/secret"))';
    expect(await run(see(read), 'sys')).toBe('(YES)');
    expect(await run(see(read), 'nobody')).toBe('(#NULL#)');
    const foreign = 'IsString(WriteStorageFile("~bert@example.test/private/x", "x"))';
    expect(await run(see(foreign, 'ReadStorageFile("~bert@example.test/private/x")'))).toBe('(YES,#NULL#)');
  });

  it('has nothing for nobody', async () => {
    const body = see('ReadStorageFile("a")', 'IsString(WriteStorageFile("a", "b"))', 'ListStorageFiles("")');
    expect(await run(body, 'nobody')).toBe('(#NULL#,YES,#NULL#)');
  });

  it.each([
    'AppendStorageFile(5, "x")',
    'AppendStorageFile("x", 5)',
    'ReadStorageFileAttr("x", 5)',
    'WriteStorageFileAttr("x", "y")',
  ])('stops the program: %s', async call => {
    expect(await run(see(call))).toBe('500');
  });
});

describe('preferences', () => {
  it('are set, read and restored', async () => {
    const body = see(
      'SetAccountPreferences("red", "Colour")',
      'GetAccountPreferences("Colour")',
      'GetAccountPreferences("").Colour',
      'SetAccountPreferences(ToObject("{Colour=blue; Size=#5;}"), "")',
      'GetAccountPreferences("Colour")',
      'GetAccountPreferences("Size")',
      'SetAccountPreferences(null, "Colour")',
      'GetAccountPreferences("Colour")',
      'IsString(SetAccountPreferences("x", ""))',
    );
    expect(await run(body)).toBe('(#NULL#,red,red,#NULL#,blue,#5,#NULL#,#NULL#,YES)');
  });

  it('of others need a right', async () => {
    const body = see(
      'GetAccountPreferences("~bert@example.test/Colour")',
      'SetAccountPreferences("red", "~bert@example.test/Colour") == null',
      'GetAccountPreferences("~bert@example.test/Colour")',
    );
    expect(await run(body)).toBe('(#NULL#,#NULL#,#NULL#)');
    expect(await run(body, 'sys')).toBe('(#NULL#,YES,red)');
  });
});

describe('Impersonate', () => {
  it('makes another account the current one, for those who may', async () => {
    await run(
      see(
        'SetAccountPreferences("german", "Language")',
        'SetAccountPreferences("Europe/Berlin", "TimeZone")',
      ),
    );
    const body = see(
      'MyEmail()',
      'Impersonate("anna@example.test")',
      'MyEmail()',
      'MyDomain()',
      'GetLanguage()',
      'GetTimeZoneName()',
      'WriteStorageFile("by-postmaster", "x")',
    );
    expect(await run(body, 'sys')).toBe(
      '(postmaster@example.test,#NULL#,anna@example.test,example.test,german,"Europe/Berlin",#NULL#)',
    );
    expect(await run(see('IsData(ReadStorageFile("by-postmaster"))'))).toBe('(YES)');
  });

  it('is refused to others', async () => {
    const body = see('IsString(Impersonate("bert@example.test"))', 'MyEmail()', 'Impersonate("anna")');
    expect(await run(body)).toBe('(YES,anna@example.test,#NULL#)');
    expect(await run(see('IsString(Impersonate("anna@example.test"))', 'MyEmail()'), 'nobody')).toBe(
      '(YES,#NULL#)',
    );
  });

  it('gives nobody rights of the server that the current account has not', async () => {
    const { rights } = site.server.objects;
    await rights.setRights(SYSTEM, USER, ['Domain', 'CanImpersonate']);
    const body = see(
      'IsString(Impersonate("postmaster@example.test"))',
      'MyEmail()',
      'Impersonate("bert@example.test")',
      'MyEmail()',
    );
    expect(await run(body)).toBe('(YES,anna@example.test,#NULL#,bert@example.test)');
    await rights.setRights(SYSTEM, USER, []);
  });

  it('leaves no account for an address that is none of this server', async () => {
    const body = see('Impersonate("x@else.test")', 'MyEmail()', 'ReadStorageFile("by-postmaster")');
    expect(await run(body)).toBe('(#NULL#,#NULL#,#NULL#)');
  });
});
