/**
 * Keys of contents for the holders of elliptic keys (RFC 5753): the sender makes a key for one message, both sides agree
 * on a secret, and what is derived from it wraps the key of the content (RFC 3394).
 */
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  type KeyObject,
} from 'node:crypto';
import type { Bytes } from '../../../stdlib/values/types.js';
import { toBuffer, toBytes } from '../bytes.js';
import {
  type Asn1,
  bitString,
  bitsOf,
  decode,
  encode,
  integer,
  membersOf,
  need,
  octets,
  octetsOf,
  oid,
  oidOf,
  sequence,
  tagged,
  tagOf,
  Unreadable,
} from './asn1.js';
import type { Certificate } from './certificates.js';
import { AES256_WRAP, AGREEMENTS, DH_SHA256, EC_KEY, KEY_WRAPS } from './oids.js';

/** Tag of this kind of recipients. */
export const AGREED = 1;

/** The block that every wrapped key begins with (RFC 3394 2.2.3.1). */
const CHECK = Buffer.alloc(8, 0xa6);

/** What one recipient needs. The certificate has an elliptic key. */
export function agreedInfo({ x509, issuerAndSerial }: Certificate, key: Buffer): Asn1 {
  const namedCurve = x509.publicKey.asymmetricKeyDetails?.namedCurve;
  if (namedCurve === undefined) throw new Unreadable('the curve of the certificate has no name');
  const own = generateKeyPairSync('ec', { namedCurve });
  const wrap = sequence(oid(AES256_WRAP));
  const secret = diffieHellman({ privateKey: own.privateKey, publicKey: x509.publicKey });
  const cipher = createCipheriv('id-aes256-wrap', derived(secret, 'sha256', wrap, null, 32), CHECK);
  const wrapped = toBytes(Buffer.concat([cipher.update(key), cipher.final()]));
  const [, point] = need(decode(toBytes(own.publicKey.export({ type: 'spki', format: 'der' }))), 2);
  const sender = tagged(1, [sequence(oid(EC_KEY)), bitString(bitsOf(point))]);
  return tagged(AGREED, [
    integer(3),
    tagged(0, [sender]),
    sequence(oid(DH_SHA256), wrap),
    sequence(sequence(issuerAndSerial, octets(wrapped))),
  ]);
}

/**
 * The key of the content; null when the private key does not fit.
 * @param isOwn whether an issuer with serial number, or a key identifier in a context tag, is that of the key
 */
export function agreedKey(info: Asn1, key: KeyObject, isOwn: (id: Asn1) => boolean): Buffer | null {
  const [, originator, ...rest] = need(info, 4);
  const material = tagOf(rest[0]) === 1 ? octetsOf(membersOf(rest.shift())[0]) : null;
  const [algorithm, recipients] = rest;
  const [scheme, wrap] = need(algorithm, 2);
  const hash = AGREEMENTS.get(oidOf(scheme));
  const kind = KEY_WRAPS.get(oidOf(need(wrap, 1)[0]));
  if (hash === undefined || kind === undefined || key.asymmetricKeyType !== 'ec') return null;
  for (const recipient of membersOf(recipients)) {
    const [id, sealed] = need(recipient, 2);
    if (!isOwn(id as Asn1)) continue;
    try {
      const secret = diffieHellman({ privateKey: key, publicKey: senderKey(originator, key) });
      const secretKey = derived(secret, hash, wrap as Asn1, material, kind.bits / 8);
      const cipher = createDecipheriv(kind.node, secretKey, CHECK);
      return Buffer.concat([cipher.update(toBuffer(octetsOf(sealed))), cipher.final()]);
    } catch {
      // made for another key, or damaged: perhaps the next one fits
    }
  }
  return null;
}

/** The sender's key of this message, a point on the curve of the receiver's. */
function senderKey(originator: Asn1 | undefined, key: KeyObject): KeyObject {
  const [, point] = need(need(originator, 1)[0], 2);
  const [own] = need(decode(toBytes(createPublicKey(key).export({ type: 'spki', format: 'der' }))), 2);
  const spki = toBuffer(encode(sequence(own as Asn1, bitString(bitsOf(point)))));
  return createPublicKey({ key: spki, format: 'der', type: 'spki' });
}

/** The key that wraps, of so many bytes, from the secret (ANSI X9.63; RFC 5753 7.2). */
function derived(secret: Buffer, hash: string, wrap: Asn1, material: Bytes | null, size: number): Buffer {
  const bits = Buffer.alloc(4);
  bits.writeUInt32BE(size * 8);
  const shared = toBuffer(
    encode(
      sequence(
        wrap,
        ...(material === null ? [] : [tagged(0, [octets(material)])]),
        tagged(2, [octets(toBytes(bits))]),
      ),
    ),
  );
  let found = Buffer.alloc(0);
  for (let round = 1; found.length < size; round++) {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(round);
    const digest = createHash(hash).update(secret).update(counter).update(shared).digest();
    found = Buffer.concat([found, digest]);
  }
  return found.subarray(0, size);
}
