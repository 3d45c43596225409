/** Telephone numbers in DNS: substitution expressions are data of strangers. */
import { expect, test } from 'vitest';
import { enumName, substitute } from '../../../host/builtins/network/enum.js';

test.each<[string, string | null]>([
  ['!^.*$!sip:info@example.test!', 'sip:info@example.test'],
  ['!^\\+1(.*)$!sip:\\1@example.test!', 'sip:4155551@example.test'],
  ['!^\\+(\\d)(\\d+)$!sip:\\2.\\1.\\3@example.test!', 'sip:4155551.1.@example.test'],
  ['!^\\+49!sip:x!', null],
  ['!(!sip:x!', null],
  ['!(?=x)!sip:x!', null],
  ['!!', null],
  [`!^${'.*'.repeat(100)}x$!sip:x!`, null],
  [`!^(${'(\\d+)+'.repeat(20)})+x$!sip:x!`, null],
])('%s', (regexp, url) => {
  expect(substitute(regexp, '+14155551')).toBe(url);
});

test('names of numbers', () => {
  expect(enumName('+1 (415) 5551', 'e164.arpa.')).toBe('1.5.5.5.5.1.4.1.e164.arpa');
  expect(enumName('1'.repeat(16), 'e164.arpa')).toBeNull();
});
