import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Refusal } from '../../../host/web/request/refusal.js';
import { readTarget } from '../../../host/web/request/target.js';

const LIMIT = 8192;

/** target, path, query, authority, parts, route */
const good: [string, string, string | null, string | null, string[], string][] = [
  ['/', '/', null, null, [''], '/'],
  ['/a.wcgp', '/a.wcgp', null, null, ['a.wcgp'], '/a.wcgp'],
  ['/a+b', '/a+b', null, null, ['a+b'], '/a+b'],
  ['/a%2Bb', '/a%2Bb', null, null, ['a+b'], '/a+b'],
  ['/a?x=1', '/a', 'x=1', null, ['a'], '/a'],
  ['/a?', '/a', '', null, ['a'], '/a'],
  ['/a?b?c', '/a', 'b?c', null, ['a'], '/a'],
  ['//a///b', '//a///b', null, null, ['', 'a', '', '', 'b'], '/a/b'],
  ['/a//', '/a//', null, null, ['a', '', ''], '/a/'],
  ['//', '//', null, null, ['', ''], '/'],
  [
    '/SkinFiles//Skin/x.gif',
    '/SkinFiles//Skin/x.gif',
    null,
    null,
    ['SkinFiles', '', 'Skin', 'x.gif'],
    '/SkinFiles/Skin/x.gif',
  ],
  ['/%C3%A4', '/%C3%A4', null, null, ['ä'], '/ä'],
  ['/%53ession/1', '/%53ession/1', null, null, ['Session', '1'], '/Session/1'],
  ['http://h.test:8100/a?b', '/a', 'b', 'h.test:8100', ['a'], '/a'],
  ['http://h.test', '/', null, 'h.test', [''], '/'],
  ['HTTPS://h.test?x', '/', 'x', 'h.test', [''], '/'],
  ['/a/../b', '/a/../b', null, null, ['a', '..', 'b'], '/a/../b'],
];

/** target, code of the refusal */
const bad: [string, string][] = [
  ['', 'bad-url'],
  ['*', 'bad-url'],
  ['a', 'bad-url'],
  ['example.test:80', 'bad-url'],
  ['ftp://h.test/', 'bad-url'],
  ['/a b', 'bad-url'],
  ['/\u0000', 'bad-url'],
  ['/a\u007f', 'bad-url'],
  ['/ä', 'bad-url'],
  ['/a#b', 'bad-url'],
  ['/%', 'bad-percent'],
  ['/%4', 'bad-percent'],
  ['/%zz', 'bad-percent'],
  ['/a?x=%', 'bad-percent'],
  ['/a?x=%u0041', 'bad-percent'],
  ['/%ff', 'bad-encoding'],
  ['/%c0%af', 'bad-encoding'],
  ['/%ed%a0%80', 'bad-encoding'],
  ['/%00', 'bad-url'],
  ['/a%0d%0ab', 'bad-url'],
  ['/a%2fb', 'bad-url'],
  ['/a%5cb', 'bad-url'],
  ['/a\\b', 'bad-url'],
  [`/${'a'.repeat(LIMIT)}`, 'url-too-long'],
];

describe('request target', () => {
  it.each(good)('%s', (target, path, query, authority, parts, route) => {
    expect(readTarget(target, LIMIT)).toEqual({ path, query, authority, parts, route });
  });

  it.each(bad)('refuses %j', (target, code) => {
    expect(() => readTarget(target, LIMIT)).toThrow(expect.objectContaining({ code }));
  });

  it('gives a path or a refusal, never anything else', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), text => {
        try {
          const { route, parts } = readTarget(`/${text}`, LIMIT);
          expect(route.startsWith('/')).toBe(true);
          expect(route.includes('//')).toBe(false);
          for (const part of parts) expect(part).not.toMatch(/[\u0000-\u001f/\\]/);
        } catch (error) {
          expect(error).toBeInstanceOf(Refusal);
        }
      }),
    );
  });

  it('reads back every encoded name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }), name => {
        if (/[\u0000-\u001f\u007f/\\]/.test(name)) return;
        expect(readTarget(`/x/${encodeURIComponent(name)}`, LIMIT).parts).toEqual(['x', name]);
      }),
    );
  });
});
