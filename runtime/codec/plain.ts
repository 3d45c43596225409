/** Plain data (inputs of runs, recordings) as bytes: a mark and its content. Any strings, no depth beyond 64. */
import type { Plain } from '../environment.js';
import { textOf } from './bytes.js';
import { bad, Reader } from './reader.js';
import { Writer } from './writer.js';

enum Mark {
  Null = 0,
  False = 1,
  True = 2,
  Int = 3,
  Double = 4,
  Text = 5,
  Bytes = 6,
  List = 7,
  Record = 8,
}

const DEPTH = 64;

/** Keeps its room: every request is encoded. */
const out = new Writer();

/** Throws `not-a-value` for what is nested too deeply or is no plain data. */
export function encodePlain(value: Plain): Uint8Array {
  out.reset();
  put(out, value, 0);
  return out.written.slice();
}

/** The same as a byte string. */
export function encodePlainText(value: Plain): string {
  out.reset();
  put(out, value, 0);
  return textOf(out.written);
}

function put(out: Writer, value: Plain, depth: number): void {
  if (depth > DEPTH) bad('plain data nested too deeply');
  if (value === null || value === undefined) out.byte(Mark.Null);
  else if (typeof value === 'boolean') out.byte(value ? Mark.True : Mark.False);
  else if (typeof value === 'number') putNumber(out, value);
  else if (typeof value === 'string') {
    out.byte(Mark.Text);
    out.text(value);
  } else if (value instanceof Uint8Array) {
    out.byte(Mark.Bytes);
    out.leb(value.length);
    out.raw(value);
  } else if (Array.isArray(value)) {
    out.byte(Mark.List);
    out.leb(value.length);
    for (const item of value as readonly Plain[]) put(out, item, depth + 1);
  } else if (typeof value === 'object') {
    putRecord(out, value as { readonly [key: string]: Plain }, depth);
  } else bad('plain data of a strange type');
}

function putNumber(out: Writer, value: number): void {
  if ((value | 0) === value && value >= 0 && !Object.is(value, -0)) {
    out.byte(Mark.Int);
    out.leb(value);
  } else {
    out.byte(Mark.Double);
    out.double(value);
  }
}

function putRecord(out: Writer, record: { readonly [key: string]: Plain }, depth: number): void {
  // both lists at once: looking each key up costs more than the whole list of values
  const keys = Object.keys(record);
  const values = Object.values(record);
  let count = 0;
  for (const value of values) if (value !== undefined) count++;
  out.byte(Mark.Record);
  out.leb(count);
  for (let i = 0; i < keys.length; i++) {
    const value = values[i];
    if (value === undefined) continue;
    out.text(keys[i] ?? '');
    put(out, value, depth + 1);
  }
}

/** Objects come out without prototype; bytes are copies. Throws `not-a-value`. */
export function decodePlain(bytes: Uint8Array): Plain {
  const input = new Reader(bytes);
  const value = take(input, 0);
  return input.left === 0 ? value : bad('something follows the plain data');
}

function take(input: Reader, depth: number): Plain {
  if (depth > DEPTH) bad('plain data nested too deeply');
  const mark = input.byte();
  switch (mark) {
    case Mark.Null:
      return null;
    case Mark.False:
      return false;
    case Mark.True:
      return true;
    case Mark.Int:
      return input.leb();
    case Mark.Double:
      return input.double();
    case Mark.Text:
      return input.text();
    case Mark.Bytes:
      return input.raw(input.leb()).slice();
    case Mark.List: {
      const list: Plain[] = [];
      for (let left = input.count(); left > 0; left--) list.push(take(input, depth + 1));
      return list;
    }
    case Mark.Record: {
      const record: Record<string, Plain> = Object.create(null);
      for (let left = input.count(); left > 0; left--) {
        const key = input.text();
        record[key] = take(input, depth + 1);
      }
      return record;
    }
    default:
      return bad(`mark ${mark}`);
  }
}
