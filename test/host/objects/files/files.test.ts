import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import type { WritePosition } from '../../../../host/objects/files/index.js';
import { parsePath } from '../../../../host/objects/files/paths.js';
import { defaultFileLimits } from '../../../../host/objects/files/types.js';
import { parseXml, printXml } from '../../../../stdlib/data/index.js';
import type { Xml } from '../../../../stdlib/values/types.js';
import { bytes, codeOf, makeWorld, principal, type World } from './world.js';

const ann = principal('ann');
const bob = principal('bob');
const adm = principal('adm');

let world: World;
beforeEach(async () => {
  world = await makeWorld();
});

function xml(text: string): Xml {
  const result = parseXml(text);
  if (!('value' in result)) throw new Error(text);
  return result.value as Xml;
}

const read = async (name: string, options = {}) =>
  Buffer.from((await world.files.read(ann, 'ann', name, options)).bytes).toString('utf8');

async function names(folder: string, who = ann): Promise<string[]> {
  const found: string[] = [];
  for await (const { name, isFolder } of world.files.list(who, 'ann', folder))
    found.push(isFolder ? `${name}/` : name);
  return found;
}

describe('names', () => {
  const good: [string, unknown][] = [
    ['a.txt', { owner: null, view: null, parts: ['a.txt'], isFolder: false }],
    ['/a/b', { owner: null, view: null, parts: ['a', 'b'], isFolder: false }],
    ['a/', { owner: null, view: null, parts: ['a'], isFolder: true }],
    ['', { owner: null, view: null, parts: [], isFolder: true }],
    ['~bob@x.test/f', { owner: 'bob@x.test', view: null, parts: ['f'], isFolder: false }],
    ['~bob', { owner: 'bob', view: null, parts: [], isFolder: true }],
    ['$DomainSkins/Blue/a', { owner: null, view: 'domainskins', parts: ['Blue', 'a'], isFolder: false }],
    ['private//a///b', { owner: null, view: null, parts: ['private', 'a', 'b'], isFolder: false }],
    ['//~bob//f//', { owner: 'bob', view: null, parts: ['f'], isFolder: true }],
    ['//', { owner: null, view: null, parts: [], isFolder: true }],
    ['$other/a', { owner: null, view: null, parts: ['$other', 'a'], isFolder: false }],
  ];
  test.each(good)('%j', (name, expected) => {
    expect(parsePath(name, defaultFileLimits)).toEqual(expected);
  });
  test.each([
    '..',
    'a/../b',
    './a',
    'a//../b',
    '~//bob',
    'a\u0000b',
    'a\nb',
    '~',
    '\xff',
    'x'.repeat(256),
    'a/'.repeat(40),
  ])('refuses %j', name => {
    expect(() => parsePath(name, defaultFileLimits)).toThrow('illegal file name');
  });
});

