/** Certificates as cryptographic messages name them. */
import { X509Certificate } from 'node:crypto';
import type { Bytes } from '../../../stdlib/values/types.js';
import { toBytes } from '../bytes.js';
import { type Asn1, decode, encode, membersOf, need, octetsOf, tagOf, Unreadable } from './asn1.js';

export interface Certificate {
  readonly x509: X509Certificate;
  /** Issuer and serial number as a message spells them: what one certificate differs by from all others. */
  readonly issuerAndSerial: Asn1;
  /** The same in one text. */
  readonly key: Bytes;
  /** Subject key identifier, `''` when it has none. */
  readonly keyId: Bytes;
}

/** One certificate in DER. Throws `Unreadable`. */
export function certificateOf(der: Uint8Array): Certificate {
  let x509: X509Certificate;
  try {
    x509 = new X509Certificate(der);
  } catch {
    throw new Unreadable('the certificate cannot be read');
  }
  const fields = membersOf(need(decode(toBytes(x509.raw)), 3)[0]);
  const at = tagOf(fields[0]) === 0 ? 1 : 0;
  const [serial, , issuer] = fields.slice(at, at + 3);
  if (serial === undefined || issuer === undefined) throw new Unreadable('the certificate cannot be read');
  const issuerAndSerial: Asn1 = { ...need(decode(toBytes(x509.raw)), 3)[0], value: [issuer, serial] } as Asn1;
  return { x509, issuerAndSerial, key: encode(issuerAndSerial), keyId: keyIdIn(fields) };
}

const SUBJECT_KEY_ID = '\x55\x1d\x0e';

function keyIdIn(fields: readonly Asn1[]): Bytes {
  const extensions = fields.find(field => tagOf(field) === 3);
  if (extensions === undefined) return '';
  for (const extension of membersOf(membersOf(extensions)[0])) {
    const parts = membersOf(extension);
    if (parts[0]?.value === SUBJECT_KEY_ID) return octetsOf(decode(octetsOf(parts.at(-1))));
  }
  return '';
}

/** All certificates of a file: DER, or one or more in PEM. Throws `Unreadable`. */
export function readCertificates(file: Uint8Array): Certificate[] {
  const text = toBytes(file);
  if (!text.includes('-----BEGIN ')) return [certificateOf(file)];
  const found = text.match(/-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----[^-]+-----END/g) ?? [];
  if (found.length === 0) throw new Unreadable('there is no certificate');
  return found.map(pem => certificateOf(Buffer.from(pem.replace(/-----[^-]*-----|-----END/g, ''), 'base64')));
}

/** Mail addresses that a certificate is for, in small letters. */
export function addressesOf({ x509 }: Certificate): string[] {
  const alternative = [...(x509.subjectAltName ?? '').matchAll(/email:([^,\s"]+)/gi)].map(
    match => match[1] ?? '',
  );
  const subject = [...x509.subject.matchAll(/^emailAddress=(.+)$/gim)].map(match => match[1] ?? '');
  return [...alternative, ...subject].map(address => address.toLowerCase());
}

/** Parts of the subject by their short names (`CN`, `C`, `ST`, `O`, `OU`). */
export function subjectOf({ x509 }: Certificate): ReadonlyMap<string, string> {
  const lines = x509.subject.split('\n').map(line => line.split(/=(.*)/s, 2) as [string, string?]);
  return new Map(lines.map(([name, value]) => [name, value ?? '']));
}

/** True while a certificate is valid. */
export function isCurrent({ x509 }: Certificate, at: Date): boolean {
  return at >= new Date(x509.validFrom) && at <= new Date(x509.validTo);
}
