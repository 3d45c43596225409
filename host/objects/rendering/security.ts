/** Encrypted and signed parts (webapp.md F: EncryptedPart, SignedPart). */
import { dictOf } from '../../../stdlib/values/index.js';
import type { Bytes, Value } from '../../../stdlib/values/types.js';
import { encodeUtf8 } from '../../../stdlib/values/utf8.js';
import { addressesOf, subjectOf } from '../smime/certificates.js';
import type { SignatureCheck } from '../smime/signature.js';
import type { Component, Secrets } from './types.js';

/** What was found out about a part. */
export interface Seen {
  readonly kind: 'encrypted' | 'signed';
  /** Form of what was signed. */
  readonly encoding: 'Binary' | 'Text';
  readonly error: Bytes | null;
  readonly cipher: { readonly name: string; readonly bits: number } | null;
  readonly signers: readonly SignatureCheck[];
}

const NOTHING = { encoding: 'Binary', error: null, cipher: null, signers: [] } as const;

/**
 * Opens a sealed part, or checks a signature.
 * @param detached the content of a signature without content
 */
export function sealedPart(
  secrets: Secrets,
  sealed: Uint8Array,
  detached: Uint8Array | null = null,
): { readonly content: Uint8Array | null; readonly component: Seen } {
  try {
    const { content, signers } = secrets.check(sealed, detached === null ? null : withLineEnds(detached));
    return { content, component: { ...NOTHING, kind: 'signed', signers } };
  } catch (notSigned) {
    if (detached !== null) {
      return { content: null, component: { ...NOTHING, kind: 'signed', error: reason(notSigned) } };
    }
  }
  try {
    const { content, cipher } = secrets.open(sealed);
    return { content, component: { ...NOTHING, kind: 'encrypted', cipher } };
  } catch (error) {
    return { content: null, component: { ...NOTHING, kind: 'encrypted', error: reason(error) } };
  }
}

/** Signatures are made over lines that end with CR LF. */
const withLineEnds = (bytes: Uint8Array): Uint8Array =>
  Buffer.from(
    Buffer.from(bytes)
      .toString('latin1')
      .replace(/\r\n|\r|\n/g, '\r\n'),
    'latin1',
  );

const reason = (error: unknown): Bytes => encodeUtf8(error instanceof Error ? error.message : String(error));

type Elements = [Bytes, Value][];

export function encryptedPart({ error, cipher }: Seen, markup: Bytes | null): Component {
  const elements: Elements = [];
  if (markup !== null) elements.push(['decryptedPart', markup]);
  if (error !== null) elements.push(['decryptionErrorCode', error]);
  if (cipher !== null) elements.push(['cipherName', cipher.name], ['keyLength', String(cipher.bits)]);
  return { page: 'encryptedpart.wssp', elements };
}

export function signedPart({ encoding, error, signers }: Seen, markup: Bytes | null): Component {
  const elements: Elements = [['encoding', encoding]];
  if (markup !== null) elements.push(['signedPart', markup]);
  if (error !== null) elements.push(['decryptionErrorCode', error]);
  const [first] = signers;
  if (first !== undefined) elements.push(['digesterName', first.digest.toUpperCase()]);
  const verified = signers.filter(({ isValid }) => isValid);
  if (verified.length > 0) elements.push(['signatures', verified.map(signer)]);
  return { page: 'signedpart.wssp', elements };
}

/** Elements by the names of the fields of certificates. */
const SUBJECT = [
  ['commonName', 'CN'],
  ['Country', 'C'],
  ['Province', 'ST'],
  ['Organization', 'O'],
  ['Unit', 'OU'],
] as const;

function signer({ certificate }: SignatureCheck): Value {
  if (certificate === null)
    return dictOf([
      ['contact', ''],
      ['commonName', ''],
    ]);
  const subject = subjectOf(certificate);
  const known = SUBJECT.flatMap(([element, field]) => {
    const value = subject.get(field);
    return value === undefined ? [] : [[element, encodeUtf8(value)] as const];
  });
  return dictOf([['contact', encodeUtf8(addressesOf(certificate)[0] ?? '')], ...known]);
}