describe('writing', () => {
  const steps: [string, WritePosition, string, string][] = [
    ['hello', 'replace', 'hello', 'ok'],
    ['!!', 'end', 'hello!!', 'ok'],
    ['EL', 1, 'hELlo!!', 'ok'],
    ['xyz', 6, 'hELlo!xyz', 'ok'],
    ['J', 'start', 'JELlo!xyz', 'ok'],
    ['q', 'new', 'JELlo!xyz', 'file-exists'],
    ['q', 10, 'JELlo!xyz', 'file-position'],
    ['fresh', 0, 'fresh', 'ok'],
  ];
  test('at every kind of position', async () => {
    for (const [data, position, content, code] of steps) {
      expect(await codeOf(world.files.write(ann, 'ann', 'f', bytes(data), { position }))).toBe(code);
      expect(await read('f')).toBe(content);
    }
  });

  test('makes missing folders, but not through a file', async () => {
    await world.files.write(ann, 'ann', 'a/b/c.txt', bytes('x'));
    expect(await names('')).toEqual(['a/']);
    expect(await names('a/b')).toEqual(['c.txt']);
    expect(await codeOf(world.files.write(ann, 'ann', 'a/b/c.txt/d', bytes('x')))).toBe('file-exists');
    expect(await codeOf(world.files.write(ann, 'ann', 'a', bytes('x')))).toBe('file-exists');
    expect(await codeOf(world.files.write(ann, 'ann', 'n', bytes('x'), { position: 3 }))).toBe(
      'file-unknown',
    );
    expect(await codeOf(world.files.write(ann, 'ann', 'n', bytes('x'), { position: 'start' }))).toBe(
      'file-unknown',
    );
  });

  test('positions against a plain model', async () => {
    const position = fc.oneof(
      fc.constantFrom<WritePosition>('replace', 'start', 'end'),
      fc.nat({ max: 300 }),
    );
    const step = fc.tuple(position, fc.uint8Array({ maxLength: 200 }));
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async writes => {
        const name = `p${run++}`;
        let model = Buffer.alloc(0);
        await world.files.write(ann, 'ann', name, model);
        for (const [at, data] of writes) {
          const code = await codeOf(world.files.write(ann, 'ann', name, data, { position: at }));
          if (typeof at === 'number' && at > model.length) {
            expect(code).toBe('file-position');
            continue;
          }
          expect(code).toBe('ok');
          if (at === 'replace' || at === 'new' || at === 0) model = Buffer.from(data);
          else {
            const start = at === 'end' ? model.length : at === 'start' ? 0 : at;
            model = Buffer.concat([model.subarray(0, start), data, model.subarray(start + data.length)]);
          }
        }
        const stored = await world.files.read(ann, 'ann', name);
        expect(Buffer.compare(stored.bytes, model)).toBe(0);
        expect(stored.size).toBe(model.length);
      }),
      { numRuns: 60 },
    );
  });

  test('a log that grows', async () => {
    let model = '';
    for (let n = 0; n < 150; n++) {
      const line = `${n}:${'x'.repeat(n % 7 === 0 ? 70_000 : 10)}\n`;
      model += line;
      await world.files.write(ann, 'ann', 'log', bytes(line), { position: 'end' });
    }
    expect(await read('log')).toBe(model);
    expect(await read('log', { position: 70_000, limit: 9 })).toBe(model.slice(70_000, 70_009));
    expect(await read('log', { position: model.length + 5, limit: 9 })).toBe('');
  });
});

describe('folders', () => {
  test('made, renamed with what is in them, removed when empty', async () => {
    await world.files.makeFolder(ann, 'ann', 'docs/old');
    await world.files.write(ann, 'ann', 'docs/old/a', bytes('12345'));
    expect(await codeOf(world.files.makeFolder(ann, 'ann', 'docs'))).toBe('folder-exists');
    await world.files.rename(ann, 'ann', 'docs/old', 'docs/new');
    expect(await read('docs/new/a')).toBe('12345');
    expect(await codeOf(world.files.rename(ann, 'ann', 'docs', 'docs/new/in'))).toBe('file-name');
    expect(await codeOf(world.files.remove(ann, 'ann', 'docs/new/', 'any'))).toBe('folder-not-empty');
    expect(await world.files.measure(ann, 'ann', 'docs')).toEqual({ files: 1, size: 5 });
    await world.files.remove(ann, 'ann', 'docs/new/a', 'file');
    await world.files.remove(ann, 'ann', 'docs/new', 'folder');
    expect(await names('docs')).toEqual([]);
    expect(await codeOf(names('none'))).toBe('folder-unknown');
    expect(await codeOf(world.files.remove(ann, 'ann', 'none', 'file'))).toBe('file-unknown');
    expect(await codeOf(world.files.remove(ann, 'ann', '', 'folder'))).toBe('file-denied');
  });

  test('a file is not renamed over another one', async () => {
    await world.files.write(ann, 'ann', 'a', bytes('1'));
    await world.files.write(ann, 'ann', 'b', bytes('2'));
    expect(await codeOf(world.files.rename(ann, 'ann', 'a', 'b'))).toBe('file-exists');
    await world.files.rename(ann, 'ann', 'a', 'deep/er/c');
    expect(await read('deep/er/c')).toBe('1');
  });
});

describe('quota', () => {
  test('size, count and file size', async () => {
    Object.assign(world.settings, { MaxWebSize: '10', MaxWebFiles: '2', MaxFileSize: '8' });
    const write = (name: string, size: number, position: WritePosition = 'replace') =>
      codeOf(world.files.write(ann, 'ann', name, bytes('x'.repeat(size)), { position }));
    expect(await write('a', 9)).toBe('file-limit');
    expect(await write('a', 8)).toBe('ok');
    expect(await write('b', 3)).toBe('file-limit');
    expect(await write('b', 2)).toBe('ok');
    expect(await write('c', 0)).toBe('file-limit');
    expect(await write('b', 1, 'end')).toBe('file-limit');
    expect(await write('a', 1)).toBe('ok');
    expect(await write('b', 5)).toBe('ok');
    expect(world.files.use(ann, 'ann')).toEqual({ files: 2, size: 6, fileLimit: 2, sizeLimit: 10 });
    await world.files.remove(ann, 'ann', 'a');
    expect(world.files.use(ann, 'ann')).toMatchObject({ files: 1, size: 5 });
  });
});

