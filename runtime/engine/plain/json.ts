/**
 * The binary format as JSON text and back, for an engine without direct access. JSON has no long numbers and no
 * infinity: both become arrays, and so every array begins with a mark that tells what it is.
 */
import { ORDERED, Tag, VERSION } from '../../codec/format.js';
import { skipOrders } from '../../codec/orders.js';
import { bad, Reader } from '../../codec/reader.js';
import { Writer } from '../../codec/writer.js';

/** First element of every JSON array. */
enum Mark {
  List = 0,
  /** Decimal digits follow. */
  Long = 1,
  /** 1 or -1 follows. */
  Infinite = 2,
}

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Levels of nesting that are followed. */
const DEPTH = 1_000;

/** JSON text of encoded bytes. */
export function jsonOf(bytes: Uint8Array): string {
  const input = new Reader(bytes);
  const version = input.byte();
  if (version !== VERSION && version !== ORDERED) bad('unknown version');
  const names = Array.from({ length: input.count() }, () => input.text());
  if (version === ORDERED) skipOrders(input);
  return JSON.stringify(take(input, names));
}

function take(input: Reader, names: readonly string[]): Json {
  const tag = input.byte();
  switch (tag) {
    case Tag.Null:
    case Tag.Undefined:
      return null;
    case Tag.Int: {
      const coded = input.leb();
      return (coded >>> 1) ^ -(coded & 1);
    }
    case Tag.Double: {
      const number = input.double();
      return Number.isFinite(number) ? number : [Mark.Infinite, number > 0 ? 1 : -1];
    }
    case Tag.String:
      return input.text();
    case Tag.BigInt:
      return [Mark.Long, String(long(input.raw(input.count())))];
    case Tag.Array:
      return [Mark.List, ...Array.from({ length: input.count() }, () => take(input, names))];
    case Tag.Object: {
      const record: Record<string, Json> = Object.create(null);
      for (let left = input.count(); left > 0; left--) {
        const place = input.leb();
        const key =
          place & 1
            ? String(place >>> 1)
            : (names[(place >>> 1) - 1] ?? bad('a key that is not in the table'));
        record[key] = take(input, names);
      }
      return record;
    }
    default:
      return bad(`type ${tag}`);
  }
}

function long(bytes: Uint8Array): bigint {
  let value = 0n;
  for (let i = bytes.length - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[i] ?? 0);
  return BigInt.asIntN(bytes.length * 8, value);
}

/** Encoded bytes of JSON text. Throws `not-a-value` for what the other end cannot have made. */
export function bytesOfJson(text: string): Uint8Array {
  const names = new Map<string, number>();
  const body = new Writer();
  put(body, JSON.parse(text) as Json, names, 0);
  const out = new Writer();
  out.byte(VERSION);
  out.leb(names.size);
  for (const name of names.keys()) out.text(name);
  out.raw(body.written);
  return out.written.slice();
}

function put(out: Writer, value: Json, names: Map<string, number>, depth: number): void {
  if (depth > DEPTH) bad('nested too deeply');
  if (value === null) out.byte(Tag.Null);
  else if (typeof value === 'number') putNumber(out, value);
  else if (typeof value === 'string') {
    out.byte(Tag.String);
    out.text(value);
  } else if (Array.isArray(value)) putArray(out, value, names, depth);
  else if (typeof value === 'object') {
    const keys = Object.keys(value);
    out.byte(Tag.Object);
    out.leb(keys.length);
    for (const key of keys) {
      let place = names.get(key);
      if (place === undefined) names.set(key, (place = names.size + 1));
      out.leb(place * 2);
      put(out, value[key] ?? null, names, depth + 1);
    }
  } else bad(`a ${typeof value}`);
}

function putNumber(out: Writer, value: number): void {
  if ((value | 0) === value) {
    out.byte(Tag.Int);
    out.leb(((value << 1) ^ (value >> 31)) >>> 0);
  } else {
    out.byte(Tag.Double);
    out.double(value);
  }
}

function putArray(out: Writer, [mark, ...items]: Json[], names: Map<string, number>, depth: number): void {
  if (mark === Mark.List) {
    out.byte(Tag.Array);
    out.leb(items.length);
    for (const item of items) put(out, item, names, depth + 1);
  } else if (mark === Mark.Infinite) {
    out.byte(Tag.Double);
    out.double(items[0] === 1 ? Infinity : -Infinity);
  } else if (mark === Mark.Long && typeof items[0] === 'string' && /^-?[0-9]{1,20}$/.test(items[0])) {
    putLong(out, BigInt.asIntN(64, BigInt(items[0])));
  } else bad('a strange array');
}

function putLong(out: Writer, value: bigint): void {
  out.byte(Tag.BigInt);
  out.leb(8);
  for (let i = 0n; i < 64n; i += 8n) out.byte(Number((value >> i) & 0xffn));
}

/**
 * Guest half, evaluated before the prelude: gives [in, out], which turn the text into what the binary format's
 * reader would give, and back. Property order and shared parts do not survive; nothing depends on them.
 */
export const TRANSPORT = `(function() { var parse = JSON.parse, text = JSON.stringify, isArray = Array.isArray, big = BigInt;
function into(x) { var i, k, r; if (typeof x !== "object" || x === null) return x;
if (!isArray(x)) { r = {}; for (k in x) r[k] = into(x[k]); return r; }
if (x[0] === ${Mark.Infinite}) return x[1] / 0; if (x[0] === ${Mark.Long}) return big(x[1]);
r = []; for (i = 1; i < x.length; i++) r[i - 1] = into(x[i]); return r; }
function from(x) { var i, k, r; if (typeof x === "bigint") return [${Mark.Long}, "" + x];
if (x === 1 / 0 || x === -1 / 0) return [${Mark.Infinite}, x > 0 ? 1 : -1];
if (typeof x === "undefined") return null; if (typeof x === "function" || typeof x === "symbol") throw "not a value";
if (typeof x !== "object" || x === null) return x;
if (isArray(x)) { r = [${Mark.List}]; for (i = 0; i < x.length; i++) r[i + 1] = from(x[i]); return r; }
r = {}; for (k in x) r[k] = from(x[k]); return r; }
return [function(t) { return into(parse(t)); }, function(x) { return text(from(x)); }]; })()`;

/** How the text of a host call with this number begins. */
export const startOfCall = (op: number): string => `[${Mark.List},${op},`;
