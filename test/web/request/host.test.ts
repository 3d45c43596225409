import { describe, expect, it } from 'vitest';
import { readHost } from '../../../host/web/request/host.js';
import { ProxyList, plainAddress } from '../../../host/web/request/proxy.js';

const good: [string, string, boolean, number | null][] = [
  ['example.test', 'example.test', false, null],
  ['Example.TEST:8100', 'example.test', false, 8100],
  ['example.test.', 'example.test', false, null],
  ['example.test:', 'example.test', false, null],
  ['my_host', 'my_host', false, null],
  ['127.0.0.1', '127.0.0.1', true, null],
  ['127.0.0.1:80', '127.0.0.1', true, 80],
  ['[::1]', '::1', true, null],
  ['[::1]:9100', '::1', true, 9100],
  ['xn--bcher-kva.test', 'xn--bcher-kva.test', false, null],
];

const bad = [
  '',
  ' ',
  ':80',
  'a b',
  'user@example.test',
  'example.test:80:90',
  'example.test:99999',
  'example.test:x',
  'example.test/path',
  'example..test',
  '-a.test',
  'a-.test',
  '.test',
  '[::1',
  '[x]',
  '[::1]x',
  '[fe80::1%25eth0]',
  '::1',
  '1.2.3.4.5',
  '999.1.1.1',
  'a,b',
  'a"b',
  '<x>',
  'bücher.test',
  `${'a'.repeat(64)}.test`,
  `${'a.'.repeat(130)}test`,
];

describe('Host field', () => {
  it.each(good)('%s', (field, name, isAddress, port) => {
    expect(readHost(field)).toEqual({ name, isAddress, port });
  });

  it.each(bad)('refuses %j', field => {
    expect(() => readHost(field)).toThrow(expect.objectContaining({ code: 'bad-host' }));
  });
});

describe('trusted proxies', () => {
  const list = new ProxyList('10.0.0.0/8, 127.0.0.1, 2001:db8::/32');

  /** peer, X-Forwarded-For, client */
  const cases: [string, string | undefined, string | null][] = [
    ['127.0.0.1', '1.2.3.4', '1.2.3.4'],
    ['::ffff:127.0.0.1', '1.2.3.4', '1.2.3.4'],
    ['127.0.0.1', '6.6.6.6, 1.2.3.4', '1.2.3.4'],
    ['127.0.0.1', '6.6.6.6, 1.2.3.4, 10.1.1.1', '1.2.3.4'],
    ['127.0.0.1', '10.2.2.2, 10.1.1.1', '10.2.2.2'],
    ['127.0.0.1', '1.2.3.4:5678', '1.2.3.4'],
    ['127.0.0.1', '[2001:db9::1]:5678', '2001:db9::1'],
    ['2001:db8::5', '2001:db9::1', '2001:db9::1'],
    ['127.0.0.1', undefined, null],
    ['127.0.0.1', '', null],
    ['127.0.0.1', 'unknown', null],
    ['127.0.0.1', '1.2.3.4, <script>', null],
    ['127.0.0.1', Array(40).fill('10.0.0.1').join(','), null],
    ['8.8.8.8', '1.2.3.4', null],
    ['2001:db9::5', '1.2.3.4', null],
  ];

  it.each(cases)('%s says %s', (peer, field, client) => {
    expect(list.client(peer, field)).toBe(client);
  });

  it('believes nobody when the list is empty', () => {
    expect(new ProxyList('').client('127.0.0.1', '1.2.3.4')).toBeNull();
  });

  it('prints addresses plainly', () => {
    expect(plainAddress('::ffff:1.2.3.4')).toBe('1.2.3.4');
    expect(plainAddress('fe80::1%eth0')).toBe('fe80::1');
    expect(plainAddress(undefined)).toBe('');
  });
});
