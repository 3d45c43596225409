/** Encrypted contents (RFC 5652 6, RFC 5083): for the holders of certificates with RSA and elliptic keys. */
import {
  constants,
  createCipheriv,
  createDecipheriv,
  type KeyObject,
  privateDecrypt,
  publicEncrypt,
  randomBytes,
} from 'node:crypto';
import type { Bytes } from '../../../stdlib/values/types.js';
import { toBuffer, toBytes } from '../bytes.js';
import { AGREED, agreedInfo, agreedKey } from './agreement.js';
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
} from './asn1.js';
import type { Certificate } from './certificates.js';
import {
  AES256_CBC,
  AUTH_ENVELOPED,
  CIPHERS,
  type CipherKind,
  DATA,
  DIGESTS,
  ENVELOPED,
  RSA,
  RSA_OAEP,
} from './oids.js';

/** True when contents can be encrypted for this certificate: its key is an RSA key, or one of a curve with a name. */
export const canEncrypt = ({ x509 }: Certificate): boolean => {
  const { asymmetricKeyType, asymmetricKeyDetails } = x509.publicKey;
  return (
    asymmetricKeyType === 'rsa' ||
    (asymmetricKeyType === 'ec' && asymmetricKeyDetails?.namedCurve !== undefined)
  );
};

/**
 * Encrypts with AES-256 for everybody who holds the key of one of the certificates.
 * Throws `Unreadable` for certificates with keys that can only sign.
 */
export function envelop(content: Uint8Array, certificates: readonly Certificate[]): Buffer {
  const key = randomBytes(32);
  const iv = randomBytes(16);
  const cipher = createCipheriv('aes-256-cbc', key, iv);
  const encrypted = toBytes(cipher.update(content)) + toBytes(cipher.final());
  const recipients = certificates.map(certificate => recipientInfo(certificate, key));
  const algorithm = sequence(oid(AES256_CBC), octets(toBytes(iv)));
  const isAgreed = recipients.some(info => tagOf(info) === AGREED);
  const enveloped = sequence(
    integer(isAgreed ? 2 : 0),
    set(...recipients),
    sequence(oid(DATA), algorithm, tagged(0, encrypted)),
  );
  return toBuffer(encode(sequence(oid(ENVELOPED), tagged(0, [enveloped]))));
}

/** The key of the content for one certificate. */
function recipientInfo(certificate: Certificate, key: Buffer): Asn1 {
  const { publicKey } = certificate.x509;
  if (!canEncrypt(certificate)) throw new Unreadable('the key of the certificate can only sign');
  if (publicKey.asymmetricKeyType === 'ec') return agreedInfo(certificate, key);
  const sealed = publicEncrypt({ key: publicKey, padding: constants.RSA_PKCS1_PADDING }, key);
  return sequence(
    integer(0),
    certificate.issuerAndSerial,
    sequence(oid(RSA), nothing()),
    octets(toBytes(sealed)),
  );
}

/** An opened content. */
export interface OpenedEnvelope {
  readonly content: Buffer;
  readonly cipher: CipherKind;
}

/**
 * Decrypts what was encrypted for the holder of a key.
 * @param own certificates of the key; without any each recipient is tried
 * Throws `Unreadable`: damaged, not for this key, or an unknown cipher.
 */
export function openEnvelope(der: Uint8Array, key: KeyObject, own: readonly Certificate[]): OpenedEnvelope {
  const [type, holder] = need(decode(toBytes(der)), 2);
  const kind = oidOf(type);
  if (kind !== ENVELOPED && kind !== AUTH_ENVELOPED) throw new Unreadable('the data is not encrypted');
  const parts = membersOf(need(holder, 1)[0]);
  const at = parts.findIndex(isSet);
  const infos = membersOf(parts[at]);
  const [, algorithm, content] = need(parts[at + 1], 3);
  const [name, parameter] = need(algorithm, 2);
  const cipher = CIPHERS.get(oidOf(name));
  if (cipher === undefined) throw new Unreadable('the cipher is not supported');
  const mac = kind === AUTH_ENVELOPED ? octetsOf(parts.at(-1)) : '';
  const encrypted = toBuffer(octetsOf(content));
  for (const info of infos) {
    const sealed = contentKey(info, key, own);
    const opened = sealed === null ? null : decipher(cipher, sealed, parameter as Asn1, encrypted, mac);
    if (opened !== null) return { content: opened, cipher };
  }
  throw new Unreadable('the message is not encrypted for this key');
}

/** True when a recipient is one of the certificates; when none is known it may be. */
function isOneOf(id: Asn1, own: readonly Certificate[]): boolean {
  if (own.length === 0) return true;
  if (tagOf(id) === null) return own.some(certificate => certificate.key === encode(id));
  // the identifier itself, or in the form of key agreement with what may follow it
  const keyId = typeof id.value === 'string' ? id.value : octetsOf(membersOf(id)[0]);
  return own.some(certificate => certificate.keyId === keyId);
}

const PSS_HASH_DEFAULT = 'sha1';

/** The key of the content; null when the recipient is somebody else, or the private key does not fit. */
function contentKey(info: Asn1, key: KeyObject, own: readonly Certificate[]): Buffer | null {
  if (tagOf(info) === AGREED) return agreedKey(info, key, id => isOneOf(id, own));
  // other kinds of recipients (known keys, passwords) have tags, too
  if (tagOf(info) !== null) return null;
  const [, id, algorithm, sealed] = need(info, 4);
  if (!isOneOf(id as Asn1, own)) return null;
  const [name, parameters] = membersOf(algorithm);
  const bytes = toBuffer(octetsOf(sealed));
  try {
    if (oidOf(name) === RSA_OAEP) {
      return privateDecrypt(
        { key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: oaepHash(parameters) },
        bytes,
      );
    }
    if (oidOf(name) !== RSA) return null;
    // Node refuses this padding, since answers could tell an attacker about it: here nobody is told which step failed
    return unpadded(privateDecrypt({ key, padding: constants.RSA_NO_PADDING }, bytes));
  } catch {
    return null;
  }
}

function oaepHash(parameters: Asn1 | undefined): string {
  const given = parameters === undefined || typeof parameters.value === 'string' ? [] : parameters.value;
  const hash = given.find(item => tagOf(item) === 0);
  if (hash === undefined) return PSS_HASH_DEFAULT;
  return DIGESTS.get(oidOf(need(membersOf(hash)[0], 1)[0])) ?? PSS_HASH_DEFAULT;
}

/** PKCS #1 block type 2: zero, two, at least eight bytes that are not zero, zero, the value. */
function unpadded(block: Buffer): Buffer | null {
  const end = block.indexOf(0, 2);
  return block[0] === 0 && block[1] === 2 && end >= 10 ? block.subarray(end + 1) : null;
}

function decipher(
  { node, gcm, bits }: CipherKind,
  key: Buffer,
  parameter: Asn1,
  encrypted: Buffer,
  mac: Bytes,
): Buffer | null {
  if (key.length * 8 !== bits) return null;
  try {
    if (!gcm) {
      const cipher = createDecipheriv(node, key, toBuffer(octetsOf(parameter)));
      return Buffer.concat([cipher.update(encrypted), cipher.final()]);
    }
    const nonce = toBuffer(octetsOf(membersOf(parameter)[0]));
    const tag = toBuffer(mac);
    const cipher = createDecipheriv(node as 'aes-256-gcm', key, nonce, { authTagLength: tag.length });
    cipher.setAuthTag(tag);
    return Buffer.concat([cipher.update(encrypted), cipher.final()]);
  } catch {
    return null;
  }
}
