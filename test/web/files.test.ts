/** Regular files: types, validators, ranges; files of accounts (webapp.md A5, B1). */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { typeOf } from '../../host/web/respond/contenttypes.js';
import { readRange } from '../../host/web/respond/range.js';
import { ask } from './wire.js';
import { World } from './world.js';

const world = new World(['main.test']);
let port = 0;
const MODIFIED = 'Fri, 02 Jan 2026 03:04:05 GMT';

beforeAll(async () => {
  world.addFiles('stock', '', {
    'ten.txt': '0123456789',
    'empty.txt': '',
    'x.weird': 'x',
    'notfound.wssp': 'p',
    'moved.wssp': 'p',
  });
  const anna = world.addAccount('anna@main.test', 'secret');
  anna.files.set('default.html', Buffer.from('<script>home</script>'));
  anna.files.set('pics/a+b ä.png'.replace('ä', 'Ã¤'), Buffer.from('png'));
  anna.files.set('private/x', Buffer.from('hidden'));
  anna.files.set('private/share/a b', Buffer.from('shared'));
  anna.files.set('private/share/pwd/c', Buffer.from('deeper'));
  anna.folders.add('pics');
  port = await world.start();
});

afterAll(() => world.stop());

describe('ranges', () => {
  it.each<[string, number, unknown]>([
    ['bytes=0-3', 10, { first: 0, last: 3 }],
    ['bytes=4-', 10, { first: 4, last: 9 }],
    ['bytes=-3', 10, { first: 7, last: 9 }],
    ['bytes=-99', 10, { first: 0, last: 9 }],
    ['bytes=0-99', 10, { first: 0, last: 9 }],
    ['Bytes = 1-1', 10, { first: 1, last: 1 }],
    ['bytes=10-', 10, 'none'],
    ['bytes=-0', 10, 'none'],
    ['bytes=0-', 0, 'none'],
    ['bytes=5-2', 10, null],
    ['bytes=-', 10, null],
    ['bytes=0-1,3-4', 10, null],
    ['bytes=a-b', 10, null],
    ['lines=0-1', 10, null],
    ['bytes=99999999999999999999-', 10, 'none'],
    ['bytes=7-99999999999999999999', 10, { first: 7, last: 9 }],
    ['bytes=-99999999999999999999', 10, { first: 0, last: 9 }],
  ])('%s of %i', (field, size, expected) => {
    expect(readRange(field, size)).toEqual(expected);
  });
});

