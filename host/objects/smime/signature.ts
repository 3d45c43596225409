/** Signed contents (RFC 5652 5): made with RSA or elliptic keys and SHA-256, checked with whatever old clients used. */
import { constants, createHash, type KeyObject, sign as signBytes, verify as verifyBytes } from 'node:crypto';
import type { Bytes } from '../../../stdlib/values/types.js';
import { toBuffer, toBytes } from '../bytes.js';
import {
  type Asn1,
  decode,
  encode,
  integer,
  isSet,
  membersOf,
  need,
  nothing,
  octets,
  octetsOf,
  oid,
  oidOf,
  sequence,
  set,
  tagged,
  tagOf,
  Unreadable,
  utcTime,
} from './asn1.js';
import { type Certificate, certificateOf, isCurrent } from './certificates.js';
import {
  CONTENT_TYPE,
  DATA,
  DIGESTS,
  ECDSA_SHA256,
  MESSAGE_DIGEST,
  RSA,
  RSA_PSS,
  SHA256,
  SIGNED,
  SIGNING_TIME,
} from './oids.js';

/** Who signs. */
export interface Signer {
  readonly key: KeyObject;
  readonly certificate: Certificate;
  /** Certificates of those who issued it. */
  readonly chain?: readonly Certificate[];
}

/** A detached signature over the content. */
export function signDetached(
  content: Uint8Array,
  { key, certificate, chain = [] }: Signer,
  at: Date,
): Buffer {
  const digest = createHash('sha256').update(content).digest();
  const attributes = [
    sequence(oid(CONTENT_TYPE), set(oid(DATA))),
    sequence(oid(SIGNING_TIME), set(utcTime(at))),
    sequence(oid(MESSAGE_DIGEST), set(octets(toBytes(digest)))),
  ];
  const attributeSet = set(...attributes);
  const isElliptic = key.asymmetricKeyType === 'ec';
  const signature = signBytes('sha256', toBuffer(encode(attributeSet)), key);
  const signer = sequence(
    integer(1),
    certificate.issuerAndSerial,
    sequence(oid(SHA256), nothing()),
    tagged(0, membersOf(attributeSet)),
    isElliptic ? sequence(oid(ECDSA_SHA256)) : sequence(oid(RSA), nothing()),
    octets(toBytes(signature)),
  );
  const signed = sequence(
    integer(1),
    set(sequence(oid(SHA256), nothing())),
    sequence(oid(DATA)),
    tagged(
      0,
      [certificate, ...chain].map(({ x509 }) => decode(toBytes(x509.raw))),
    ),
    set(signer),
  );
  return toBuffer(encode(sequence(oid(SIGNED), tagged(0, [signed]))));
}

/** What a check found out about one signer. */
export interface SignatureCheck {
  /** Null when the message does not hold the signer's certificate. */
  readonly certificate: Certificate | null;
  /** The signature fits the content and the certificate, which is valid now. */
  readonly isValid: boolean;
  /** The certificate, or one that issued it, is trusted. */
  readonly isTrusted: boolean;
  /** Name of the digest. */
  readonly digest: string;
}

export interface CheckedContent {
  /** Content inside of the signature, null when it is detached. */
  readonly content: Buffer | null;
  readonly signers: readonly SignatureCheck[];
}

/**
 * Checks the signatures of a content.
 * @param detached the content when the signature does not hold it
 * Throws `Unreadable` for what is no signature.
 */
export function checkSigned(
  der: Uint8Array,
  detached: Uint8Array | null,
  trusted: readonly Certificate[],
  at: Date,
): CheckedContent {
  const [type, holder] = need(decode(toBytes(der)), 2);
  if (oidOf(type) !== SIGNED) throw new Unreadable('the data is not signed');
  const parts = membersOf(need(holder, 1)[0]);
  const inside = membersOf(parts[2])[1];
  const content = inside === undefined ? null : toBuffer(octetsOf(membersOf(inside)[0]));
  const known = certificatesIn(parts.find(part => tagOf(part) === 0));
  const infos = membersOf(parts.slice(3).find(isSet));
  const signed = content ?? detached;
  if (signed === null) throw new Unreadable('the signed content is missing');
  return { content, signers: infos.map(info => checkSigner(info, signed, known, trusted, at)) };
}

