/** Names of contents and algorithms in cryptographic messages (RFC 5652, 5753, 5754, 3565, 5084). */

export const DATA = '1.2.840.113549.1.7.1';
export const SIGNED = '1.2.840.113549.1.7.2';
export const ENVELOPED = '1.2.840.113549.1.7.3';
export const AUTH_ENVELOPED = '1.2.840.113549.1.9.16.1.23';

export const CONTENT_TYPE = '1.2.840.113549.1.9.3';
export const MESSAGE_DIGEST = '1.2.840.113549.1.9.4';
export const SIGNING_TIME = '1.2.840.113549.1.9.5';

export const RSA = '1.2.840.113549.1.1.1';
export const RSA_OAEP = '1.2.840.113549.1.1.7';
export const RSA_PSS = '1.2.840.113549.1.1.10';
export const ECDSA_SHA256 = '1.2.840.10045.4.3.2';
export const SHA256 = '2.16.840.1.101.3.4.2.1';
export const EC_KEY = '1.2.840.10045.2.1';
export const AES256_WRAP = '2.16.840.1.101.3.4.1.45';
export const AES256_CBC = '2.16.840.1.101.3.4.1.42';

/** A cipher of contents. */
export interface CipherKind {
  /** Name that Node's crypto knows. */
  readonly node: string;
  /** For users. */
  readonly name: string;
  readonly bits: number;
  /** GCM: the value is authenticated. */
  readonly gcm: boolean;
}

const cipher = (node: string, name: string, bits: number): CipherKind => ({
  node,
  name,
  bits,
  gcm: node.endsWith('gcm'),
});

export const CIPHERS: ReadonlyMap<string, CipherKind> = new Map([
  ['2.16.840.1.101.3.4.1.2', cipher('aes-128-cbc', 'AES', 128)],
  ['2.16.840.1.101.3.4.1.22', cipher('aes-192-cbc', 'AES', 192)],
  [AES256_CBC, cipher('aes-256-cbc', 'AES', 256)],
  ['2.16.840.1.101.3.4.1.6', cipher('aes-128-gcm', 'AES', 128)],
  ['2.16.840.1.101.3.4.1.26', cipher('aes-192-gcm', 'AES', 192)],
  ['2.16.840.1.101.3.4.1.46', cipher('aes-256-gcm', 'AES', 256)],
  ['1.2.840.113549.3.7', cipher('des-ede3-cbc', '3DES', 192)],
]);

/** Ciphers that wrap keys (RFC 3565). */
export const KEY_WRAPS: ReadonlyMap<string, { readonly node: string; readonly bits: number }> = new Map([
  ['2.16.840.1.101.3.4.1.5', { node: 'id-aes128-wrap', bits: 128 }],
  ['2.16.840.1.101.3.4.1.25', { node: 'id-aes192-wrap', bits: 192 }],
  [AES256_WRAP, { node: 'id-aes256-wrap', bits: 256 }],
]);

export const DH_SHA256 = '1.3.132.1.11.1';

/** Agreements on a key with an elliptic one, by the digest of the derivation (RFC 5753 7.1.4); for all curves without cofactor. */
export const AGREEMENTS: ReadonlyMap<string, string> = new Map([
  ['1.3.133.16.840.63.0.2', 'sha1'],
  ['1.3.132.1.11.0', 'sha224'],
  [DH_SHA256, 'sha256'],
  ['1.3.132.1.11.2', 'sha384'],
  ['1.3.132.1.11.3', 'sha512'],
]);

/** Digests by their names; those of old messages are read, never written. */
export const DIGESTS: ReadonlyMap<string, string> = new Map([
  ['1.2.840.113549.2.5', 'md5'],
  ['1.3.14.3.2.26', 'sha1'],
  [SHA256, 'sha256'],
  ['2.16.840.1.101.3.4.2.2', 'sha384'],
  ['2.16.840.1.101.3.4.2.3', 'sha512'],
]);
