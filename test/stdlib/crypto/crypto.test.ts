/** Digests and ciphers of the language against those of Node. */
import { createCipheriv, createHash, createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cryDecrypt, cryEncrypt } from '../../../stdlib/crypto/cipher.js';
import { cryDigest } from '../../../stdlib/crypto/digest.js';
import { makeData } from '../../../stdlib/values/make.js';
import type { Value } from '../../../stdlib/values/types.js';

const data = (bytes: Uint8Array): Value => makeData(Buffer.from(bytes).toString('latin1'));
const bytes = (min: number, max: number) => fc.uint8Array({ minLength: min, maxLength: max });

const CIPHERS: readonly [name: string, key: number, node: string, block: number][] = [
  ['DES3', 24, 'des-ede3-cbc', 8],
  ['des3', 16, 'des-ede-cbc', 8],
  ['AES', 16, 'aes-128-cbc', 16],
  ['AES', 24, 'aes-192-cbc', 16],
  ['aes', 32, 'aes-256-cbc', 16],
];

describe('ciphers', () => {
  it.each(CIPHERS)('%s with a key of %i bytes is %s', (name, size, node, block) => {
    fc.assert(
      fc.property(bytes(size, size), bytes(0, 60), (key, text) => {
        const cipher = createCipheriv(node, key, Buffer.alloc(block));
        const expected = data(Buffer.concat([cipher.update(text), cipher.final()]));
        expect(cryEncrypt(name, data(key), data(text))).toEqual(expected);
        expect(cryDecrypt(name, data(key), expected)).toEqual(data(text));
      }),
      { numRuns: 40 },
    );
  });

  it('RC4 has its published results', () => {
    const text = (s: string): Value => makeData(s);
    const hex = (x: Value): string => Buffer.from((x as { bytes: string }).bytes, 'latin1').toString('hex');
    expect(hex(cryEncrypt('RC4', text('Key'), text('Plaintext')))).toBe('bbf316e8d940af0ad3');
    expect(hex(cryEncrypt('RC4', text('Wiki'), text('pedia')))).toBe('1021bf0420');
  });

  it.each([
    ['AES', 15, 16],
    ['AES', 16, 15],
    ['AES', 16, 0],
    ['AES', 16, 16],
    ['DES3', 8, 8],
    ['DES3', 24, 7],
    ['RC4', 0, 5],
    ['ROT13', 5, 5],
  ])('%s with a key of %i bytes cannot decipher %i bytes', (name, key, size) => {
    expect(cryDecrypt(name, data(new Uint8Array(key)), data(new Uint8Array(size)))).toBeNull();
  });
});

describe('digests', () => {
  it.each([
    ['MD5', 'md5'],
    ['SHA1', 'sha1'],
    ['sha-1', 'sha1'],
    ['SHA256', 'sha256'],
    ['SHA-512', 'sha512'],
    ['sha384', 'sha384'],
    ['SHA3-256', 'sha3-256'],
    ['RIPEMD160', 'ripemd160'],
  ])('%s is %s, alone and with a key', (name, node) => {
    fc.assert(
      fc.property(bytes(0, 200), bytes(0, 150), (text, key) => {
        expect(cryDigest(name, data(text))).toEqual(data(createHash(node).update(text).digest()));
        expect(cryDigest(name, data(text), data(key))).toEqual(
          data(createHmac(node, key).update(text).digest()),
        );
      }),
      { numRuns: 25 },
    );
  });
});
