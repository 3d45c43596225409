/**
 * Composes messages (RFC 5322): headers with encoded words, bodies in the transfer encoding that they need, parts inside
 * parts. Lines end with CR LF.
 */

import { encode as encodeQp, wrap as wrapQp } from 'nodemailer/lib/qp';
import type { Bytes } from '../../../stdlib/values/types.js';
import { toBuffer } from '../bytes.js';
import type { HeadAddress } from '../messages/head.js';
import { isText7, longestLine, wrapBase64 } from './encode.js';
import { bufferOf } from './head.js';
import { foldField, headerLine, parameters } from './headerline.js';
import { inCharset } from './written.js';

/** A value of a header field: text, an address, a list of addresses, seconds since 1970. */
export type FieldValue = Bytes | HeadAddress | readonly HeadAddress[] | number;

export type ComposeField = readonly [name: Bytes, value: FieldValue];

/** A body with its Content fields. */
export interface Content {
  readonly type: Bytes;
  readonly subtype: Bytes;
  /** Of the content type, beside `charset` and `boundary`. */
  readonly params?: readonly (readonly [name: Bytes, value: Bytes])[];
  /** Of a text: what it is written in when every symbol exists there, else UTF-8; of bytes: what they are in. */
  readonly charset?: Bytes | null;
  readonly disposition?: Bytes | null;
  readonly dispositionParams?: readonly (readonly [name: Bytes, value: Bytes])[];
  /** Content-ID, Content-Description and others; values decoded. */
  readonly fields?: readonly ComposeField[];
  /** UTF-8 text; bytes that must survive as they are; a whole message for message/rfc822; parts. */
  readonly body: Bytes | Uint8Array | readonly Content[];
}

/** What makes messages different from each other. */
export interface ComposeContext {
  /** Seconds since 1970. */
  readonly now: number;
  /** Right side of Message-IDs. */
  readonly hostName: string;
  /** A fresh word of letters and digits. */
  readonly unique: () => string;
}

/** A whole message. Date, Message-ID and MIME-Version are added when they are missing; Bcc is left out. */
export function composeMessage(
  fields: readonly ComposeField[],
  content: Content,
  context: ComposeContext,
): Buffer {
  const given = new Set(fields.map(([name]) => name.toLowerCase()));
  const lines = fields
    .filter(([name]) => !LEFT_OUT.has(name.toLowerCase()))
    .map(([name, value]) => headerLine(name, value));
  if (!given.has('date')) lines.push(headerLine('Date', context.now));
  if (!given.has('message-id'))
    lines.push(headerLine('Message-ID', `<${context.unique()}@${context.hostName}>`));
  lines.push('MIME-Version: 1.0\r\n');
  const pieces: Buffer[] = [Buffer.from(lines.join(''), 'latin1')];
  writePart(content, context, pieces, true);
  return Buffer.concat(pieces);
}

/** Fields that the server writes itself. */
const LEFT_OUT = new Set([
  'bcc',
  'resent-bcc',
  'mime-version',
  'content-type',
  'content-transfer-encoding',
  'content-disposition',
]);

function writePart(content: Content, context: ComposeContext, pieces: Buffer[], isWhole: boolean): void {
  const { body } = content;
  if (Array.isArray(body)) {
    const boundary = `_${context.unique()}_`;
    pieces.push(toBuffer(`${contentHead(content, [['boundary', boundary]], '7bit')}\r\n`));
    for (const part of body as readonly Content[]) {
      pieces.push(toBuffer(`--${boundary}\r\n`));
      writePart(part, context, pieces, false);
      pieces.push(toBuffer('\r\n'));
    }
    pieces.push(toBuffer(`--${boundary}--\r\n`));
    return;
  }
  const written = inCharset(content.type, body as Bytes | Uint8Array, content.charset ?? null);
  const encoded = encodeBody(content, written.body);
  const charset: readonly (readonly [Bytes, Bytes])[] =
    written.charset === null ? [] : [['charset', written.charset]];
  pieces.push(toBuffer(`${contentHead(content, charset, encoded.name)}\r\n`), encoded.bytes);
  const endsLine = encoded.bytes.length === 0 || encoded.bytes.at(-1) === 10;
  if (isWhole && !endsLine) pieces.push(toBuffer('\r\n'));
}

function contentHead(
  { type, subtype, params = [], disposition, dispositionParams = [], fields = [] }: Content,
  extra: readonly (readonly [Bytes, Bytes])[],
  encoding: string,
): Bytes {
  const taken = new Set(['boundary', ...extra.map(([name]) => name)]);
  const own = params.filter(([name]) => !taken.has(name.toLowerCase()));
  const lines = [foldField(`Content-Type: ${type}/${subtype}${parameters([...extra, ...own])}`)];
  if (encoding !== '7bit') lines.push(`Content-Transfer-Encoding: ${encoding}\r\n`);
  if (disposition)
    lines.push(foldField(`Content-Disposition: ${disposition}${parameters(dispositionParams)}`));
  for (const [name, value] of fields) {
    if (!LEFT_OUT.has(name.toLowerCase())) lines.push(headerLine(name, value));
  }
  return lines.join('');
}

/** Longest line that every server passes on. */
const LONGEST_LINE = 998;

function encodeBody(content: Content, body: Bytes | Uint8Array): { name: string; bytes: Buffer } {
  const isMessage = content.type === 'message';
  if (typeof body !== 'string' && !isMessage) {
    return { name: 'base64', bytes: wrapBase64(bufferOf(body)) };
  }
  const text = typeof body === 'string' ? withCrlf(body) : Buffer.from(body).toString('latin1');
  const is7 = isText7(text);
  if (isMessage) return { name: is7 ? '7bit' : '8bit', bytes: toBuffer(text) };
  if (longestLine(text) > LONGEST_LINE) {
    return { name: 'quoted-printable', bytes: toBuffer(wrapQp(encodeQp(toBuffer(text)))) };
  }
  return { name: is7 ? '7bit' : '8bit', bytes: toBuffer(text) };
}

const withCrlf = (text: Bytes): Bytes => text.replace(/\r\n|\r|\n/g, '\r\n');
