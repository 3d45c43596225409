/** Transfer encodings undone piece by piece: no string and no buffer holds the whole of a large body. */
import { decode as decodeQp } from 'libqp';
import type { TransferEncoding } from './part.js';

/** Bytes that are decoded at once. */
const PIECE = 1 << 20;
/** Longest piece of a line of quoted-printable that is kept until its end is known. */
const LONGEST_LINE = 1 << 20;
const NOTHING = Buffer.alloc(0);

interface Decoder {
  /** Decodes what can be decoded of everything that came so far. */
  push(bytes: Buffer): Buffer;
  /** What is left. */
  end(): Buffer;
}

/** Skips what is no base64; the first `=` ends it. */
class Base64 implements Decoder {
  #rest = '';
  #isOver = false;

  push(bytes: Buffer): Buffer {
    if (this.#isOver) return NOTHING;
    let text = bytes.toString('latin1').replace(/[^A-Za-z0-9+/=_-]+/g, '');
    const end = text.indexOf('=');
    if (end >= 0) {
      this.#isOver = true;
      text = text.slice(0, end);
    }
    const all = this.#rest + text;
    const whole = all.length - (all.length % 4);
    this.#rest = all.slice(whole);
    return Buffer.from(all.slice(0, whole), 'base64');
  }

  end(): Buffer {
    return Buffer.from(this.#rest, 'base64');
  }
}

/** Decodes up to line breaks that stay: `=XX` may go on behind a soft one. */
class QuotedPrintable implements Decoder {
  #rest = '';

  push(bytes: Buffer): Buffer {
    const all = this.#rest + bytes.toString('latin1');
    const newLine = lastHardBreak(all);
    const end = newLine === 0 && all.length > LONGEST_LINE ? safeEnd(all) : newLine;
    this.#rest = all.slice(end);
    return end === 0 ? NOTHING : decodeQp(all.slice(0, end));
  }

  end(): Buffer {
    return decodeQp(this.#rest);
  }
}

/** Offset behind the last line break that is no soft one; 0 when there is none. */
function lastHardBreak(text: string): number {
  for (let at = text.lastIndexOf('\n'); at >= 0; at = at === 0 ? -1 : text.lastIndexOf('\n', at - 1)) {
    let end = at;
    if (text[end - 1] === '\r') end--;
    while (text[end - 1] === ' ' || text[end - 1] === '\t') end--;
    if (text[end - 1] !== '=') return at + 1;
  }
  return 0;
}

/** What may belong to `=XX`, to a soft line break, or to spaces that go when the line ends behind them. */
const OPEN = '=0123456789ABCDEFabcdef \t\r\n';

/** Where an endless line may be cut: behind what cannot go on; where nothing is like that, at least not inside `=XX`. */
function safeEnd(line: string): number {
  let end = line.length;
  while (end > 0 && OPEN.includes(line[end - 1] ?? '')) end--;
  if (end > 0) return end;
  const equals = line.lastIndexOf('=');
  end = equals >= line.length - 2 ? equals : line.length;
  while (end > 0 && (line[end - 1] === ' ' || line[end - 1] === '\t')) end--;
  return end === 0 ? line.length : end;
}

const DECODERS: Readonly<Record<Exclude<TransferEncoding, 'identity'>, () => Decoder>> = {
  base64: () => new Base64(),
  'quoted-printable': () => new QuotedPrintable(),
};

/** The decoded bytes of a body. */
export function decodeBytes(raw: Buffer, encoding: TransferEncoding): Buffer {
  if (encoding === 'identity') return raw;
  if (raw.length <= PIECE) {
    const text = raw.toString('latin1');
    return encoding === 'base64' ? Buffer.from(text, 'base64') : decodeQp(text);
  }
  const decoder = DECODERS[encoding]();
  // neither encoding makes a body longer
  const decoded = Buffer.allocUnsafeSlow(
    encoding === 'base64' ? Math.ceil((raw.length * 3) / 4) : raw.length,
  );
  let length = 0;
  for (let at = 0; at < raw.length; at += PIECE) {
    length += decoder.push(raw.subarray(at, at + PIECE)).copy(decoded, length);
  }
  length += decoder.end().copy(decoded, length);
  return decoded.subarray(0, length);
}

/** The same for a body that comes in pieces. */
export async function* decodeStream(
  source: AsyncIterable<Uint8Array>,
  encoding: TransferEncoding,
): AsyncGenerator<Buffer, void, undefined> {
  const decoder = encoding === 'identity' ? null : DECODERS[encoding]();
  for await (const piece of source) {
    const bytes = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
    const decoded = decoder === null ? bytes : decoder.push(bytes);
    if (decoded.length > 0) yield decoded;
  }
  const last = decoder?.end() ?? NOTHING;
  if (last.length > 0) yield last;
}