function certificatesIn(list: Asn1 | undefined): Certificate[] {
  if (list === undefined) return [];
  return membersOf(list).flatMap(item => {
    try {
      return tagOf(item) === null ? [certificateOf(toBuffer(encode(item)))] : [];
    } catch {
      return [];
    }
  });
}

function checkSigner(
  info: Asn1,
  content: Uint8Array,
  known: readonly Certificate[],
  trusted: readonly Certificate[],
  at: Date,
): SignatureCheck {
  const [, id, digestName, ...rest] = need(info, 5);
  const digest = DIGESTS.get(oidOf(membersOf(digestName)[0])) ?? '';
  const certificate =
    known.find(one => (tagOf(id) === 0 ? one.keyId === octetsOf(id) : one.key === encode(id as Asn1))) ??
    null;
  const attributes = tagOf(rest[0]) === 0 ? rest.shift() : undefined;
  const [algorithm, signature] = rest;
  if (certificate === null || digest === '') {
    return { certificate, isValid: false, isTrusted: false, digest };
  }
  const isRight =
    (attributes === undefined || digestFits(attributes, digest, content)) &&
    fits(certificate, digest, algorithm, signedBytes(attributes, content), octetsOf(signature));
  return {
    certificate,
    isValid: isRight && isCurrent(certificate, at),
    isTrusted: isChained(certificate, known, trusted, at),
    digest,
  };
}

/** The attributes are signed as the set that they are, whatever tag they carry in the message. */
function signedBytes(attributes: Asn1 | undefined, content: Uint8Array): Uint8Array {
  return attributes === undefined ? content : toBuffer(encode(set(...membersOf(attributes))));
}

function digestFits(attributes: Asn1, digest: string, content: Uint8Array): boolean {
  const found = membersOf(attributes).find(item => oidOf(membersOf(item)[0]) === MESSAGE_DIGEST);
  if (found === undefined) return false;
  const told = toBuffer(octetsOf(membersOf(membersOf(found)[1])[0]));
  return createHash(digest).update(content).digest().equals(told);
}

function fits(
  { x509 }: Certificate,
  digest: string,
  algorithm: Asn1 | undefined,
  signed: Uint8Array,
  signature: Bytes,
): boolean {
  const isPss = oidOf(membersOf(algorithm)[0]) === RSA_PSS;
  const key = isPss
    ? {
        key: x509.publicKey,
        padding: constants.RSA_PKCS1_PSS_PADDING,
        saltLength: constants.RSA_PSS_SALTLEN_AUTO,
      }
    : x509.publicKey;
  try {
    return verifyBytes(digest, signed, key, toBuffer(signature));
  } catch {
    return false;
  }
}

/** Most certificates between a signer and a trusted one. */
const LONGEST_CHAIN = 8;

function isChained(
  certificate: Certificate,
  known: readonly Certificate[],
  trusted: readonly Certificate[],
  at: Date,
): boolean {
  let current = certificate;
  for (let step = 0; step < LONGEST_CHAIN; step++) {
    if (trusted.some(({ key }) => key === current.key)) return true;
    const isIssuer = (one: Certificate): boolean =>
      one.key !== current.key &&
      one.x509.ca &&
      isCurrent(one, at) &&
      current.x509.checkIssued(one.x509) &&
      current.x509.verify(one.x509.publicKey);
    if (trusted.some(isIssuer)) return true;
    const issuer = known.find(isIssuer);
    if (issuer === undefined) return false;
    current = issuer;
  }
  return false;
}