describe('rights', () => {
  test('the nearest ACL decides, AUTH narrows', async () => {
    await world.files.write(ann, 'ann', 'private/docs/a', bytes('A'));
    const reads = (who = bob, options = {}) =>
      codeOf(world.files.read(who, 'ann', 'private/docs/a', options));
    expect(await reads()).toBe('file-denied');
    expect(await reads(adm)).toBe('ok');
    expect(await reads(adm, { auth: bob })).toBe('file-denied');
    await world.files.updateAttributes(ann, 'ann', 'private', [
      xml('<ACL><subKey key="#team">lr</subKey></ACL>'),
    ]);
    expect(await reads()).toBe('ok');
    expect(await reads(bob, { auth: adm })).toBe('ok');
    expect(await codeOf(world.files.write(bob, 'ann', 'private/docs/a', bytes('B')))).toBe('file-denied');
    await world.files.updateAttributes(ann, 'ann', 'private/docs', [
      xml('<ACL><subKey key="anyone@">lrwd</subKey><subKey key="-bob">d</subKey></ACL>'),
    ]);
    expect(await codeOf(world.files.write(bob, 'ann', '~ann/private/docs/a', bytes('B')))).toBe('ok');
    expect(await codeOf(world.files.remove(bob, 'ann', 'private/docs/a'))).toBe('file-denied');
    expect(
      await codeOf(
        world.files.updateAttributes(ann, 'ann', '', [xml('<ACL><subKey key="x">q</subKey></ACL>')]),
      ),
    ).toBe('illegal-value');
  });

  test('the personal site shows everything outside private', async () => {
    await world.files.write(ann, 'ann', 'index.html', bytes('hi'));
    await world.files.write(ann, 'ann', 'private/x', bytes('no'));
    const owner = { account: 'ann', domain: 'd.test', id: 1 };
    const nobody = { kind: 'nobody', domain: 'd.test' } as const;
    const visit = (name: string, who: typeof nobody | typeof bob = nobody) =>
      world.files.visit(who, owner, name);
    expect(await visit('index.html')).toMatchObject({ size: 2 });
    expect(await visit('')).toBe('folder');
    expect(await visit('private/x')).toBe(null);
    expect(await visit('private')).toBe(null);
    expect(await visit('private/x', ann)).toMatchObject({ size: 2 });
    expect(await visit('$ServerSkins/a')).toBe(null);
  });
});

describe('attributes', () => {
  test('replaced, added to, removed', async () => {
    await world.files.write(ann, 'ann', 'f', bytes(''));
    const change = (text: string, replace = false) =>
      world.files.updateAttributes(ann, 'ann', 'f', [xml(text)], { replace });
    const all = async () => (await world.files.attributes(ann, 'ann', 'f', null)).map(item => printXml(item));
    await change('<comment>one</comment>');
    await change('<mimeType>text/x-test</mimeType>');
    expect(await all()).toEqual(['<comment>one</comment>', '<mimeType>text/x-test</mimeType>']);
    expect((await world.files.read(ann, 'ann', 'f')).type).toBe('text/x-test');
    await change('<comment mode="add">two</comment>');
    expect(await all()).toEqual(['<mimeType>text/x-test</mimeType>', '<comment>onetwo</comment>']);
    await change('<comment mode="delete">x</comment>');
    await change('<mimeType/>');
    expect(await all()).toEqual([]);
    await change('<a>1</a>');
    await change('<b>2</b>', true);
    expect(await all()).toEqual(['<b>2</b>']);
    expect(await world.files.attributes(ann, 'ann', 'f', ['a'])).toEqual([]);
    expect(await codeOf(change(`<c>${'x'.repeat(70_000)}</c>`))).toBe('file-limit');
    expect(await codeOf(world.files.attributes(ann, 'ann', 'none', null))).toBe('file-unknown');
  });
});