describe('skin files', () => {
  const get = (fields: Record<string, string> = {}, target = '/ten.txt', method = 'GET') =>
    ask(port, target, { method, fields: { Host: 'main.test', ...fields } });

  it('has validators, type and caching', async () => {
    const plain = await get();
    expect(plain.fields).toMatchObject({
      'content-type': 'text/plain; charset=utf-8',
      'last-modified': MODIFIED,
      'accept-ranges': 'bytes',
      'content-length': '10',
      'cache-control': 'no-cache',
    });
    expect(plain.fields.etag).toMatch(/^"[\w-]{22}"$/);
    const kept = await get({}, '/SkinFiles///ten.txt');
    expect(kept.fields['cache-control']).toBe('public, max-age=3600');
    expect(kept.fields.etag).toBe(plain.fields.etag);
    expect((await get({}, '/x.weird')).fields['content-type']).toBe('application/octet-stream');
    expect((await get({}, '/empty.txt')).fields['content-length']).toBe('0');
  });

  it('answers conditional requests', async () => {
    const etag = (await get()).fields.etag ?? '';
    /** fields, status */
    const cases: [Record<string, string>, number][] = [
      [{ 'If-None-Match': etag }, 304],
      [{ 'If-None-Match': `W/${etag}` }, 304],
      [{ 'If-None-Match': `"other", ${etag}` }, 304],
      [{ 'If-None-Match': '*' }, 304],
      [{ 'If-None-Match': '"other"' }, 200],
      [{ 'If-None-Match': '"other"', 'If-Modified-Since': MODIFIED }, 200],
      [{ 'If-Modified-Since': MODIFIED }, 304],
      [{ 'If-Modified-Since': 'Thu, 01 Jan 2026 00:00:00 GMT' }, 200],
      [{ 'If-Modified-Since': 'yesterday' }, 200],
    ];
    for (const [fields, status] of cases) {
      const got = await get(fields);
      expect([fields, got.status]).toEqual([fields, status]);
      expect(got.body).toBe(status === 304 ? '' : '0123456789');
      expect(got.fields.etag).toBe(etag);
    }
  });

  it('sends parts', async () => {
    const etag = (await get()).fields.etag ?? '';
    /** fields, status, Content-Range, body */
    const cases: [Record<string, string>, number, string | undefined, string][] = [
      [{ Range: 'bytes=2-4' }, 206, 'bytes 2-4/10', '234'],
      [{ Range: 'bytes=-2' }, 206, 'bytes 8-9/10', '89'],
      [{ Range: 'bytes=0-0' }, 206, 'bytes 0-0/10', '0'],
      [{ Range: 'bytes=20-' }, 416, 'bytes */10', 'The file has no such part.\n'],
      [{ Range: 'bytes=0-1,4-5' }, 200, undefined, '0123456789'],
      [{ Range: 'nonsense' }, 200, undefined, '0123456789'],
      [{ Range: 'bytes=2-4', 'If-Range': etag }, 206, 'bytes 2-4/10', '234'],
      [{ Range: 'bytes=2-4', 'If-Range': '"old"' }, 200, undefined, '0123456789'],
      [{ Range: 'bytes=2-4', 'If-Range': MODIFIED }, 206, 'bytes 2-4/10', '234'],
      [{ Range: 'bytes=2-4', 'If-None-Match': etag }, 304, undefined, ''],
    ];
    for (const [fields, status, range, body] of cases) {
      const got = await get(fields);
      expect([fields, got.status, got.fields['content-range'], got.body]).toEqual([
        fields,
        status,
        range,
        body,
      ]);
    }
    const head = await get({ Range: 'bytes=2-4' }, '/ten.txt', 'HEAD');
    expect([head.status, head.fields['content-length']]).toEqual([200, '10']);
  });

  it.each([
    ['a.HTML', 'text/html; charset=utf-8'],
    ['a.b.png', 'image/png'],
    ['noextension', 'application/octet-stream'],
    ['x.__proto__', 'application/octet-stream'],
    ['x.constructor', 'application/octet-stream'],
  ])('knows the type of %s', (name, type) => {
    expect(typeOf(name)).toBe(type);
  });
});

describe('personal sites', () => {
  it('serves files with an origin of their own', async () => {
    const home = await ask(port, '/~anna/', { fields: { Host: 'main.test' } });
    expect(home.body).toBe('<script>home</script>');
    expect(home.fields['content-security-policy']).toMatch(/^sandbox (?!.*allow-same-origin)/);
    expect(
      (await ask(port, '/~ANNA/pics/a+b%20%C3%A4.png', { fields: { Host: 'main.test' } })).fields[
        'content-type'
      ],
    ).toBe('image/png');
  });

  it('leads folders to their slash', async () => {
    const got = await ask(port, '/~anna?x=1', { fields: { Host: 'main.test' } });
    expect([got.status, got.fields.location]).toEqual([301, '/~anna/?x=1']);
    const folder = await ask(port, '//~anna/pics', { fields: { Host: 'main.test' } });
    expect([folder.status, folder.fields.location]).toEqual([301, '/~anna/pics/']);
  });

  it.each([
    ['/~anna/protected/pwd/k1/share/a%20b', 'shared'],
    ['/~anna/protected/share/pwd/k1/a%20b', 'shared'],
    ['/~anna/protected//share//PWD/k1//a%20b', 'shared'],
    ['/~anna/protected/share/pwd/pwd/k1/c', 'deeper'],
  ])('gives private files to whom has the key: %s', async (target, body) => {
    const got = await ask(port, target, { fields: { Host: 'main.test' } });
    expect([got.status, got.body, got.fields['cache-control']]).toEqual([200, body, 'private, no-store']);
    expect(got.fields['content-security-policy']).toMatch(/^sandbox (?!.*allow-same-origin)/);
  });

  it.each([
    '/~anna/protected/pwd/k2/share/a%20b',
    '/~anna/protected/pwd/k1',
    '/~anna/protected/pwd/k1/none',
    '/~anna/protected/pwd/k1/%2e%2e/default.html',
    '/~anna/share/pwd/k1/a%20b',
    '/~anna/none',
    '/~anna/pics/',
    '/~anna/private/x',
    '/~anna/../anna/default.html',
    '/~anna/%2e%2e/x',
    '/~bert/',
  ])('%s is 404', async target => {
    expect((await ask(port, target, { fields: { Host: 'main.test' } })).status).toBe(404);
  });
});
