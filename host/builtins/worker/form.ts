/**
 * Parameters of a request: those of the URL first, then those of a form in the body (webapp.md B1), in
 * URL-encoded and multipart form. All work is linear in the size of the request; counts are limited.
 */
import type { Bytes } from '../../../stdlib/values/types.js';

/** One parameter; values are raw bytes in the charset of the form. */
export interface Parameter {
  readonly name: Bytes;
  readonly value: Bytes;
}

/** What of a request holds parameters. */
export interface FormSource {
  readonly query: string | null;
  /** `Content-Type` field, null when there is none. */
  readonly contentType: string | null;
  readonly body: Uint8Array | null;
}

/** Bytes as a byte string. */
export function bytesOf(body: Uint8Array): Bytes {
  return Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('latin1');
}

/** Percent decoding of form data: `+` is a blank, a percent sign without two digits stays. */
function decode(text: Bytes): Bytes {
  return text
    .replace(/\+/g, ' ')
    .replace(/%([0-9a-f]{2})/gi, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)));
}

/** Reads `a=1&b=2`. */
export function readURLEncoded(text: Bytes, limit: number): Parameter[] {
  const found: Parameter[] = [];
  for (let at = 0; at < text.length && found.length < limit; ) {
    let end = text.indexOf('&', at);
    if (end < 0) end = text.length;
    if (end > at) {
      const pair = text.slice(at, end);
      const equal = pair.indexOf('=');
      found.push(
        equal < 0
          ? { name: decode(pair), value: '' }
          : { name: decode(pair.slice(0, equal)), value: decode(pair.slice(equal + 1)) },
      );
    }
    at = end + 1;
  }
  return found;
}

/** A parameter of a header field value: `boundary` of a content type, `name` of a disposition. */
export function fieldParameter(field: string, name: string): string | null {
  const pattern = /;[ \t]*([\w*'%-]+)[ \t]*=[ \t]*(?:"((?:[^"\\]|\\.)*)"|([^\s;"]+))/g;
  for (const match of field.matchAll(pattern)) {
    if (match[1]?.toLowerCase() !== name) continue;
    // Browsers send `"` as %22 and a lone backslash as itself: only quoted quotes are unescaped.
    return match[2]?.replace(/\\(["\\])/g, '$1') ?? match[3] ?? '';
  }
  return null;
}

/** The header block of a part as lower-case name and value. */
function partHeader(block: Bytes): Map<string, string> {
  const fields = new Map<string, string>();
  for (const line of block.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)) {
    const colon = line.indexOf(':');
    if (colon > 0) fields.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
  return fields;
}

/** Offset and length of the empty line that ends a part header, null when there is none. */
function headerEnd(part: Bytes): { at: number; length: number } | null {
  if (part.startsWith('\r\n')) return { at: 0, length: 2 };
  const at = part.indexOf('\r\n\r\n');
  return at < 0 ? null : { at, length: 4 };
}

/** Longest header block of a part that is read. */
const MAX_PART_HEADER = 16 * 1024;

/** Reads a `multipart/form-data` body. A body without its last boundary gives the complete parts. */
export function readMultipart(body: Bytes, boundary: string, limit: number): Parameter[] {
  const found: Parameter[] = [];
  const mark = `\r\n--${boundary}`;
  if (boundary === '' || boundary.length > 200) return found;
  const opening = body.startsWith(`--${boundary}`) ? -2 : body.indexOf(mark);
  if (opening === -1) return found;
  for (let at = opening + mark.length; found.length < limit; ) {
    if (body.startsWith('--', at)) return found;
    const lineEnd = body.indexOf('\r\n', at);
    const end = lineEnd < 0 ? -1 : body.indexOf(mark, lineEnd);
    if (end < 0) return found;
    const part = body.slice(lineEnd + 2, end);
    at = end + mark.length;
    const header = headerEnd(part.slice(0, MAX_PART_HEADER));
    if (header === null) continue;
    const disposition = partHeader(part.slice(0, header.at)).get('content-disposition') ?? '';
    const name = fieldParameter(disposition, 'name');
    if (name !== null) found.push({ name, value: part.slice(header.at + header.length) });
  }
  return found;
}

/** All parameters of a request, at most `limit`. */
export function readParameters(source: FormSource, limit: number): Parameter[] {
  const found = source.query === null ? [] : readURLEncoded(source.query, limit);
  const type = (source.contentType ?? '').split(';', 1)[0]?.trim().toLowerCase();
  if (source.body === null || found.length >= limit) return found;
  if (type === 'application/x-www-form-urlencoded') {
    found.push(...readURLEncoded(bytesOf(source.body), limit - found.length));
  } else if (type === 'multipart/form-data') {
    const boundary = fieldParameter(source.contentType ?? '', 'boundary') ?? '';
    found.push(...readMultipart(bytesOf(source.body), boundary, limit - found.length));
  }
  return found;
}
