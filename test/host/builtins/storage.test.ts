/** File storage of accounts. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SYSTEM } from '../../../host/objects/api.js';
import { dictOf } from '../../../stdlib/values/index.js';
import { type Bench, MAIN, startBench } from './harness.js';

let bench: Bench;
beforeAll(async () => {
  bench = await startBench(
    { ann: [], bob: [], adm: ['Domain', 'CanAccessWebSites'] },
    { StorageFileLimit: '1K' },
  );
});
afterAll(() => bench.stop());

const files = () => bench.test.server.objects.files;

describe('files', () => {
  it('are written, read in parts, appended to, and there for the object layer', async () => {
    const code = `
      AddElement(r, WriteStorageFile("dir/a.txt", "hello world"));
      AddElement(r, String(ReadStorageFile("dir/a.txt")));
      f = NewDictionary(); f.fileName = "dir/a.txt"; f.position = 6; f.limit = 3;
      AddElement(r, String(ReadStorageFile(f)));
      AddElement(r, AppendStorageFile("/dir/a.txt", "!"));
      f.limit = null; f.position = 0;
      AddElement(r, WriteStorageFile(f, "H"));
      f.position = "end";
      AddElement(r, WriteStorageFile(f, "?"));
      AddElement(r, IsData(ReadStorageFile("dir/a.txt")));
      AddElement(r, ReadStorageFile("none"));`;
    expect(await bench.run(code, 'ann')).toBe('(#NULL#,"hello world",wor,#NULL#,#NULL#,#NULL#,YES,#NULL#)');
    const { bytes } = await files().read(SYSTEM, `ann@${MAIN}`, 'dir/a.txt');
    expect(Buffer.from(bytes).toString()).toBe('Hello world!?');
  });

  it('that must be new are not overwritten', async () => {
    const code = `f = NewDictionary(); f.fileName = "new.txt"; f.position = "new";
      AddElement(r, WriteStorageFile(f, "1")); AddElement(r, IsString(WriteStorageFile(f, "2")));
      AddElement(r, String(ReadStorageFile("new.txt")));`;
    expect(await bench.run(code, 'ann')).toBe('(#NULL#,YES,1)');
  });

  it('larger than the limit are read in parts only', async () => {
    const code = `s = "0123456789abcdef"; i = 0; while i < 7 loop s = s + s; i = i + 1; end loop;
      Void(WriteStorageFile("large", s)); AddElement(r, ReadStorageFile("large"));
      f = NewDictionary(); f.fileName = "large"; f.position = 1024;
      AddElement(r, Length(ReadStorageFile(f)));`;
    expect(await bench.run(code, 'ann')).toBe('(#NULL#,#1024)');
  });

  it('are renamed and deleted', async () => {
    const code = `Void(WriteStorageFile("x", "1")); AddElement(r, RenameStorageFile("x", "y"));
      AddElement(r, ReadStorageFile("x")); AddElement(r, String(ReadStorageFile("y")));
      AddElement(r, DeleteStorageFile("y")); AddElement(r, IsString(DeleteStorageFile("y")));`;
    expect(await bench.run(code, 'ann')).toBe('(#NULL#,#NULL#,1,#NULL#,YES)');
  });

  it('of others need the right', async () => {
    await bench.run('Void(WriteStorageFile("secret", "s"));', 'bob');
    const code = `AddElement(r, ReadStorageFile("~bob/secret"));
      AddElement(r, IsString(WriteStorageFile("~bob/secret", "t")));`;
    expect(await bench.run(code, 'ann')).toBe('(#NULL#,YES)');
    expect(await bench.run('AddElement(r, String(ReadStorageFile("~bob/secret")));', 'adm')).toBe('(s)');
    expect(await bench.run('AddElement(r, ReadStorageFile("secret"));')).toBe('(#NULL#)');
  });

  it('stop at the quota, and nothing is changed', async () => {
    const limit = dictOf([['MaxWebSize', '10']]);
    await bench.test.server.objects.accounts.updateSettings(SYSTEM, `bob@${MAIN}`, limit);
    const code = `Void(WriteStorageFile("q", "1")); AddElement(r, IsString(WriteStorageFile("q", "12345678901234567890")));
      AddElement(r, String(ReadStorageFile("q")));`;
    expect(await bench.run(code, 'bob')).toBe('(YES,1)');
  });
});

describe('folders', () => {
  it('are made, listed, renamed and removed when empty', async () => {
    const code = `
      AddElement(r, CreateStorageDirectory("d1")); Void(WriteStorageFile("d1/f", "123"));
      l = ListStorageFiles("d1"); AddElement(r, l.f.STFileSize); AddElement(r, IsDate(l.f.STModified));
      AddElement(r, ListStorageFiles("").d1.STFileSize);
      AddElement(r, IsString(DeleteStorageDirectory("d1")));
      AddElement(r, RenameStorageDirectory("d1", "d2"));
      AddElement(r, String(ReadStorageFile("d2/f"))); Void(DeleteStorageFile("d2/f"));
      AddElement(r, DeleteStorageDirectory("d2")); AddElement(r, ListStorageFiles("d2"));`;
    expect(await bench.run(code, 'ann')).toBe('(#NULL#,#3,YES,#NULL#,YES,#NULL#,123,#NULL#,#NULL#)');
  });
});

describe('attributes', () => {
  it('are XML objects that are added, read by name and removed', async () => {
    const code = `Void(WriteStorageFile("m", "1"));
      a = NewArray(); AddElement(a, ToObject("<color>red</color>")); AddElement(a, ToObject("<note>x</note>"));
      AddElement(r, WriteStorageFileAttr("m", a));
      got = ReadStorageFileAttr("m", "color");
      AddElement(r, String(got[0])); AddElement(r, Length(ReadStorageFileAttr("m", null)));
      d = NewArray(); AddElement(d, ToObject("<color mode=\\"delete\\"/>"));
      AddElement(r, WriteStorageFileAttr("m", d)); AddElement(r, Length(ReadStorageFileAttr("m", null)));`;
    expect(await bench.run(code, 'ann')).toBe('(#NULL#,red,#2,#NULL#,#1)');
  });

  it('of wrong classes stop the program', async () => {
    expect(await bench.run('AddElement(r, WriteStorageFileAttr("m", "x"));', 'ann')).toBe('status 500');
    expect(await bench.run('AddElement(r, AppendStorageFile(1, "x"));', 'ann')).toBe('status 500');
  });
});

describe('locks', () => {
  it('keep others out until they are given back', async () => {
    const code = `Void(WriteStorageFile("l", "1")); p = NewDictionary(); p.owner = "me";
      first = LockStorageFile("l", p); AddElement(r, first.mode); AddElement(r, IsString(first.id));
      AddElement(r, IsString(LockStorageFile("l", p)));
      AddElement(r, WriteStorageFile("l", "2")); f = NewDictionary(); f.fileName = "l"; f.lock = first.id;
      AddElement(r, WriteStorageFile(f, "3")); AddElement(r, String(ReadStorageFile("l")));
      p.mode = "unlock"; p.id = first.id; AddElement(r, IsDictionary(LockStorageFile("l", p)));
      p.mode = "exclusive"; p.id = null; AddElement(r, IsDictionary(LockStorageFile("l", p)));`;
    expect(await bench.run(code, 'ann')).toBe('(exclusive,YES,YES,"file is locked",#NULL#,3,YES,YES)');
  });
});
