/** The arguments of a command as its code asks for them. */
import { dictKeys, dictPut, newDict } from '../../stdlib/values/dict.js';
import { isArray, isDict } from '../../stdlib/values/is.js';
import { makeData, makeTime } from '../../stdlib/values/make.js';
import type { Bytes, Data, Dict, Ip, Time, Value } from '../../stdlib/values/types.js';
import { refuse } from './syntax/items.js';
import type { Given } from './syntax/reader.js';

/** Drops what is null, at every level: replaced dictionaries and arrays hold no nulls (cli.md 3). */
export function withoutNulls(value: Value): Value {
  if (isArray(value)) return value.filter(item => item !== null).map(withoutNulls);
  if (!isDict(value)) return value;
  const dict = newDict();
  for (const key of dictKeys(value)) {
    const item = value.entries[key];
    if (item !== undefined && item !== null) dictPut(dict, key, withoutNulls(item));
  }
  return dict;
}

/** Null acts like the word `default` in an update (cli.md 3). */
function asUpdate(value: Dict): Dict {
  const dict = newDict();
  for (const key of dictKeys(value)) {
    const item = value.entries[key] ?? null;
    dictPut(dict, key, item === null ? 'default' : withoutNulls(item));
  }
  return dict;
}

/** Arguments by the names of the syntax; the reader has checked their kinds. */
export class Args {
  constructor(private readonly given: Given) {}

  /** True if the keyword was given. */
  has(keyword: string): boolean {
    return this.given.words.includes(keyword);
  }

  /** A word or string that must be there by the syntax. */
  word(name: string): Bytes {
    return this.given.values[name] as Bytes;
  }

  /** A word or string, null if it was left out. */
  optional(name: string): Bytes | null {
    return (this.given.values[name] as Bytes | undefined) ?? null;
  }

  number(name: string): number {
    return this.given.values[name] as number;
  }

  optionalNumber(name: string): number | null {
    return (this.given.values[name] as number | undefined) ?? null;
  }

  ip(name: string): Ip {
    return this.given.values[name] as Ip;
  }

  optionalIp(name: string): Ip | null {
    return (this.given.values[name] as Ip | undefined) ?? null;
  }

  data(name: string): Data {
    return this.given.values[name] as Data;
  }

  /** A dictionary that replaces another, or parameters. */
  dictionary(name: string): Dict {
    return withoutNulls(this.given.values[name] as Dict) as Dict;
  }

  optionalDictionary(name: string): Dict | null {
    const value = this.given.values[name];
    return value === undefined ? null : (withoutNulls(value) as Dict);
  }

  /** A dictionary of changes. */
  update(name: string): Dict {
    return asUpdate(this.given.values[name] as Dict);
  }

  /** Changes of an access control list: null and the word `default` take an element away. */
  acl(name: string): Dict {
    const dict = this.update(name);
    for (const key of dictKeys(dict)) {
      const value = dict.entries[key];
      if (typeof value === 'string' && value.toLowerCase() === 'default') dictPut(dict, key, '');
    }
    return dict;
  }

  array(name: string): Value[] {
    return withoutNulls(this.given.values[name] as Value[]) as Value[];
  }

  optionalArray(name: string): Value[] | null {
    return this.given.values[name] === undefined ? null : this.array(name);
  }

  /** An array of strings; anything else in it is an error of syntax. */
  strings(name: string): Bytes[] {
    return this.array(name).map(item =>
      typeof item === 'string' ? item : refuse(`${name} must hold strings`),
    );
  }

  /** An array of Rules, null for the word `default`. */
  rules(name: string): Value[] | null {
    return typeof this.given.values[name] === 'string' ? null : this.array(name);
  }

  /** An object as it was written. */
  object(name: string): Value {
    return this.given.values[name] as Value;
  }
}

/** The time stamp of an alert in its ACAP form, from any form of a timestamp (cli.md 3, 6.5). */
export function stampOf(word: Bytes): Bytes {
  const text = word.startsWith('#T') ? word.slice(2) : word;
  const match = /^(\d\d)-(\d\d)-(\d{4})_(\d\d):(\d\d):(\d\d)$/.exec(text);
  if (match === null) return word;
  const [, day, month, year, h, m, s] = match;
  return `${year}${month}${day}${h}${m}${s}`;
}

/** A datablock of these bytes. */
export function dataOf(bytes: Uint8Array): Data {
  return makeData(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1'));
}

/** A timestamp of milliseconds since 1970. */
export function timeOf(ms: number): Time {
  return makeTime(Math.floor(ms / 1000));
}