describe('keys for whom has no account', () => {
  const keys = async (name: string) =>
    (await world.files.attributes(ann, 'ann', name, ['accessPwd'])).map(item => printXml(item));
  const change = (name: string, ...updates: string[]) =>
    world.files.updateAttributes(ann, 'ann', name, updates.map(xml));
  const key = (text: string, mode = '') =>
    `<accessPwd${mode && ` mode="${mode}"`}><key>${text}</key></accessPwd>`;
  const got = async (name: string, text: string) => {
    const slice = await world.files.visitWithKey({ account: 'ann', domain: 'd.test', id: 1 }, name, text);
    return slice === null ? null : Buffer.from(slice.bytes).toString('utf8');
  };

  test('stand side by side, each is added and removed by itself', async () => {
    await world.files.write(ann, 'ann', 'private/share/f', bytes('for you'));
    await change('private/share', '<comment>kept</comment>', key('k1', 'add'));
    await change('private/share', key('k2', 'add'));
    await change('private/share', key('k2', 'add'));
    expect(await keys('private/share')).toEqual([key('k1'), key('k2')]);
    await change('private/share', key('k1', 'delete'));
    expect(await keys('private/share')).toEqual([key('k2')]);
    await change('private/share', key('k3'), key('k4'));
    expect(await keys('private/share')).toEqual([key('k3'), key('k4')]);
    await change('private/share', '<accessPwd mode="delete"/>');
    expect(await keys('private/share')).toEqual([]);
    expect(await world.files.attributes(ann, 'ann', 'private/share', null)).toHaveLength(1);
  });

  test('open a file and what is below a folder, nothing else', async () => {
    await world.files.write(ann, 'ann', 'private/share/in/f', bytes('for you'));
    await world.files.write(ann, 'ann', 'private/other', bytes('for me'));
    await change('private/share', key('k1', 'add'));
    expect(await got('private/share/in/f', 'k1')).toBe('for you');
    expect(await got('private/share/in/f', 'k2')).toBe(null);
    expect(await got('private/share/in/f', '')).toBe(null);
    expect(await got('private/share/in', 'k1')).toBe(null);
    expect(await got('private/other', 'k1')).toBe(null);
    expect(await got('private/none', 'k1')).toBe(null);
  });
});

describe('locks', () => {
  const wish = { isShared: false, isDeep: true, owner: 'me', timeout: 60 };
  test('stand against writers without the token until they end', async () => {
    await world.files.write(ann, 'ann', 'd/f', bytes('1'));
    const lock = world.files.lock(ann, 'ann', 'd', wish);
    const write = (options = {}) => codeOf(world.files.write(ann, 'ann', 'd/f', bytes('2'), options));
    expect(await write()).toBe('file-locked');
    expect(await write({ tokens: [lock.token] })).toBe('ok');
    expect(await codeOf(world.files.rename(ann, 'ann', 'd/f', 'e'))).toBe('file-locked');
    expect(() => world.files.lock(ann, 'ann', 'd/f', { ...wish, isShared: true })).toThrow('file is locked');
    world.now += 61_000;
    expect(await write()).toBe('ok');
  });
  test('shared ones stand side by side, unlock frees', async () => {
    await world.files.write(ann, 'ann', 'f', bytes('1'));
    const shared = { ...wish, isShared: true, isDeep: false };
    const one = world.files.lock(ann, 'ann', 'f', shared);
    const two = world.files.lock(ann, 'ann', 'f', shared);
    expect(world.files.locks(ann, 'ann', 'f')).toHaveLength(2);
    expect(await codeOf(world.files.remove(ann, 'ann', 'f'))).toBe('file-locked');
    world.files.unlock(ann, 'ann', 'f', one.token);
    expect(world.files.lock(ann, 'ann', 'f', shared, two.token).until).toBe(world.now + 60_000);
    world.files.unlock(ann, 'ann', 'f', two.token);
    expect(await codeOf(world.files.remove(ann, 'ann', 'f'))).toBe('ok');
    expect(() => world.files.unlock(ann, 'ann', 'f', two.token)).toThrow('file is locked');
  });
});

test('subscription', async () => {
  await world.files.setSubscription(ann, '*', ['~bob/docs', 'x', 'x']);
  await world.files.updateSubscription(ann, '*', ['y'], ['x']);
  expect(world.files.subscription(adm, 'ann')).toEqual(['~bob/docs', 'y']);
  expect(() => world.files.subscription(bob, 'ann')).toThrow('insufficient access rights');
});

test('everything of an account goes', async () => {
  await world.files.write(ann, 'ann', 'a/b/c', bytes('x'.repeat(9000)));
  await world.files.setSubscription(ann, '*', ['x']);
  await world.files.write(bob, 'bob', 'keep', bytes('k'));
  await world.files.cleanAccount(1);
  expect(await names('')).toEqual([]);
  expect(world.files.use(ann, 'ann')).toMatchObject({ files: 0, size: 0 });
  expect(world.files.subscription(ann, '*')).toEqual([]);
  expect((await world.files.read(bob, 'bob', 'keep')).size).toBe(1);
});
