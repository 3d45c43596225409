/** Whole messages made S/MIME messages (RFC 8551 3), and encrypted ones shown as what they hold. */
import { randomBytes } from 'node:crypto';
import type { Bytes } from '../../../stdlib/values/types.js';
import { wrapBase64 } from '../mime/encode.js';
import { bufferOf, type MimePart, parseStructure, partBytes } from '../mime/index.js';
import type { Certificate } from './certificates.js';
import { envelop } from './envelope.js';
import { type Signer, signDetached } from './signature.js';

/** Fields of the body, which go inside together with it. */
const OF_BODY = /^(?:content-[^:]*|mime-version)\s*:/i;

interface Split {
  /** Header lines that stay outside. */
  readonly outer: Bytes;
  /** The body with its own header, lines ended by CR LF. */
  readonly inner: Bytes;
}

function split(text: Uint8Array): Split {
  const root = parseStructure(text);
  const { outer, body } = headerLines(text, root);
  const bodyText = bufferOf(text).toString('latin1', root.bodyStart, text.length);
  return { outer, inner: `${body}\r\n${bodyText.replace(/\r\n|\r|\n/g, '\r\n')}` };
}

/** Header lines of a part: its own, and those of its body. */
function headerLines(text: Uint8Array, part: MimePart): { readonly outer: Bytes; readonly body: Bytes } {
  const header = bufferOf(text).toString('latin1', part.headerStart, part.bodyStart);
  let outer = '';
  let body = '';
  for (const field of header.split(/\r?\n(?![ \t])/)) {
    if (field.trim() === '') continue;
    const line = `${field.replace(/\r?\n/g, '\r\n')}\r\n`;
    if (!OF_BODY.test(field)) outer += line;
    else if (!/^mime-version/i.test(field)) body += line;
  }
  return { outer, body };
}

const message = (...pieces: readonly string[]): Buffer => Buffer.from(pieces.join(''), 'latin1');

/**
 * Encrypts a message for the holders of the certificates: everything but the header of the message.
 * @param text a whole message
 */
export function encryptMessage(text: Uint8Array, certificates: readonly Certificate[]): Buffer {
  const { outer, inner } = split(text);
  const sealed = envelop(Buffer.from(inner, 'latin1'), certificates);
  return message(
    outer,
    'MIME-Version: 1.0\r\n',
    'Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name="smime.p7m"\r\n',
    'Content-Transfer-Encoding: base64\r\n',
    'Content-Disposition: attachment; filename="smime.p7m"\r\n\r\n',
    wrapBase64(sealed).toString('latin1'),
  );
}

/** Signs a message; whoever cannot check the signature can still read it. */
export function signMessage(text: Uint8Array, signer: Signer, at: Date): Buffer {
  const { outer, inner } = split(text);
  const boundary = `_sig_${randomBytes(12).toString('hex')}_`;
  const signature = signDetached(Buffer.from(inner, 'latin1'), signer, at);
  return message(
    outer,
    'MIME-Version: 1.0\r\n',
    `Content-Type: multipart/signed; protocol="application/pkcs7-signature"; micalg=sha-256;\r\n boundary="${boundary}"\r\n\r\n`,
    `--${boundary}\r\n${inner}\r\n--${boundary}\r\n`,
    'Content-Type: application/pkcs7-signature; name="smime.p7s"\r\n',
    'Content-Transfer-Encoding: base64\r\n',
    'Content-Disposition: attachment; filename="smime.p7s"\r\n\r\n',
    wrapBase64(signature).toString('latin1'),
    `\r\n--${boundary}--\r\n`,
  );
}

/** True for a part that may be encrypted, or signed with the content inside. */
export const isSealed = ({ type, subtype }: MimePart): boolean =>
  type === 'application' && (subtype === 'pkcs7-mime' || subtype === 'x-pkcs7-mime');

/** True for a part whose first part is signed by its second. */
export const isSigned = ({ type, subtype, parts }: MimePart): boolean =>
  type === 'multipart' && subtype === 'signed' && parts.length === 2;

/** What a detached signature was made over: the part as it was sent, lines ended by CR LF. */
export function signedBytes(text: Uint8Array, part: MimePart): Buffer {
  const raw = bufferOf(text).toString('latin1', part.headerStart, part.bodyEnd);
  return Buffer.from(raw.replace(/\r\n|\r|\n/g, '\r\n'), 'latin1');
}

/** Encrypted parts inside of encrypted parts. */
const DEEPEST = 4;

/**
 * The message with each sealed part replaced by what `open` gives for it: a part with its header. Parts for which it
 * gives null stay as they are.
 * @param open gets the decoded bytes of a sealed part
 */
export function unsealed(text: Uint8Array, open: (sealed: Buffer) => Buffer | null, depth = 0): Uint8Array {
  const found = sealedParts(parseStructure(text));
  if (found.length === 0 || depth >= DEEPEST) return text;
  const pieces: Uint8Array[] = [];
  let from = 0;
  let changed = false;
  for (const part of found) {
    const inner = open(partBytes(text, part));
    if (inner === null) continue;
    changed = true;
    const header = part.id === '' || part.headerStart === 0 ? headerLines(text, part).outer : '';
    pieces.push(text.subarray(from, part.headerStart), Buffer.from(header, 'latin1'), inner);
    from = part.bodyEnd;
  }
  if (!changed) return text;
  return unsealed(Buffer.concat([...pieces, text.subarray(from)]), open, depth + 1);
}

/** Sealed parts in the order of the text. */
function sealedParts(part: MimePart): MimePart[] {
  return isSealed(part) ? [part] : part.parts.flatMap(sealedParts);
}
