/**
 * The `asn.1` format of `Convert` (spec: cgpl.md section 14.10): BER. An element is an array of its class (`universal`,
 * `application`, `context`, `private`), its tag number, and its content: a datablock of a primitive element, an array of
 * elements of a constructed one.
 */
import { isData } from '../values/is.js';
import { makeData } from '../values/make.js';
import type { Bytes, Value } from '../values/types.js';

const CLASSES: readonly Bytes[] = ['universal', 'application', 'context', 'private'];
const CONSTRUCTED = 0x20;
const LONG_TAG = 0x1f;
const INDEFINITE = 0x80;
const MOST_DEPTH = 100;

class BadBer extends Error {}

class Reader {
  at = 0;

  constructor(private readonly bytes: Bytes) {}

  /** The element at the place, up to `end`. */
  element(end: number, depth: number): Value {
    if (depth > MOST_DEPTH) throw new BadBer('nested too deep');
    const first = this.byte(end);
    const number = (first & LONG_TAG) === LONG_TAG ? this.base128(end) : first & LONG_TAG;
    const constructed = (first & CONSTRUCTED) !== 0;
    const name = CLASSES[first >> 6] ?? '';
    const length = this.byte(end);
    if (length === INDEFINITE) {
      if (!constructed) throw new BadBer('no length');
      return [name, number, this.untilMark(end, depth)];
    }
    const size = length < 0x80 ? length : this.bigEndian(length & 0x7f, end);
    const stop = this.at + size;
    if (stop > end) throw new BadBer('longer than the data');
    if (!constructed) {
      const content = makeData(this.bytes.slice(this.at, stop));
      this.at = stop;
      return [name, number, content];
    }
    const items: Value[] = [];
    while (this.at < stop) items.push(this.element(stop, depth + 1));
    return [name, number, items];
  }

  private untilMark(end: number, depth: number): Value[] {
    const items: Value[] = [];
    while (this.bytes.slice(this.at, this.at + 2) !== '\0\0') items.push(this.element(end, depth + 1));
    this.at += 2;
    return items;
  }

  private byte(end: number): number {
    if (this.at >= end) throw new BadBer('ends too early');
    return this.bytes.charCodeAt(this.at++);
  }

  private bigEndian(count: number, end: number): number {
    if (count > 6) throw new BadBer('longer than the data');
    let n = 0;
    for (let i = 0; i < count; i++) n = n * 256 + this.byte(end);
    return n;
  }

  private base128(end: number): number {
    let n = 0;
    for (;;) {
      const byte = this.byte(end);
      n = n * 128 + (byte & 0x7f);
      if (!Number.isSafeInteger(n)) throw new BadBer('a tag is too large');
      if (byte < 0x80) return n;
    }
  }
}

/** Digits of a number in a base, the highest first. */
function digits(n: number, base: number): number[] {
  const found = [n % base];
  for (let rest = Math.floor(n / base); rest > 0; rest = Math.floor(rest / base)) found.unshift(rest % base);
  return found;
}

function write(x: Value, depth: number): Bytes {
  if (!Array.isArray(x) || x.length !== 3 || depth > MOST_DEPTH) throw new BadBer('an element is not right');
  const [name, number, content] = x;
  const place = CLASSES.indexOf(typeof name === 'string' ? name.toLowerCase() : '');
  if (place < 0 || typeof number !== 'number' || number < 0) throw new BadBer('a tag is not right');
  let body: Bytes;
  if (Array.isArray(content)) body = content.map(item => write(item, depth + 1)).join('');
  else if (isData(content ?? null)) body = (content as { bytes: Bytes }).bytes;
  else throw new BadBer('a content is not right');
  const head = (place << 6) | (Array.isArray(content) ? CONSTRUCTED : 0);
  const long = digits(number, 128);
  const tag =
    number < LONG_TAG
      ? [head | number]
      : [head | LONG_TAG, ...long.map((digit, i) => (i < long.length - 1 ? digit | 0x80 : digit))];
  const size = digits(body.length, 256);
  const length = body.length < 0x80 ? [body.length] : [0x80 | size.length, ...size];
  return String.fromCharCode(...tag, ...length) + body;
}

/** A datablock as the array of its element, and back; a string tells what is wrong; null for other classes. */
export function convertAsn1(x: Value): Value {
  try {
    if (Array.isArray(x)) return makeData(write(x, 0));
    if (!isData(x)) return null;
    const reader = new Reader(x.bytes);
    const element = reader.element(x.bytes.length, 0);
    if (reader.at !== x.bytes.length) throw new BadBer('more than one element');
    return element;
  } catch (error) {
    if (error instanceof BadBer) return `invalid ASN.1 data: ${error.message}`;
    throw error;
  }
}
