/** Encrypted contents (RFC 5652 6, RFC 5083): for the holders of RSA certificates. */
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
import {
  type Asn1,
  bytesOf,
  decode,
  encode,
  integer,
  isSet,
  latin,
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

/** True when contents can be encrypted for this certificate: its key is an RSA key. */
export const canEncrypt = ({ x509 }: Certificate): boolean => x509.publicKey.asymmetricKeyType === 'rsa';

/**
 * Encrypts with AES-256 for everybody who holds the key of one of the certificates.
 * Throws `Unreadable` for certificates with other keys than RSA.
 */
export function envelop(content: Uint8Array, certificates: readonly Certificate[]): Buffer {
  const key = randomBytes(32);
  const iv = randomBytes(16);
  const cipher = createCipheriv('aes-256-cbc', key, iv);
  const encrypted = latin(cipher.update(content)) + latin(cipher.final());
  const recipients = certificates.map(certificate => {
    if (!canEncrypt(certificate)) throw new Unreadable('the certificate has no RSA key');
    const sealed = publicEncrypt(
      { key: certificate.x509.publicKey, padding: constants.RSA_PKCS1_PADDING },
      key,
    );
    return sequence(
      integer(0),
      certificate.issuerAndSerial,
      sequence(oid(RSA), nothing()),
      octets(latin(sealed)),
    );
  });
  const algorithm = sequence(oid(AES256_CBC), octets(latin(iv)));
  const enveloped = sequence(
    integer(0),
    set(...recipients),
    sequence(oid(DATA), algorithm, tagged(0, encrypted)),
  );
  return bytesOf(encode(sequence(oid(ENVELOPED), tagged(0, [enveloped]))));
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
  const [type, holder] = need(decode(latin(der)), 2);
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
  const encrypted = bytesOf(octetsOf(content));
  for (const info of infos) {
    if (!isFor(info, own)) continue;
    const sealed = contentKey(info, key);
    const opened = sealed === null ? null : decipher(cipher, sealed, parameter as Asn1, encrypted, mac);
    if (opened !== null) return { content: opened, cipher };
  }
  throw new Unreadable('the message is not encrypted for this key');
}

/** True when a recipient may be one of the certificates. */
function isFor(info: Asn1, own: readonly Certificate[]): boolean {
  // other kinds of recipients (key agreement, passwords) have context tags
  if (tagOf(info) !== null) return false;
  const id = need(info, 4)[1];
  if (own.length === 0) return true;
  if (tagOf(id) === 0) return own.some(({ keyId }) => keyId === octetsOf(id));
  return own.some(certificate => certificate.key === encode(id as Asn1));
}

const PSS_HASH_DEFAULT = 'sha1';

/** The key of the content; null when the private key does not fit. */
function contentKey(info: Asn1, key: KeyObject): Buffer | null {
  const [, , algorithm, sealed] = need(info, 4);
  const [name, parameters] = membersOf(algorithm);
  const bytes = bytesOf(octetsOf(sealed));
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
      const cipher = createDecipheriv(node, key, bytesOf(octetsOf(parameter)));
      return Buffer.concat([cipher.update(encrypted), cipher.final()]);
    }
    const nonce = bytesOf(octetsOf(membersOf(parameter)[0]));
    const tag = bytesOf(mac);
    const cipher = createDecipheriv(node as 'aes-256-gcm', key, nonce, { authTagLength: tag.length });
    cipher.setAuthTag(tag);
    return Buffer.concat([cipher.update(encrypted), cipher.final()]);
  } catch {
    return null;
  }
}
