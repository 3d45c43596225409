/**
 * The certificate among the settings of a domain (objects.md 2): `SecureCertificate`, `PrivateSecureKey` and `CAChain`
 * as datablocks with DER, or as PEM or Base64 text.
 */
import { createPrivateKey, type KeyObject } from 'node:crypto';
import { createSecureContext, type SecureContext, type SecureContextOptions } from 'node:tls';
import { type Bytes, type Dict, Kind, type Value } from '../../../stdlib/values/types.js';

/** A certificate that can be used, in both forms that listeners want. */
export interface DomainCertificate {
  readonly options: SecureContextOptions;
  readonly context: SecureContext;
}

const MAX_BYTES = 256 * 1024;
const OFF = /^(?:no|none|disabled)$/i;
const KEY_TYPES = ['pkcs8', 'pkcs1', 'sec1'] as const;

/** Settings that make a certificate. */
export const CERTIFICATE_KEYS = [
  'CertificateType',
  'SecureCertificate',
  'PrivateSecureKey',
  'CAChain',
] as const;

/** DER or PEM of one value. */
function bytesOf(value: Value | undefined): Buffer[] {
  if (Array.isArray(value)) return value.flatMap(bytesOf);
  if (typeof value === 'object' && value !== null && value.kind === Kind.Data) return [binary(value.bytes)];
  if (typeof value !== 'string' || value.trim() === '') return [];
  return [value.includes('-----BEGIN') ? binary(value) : Buffer.from(value, 'base64')];
}

function binary(bytes: Bytes): Buffer {
  const buffer = Buffer.from(bytes, 'latin1');
  // Data written as a text may hold its own Base64.
  return buffer.toString('latin1', 0, 2) === 'MI' ? Buffer.from(bytes, 'base64') : buffer;
}

const isPem = (bytes: Buffer): boolean => bytes.includes('-----BEGIN');

/** Certificates that stand one behind the other, each on its own. */
function splitDer(bytes: Buffer): Buffer[] {
  const found: Buffer[] = [];
  for (let at = 0; at + 4 <= bytes.length && bytes[at] === 0x30; ) {
    const first = bytes[at + 1] ?? 0;
    const count = first & 0x7f;
    if (first === 0x80 || (first > 0x80 && count > 4)) break;
    const length = first < 0x80 ? first : bytes.readUIntBE(at + 2, count);
    const end = at + 2 + (first < 0x80 ? 0 : count) + length;
    if (end > bytes.length) break;
    found.push(bytes.subarray(at, end));
    at = end;
  }
  if (found.length === 0) throw new Error('a certificate cannot be read');
  return found;
}

function certificatePem(bytes: Buffer): string {
  if (isPem(bytes)) return `${bytes.toString('latin1').trim()}\n`;
  return splitDer(bytes)
    .map(der => {
      const lines = der.toString('base64').replace(/.{64}(?=.)/g, '$&\n');
      return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`;
    })
    .join('');
}

function privateKey(bytes: Buffer): KeyObject {
  if (isPem(bytes)) return createPrivateKey(bytes);
  for (const type of KEY_TYPES) {
    try {
      return createPrivateKey({ key: bytes, format: 'der', type });
    } catch {
      // The next form may fit.
    }
  }
  throw new Error('the private key cannot be read');
}

/** The certificate of the settings, null when there is none. Throws an error that tells what does not fit. */
export function domainCertificate(settings: Dict): DomainCertificate | null {
  const { CertificateType, SecureCertificate, PrivateSecureKey, CAChain } = settings.entries;
  if (typeof CertificateType === 'string' && OFF.test(CertificateType)) return null;
  const [certificate] = bytesOf(SecureCertificate);
  const [key] = bytesOf(PrivateSecureKey);
  if (certificate === undefined || key === undefined) return null;
  const chain = bytesOf(CAChain);
  const all = [certificate, ...chain];
  if (all.reduce((sum, { length }) => sum + length, key.length) > MAX_BYTES)
    throw new Error('it is too large');
  const options: SecureContextOptions = {
    cert: all.map(certificatePem).join(''),
    key: privateKey(key).export({ type: 'pkcs8', format: 'pem' }),
  };
  return { options, context: createSecureContext({ ...options, minVersion: 'TLSv1.2' }) };
}
