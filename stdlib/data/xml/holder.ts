/** Reads objects from their XML form (spec: data.md section 12, xml-objects.md section 1). */
import { dictPut, dictSet, newDict } from '../../values/dict.js';
import { makeData } from '../../values/make.js';
import { normalise } from '../../values/numbers.js';
import type { Bytes, Value, Xml } from '../../values/types.js';
import { parseIp } from '../address.js';
import { decodeBase64 } from '../base64.js';
import { MAX_LEVELS } from '../output.js';
import { xmlText } from '../text.js';
import { parseXmlTime } from '../timestamp.js';

/** `undefined` says that the content is no object: null is one. */
export type Held = Value | undefined;

export interface HolderOptions {
  /** The `type` attribute of the outer element means something else, as in `<prefs type="custom">`. */
  readonly ignoreType?: boolean;
  /** Keep pairs whose value is null: they remove settings. */
  readonly keepNulls?: boolean;
}

/** `ToObject(xml)`: the object that the element holds, null if it holds none. */
export function xmlToObject(holder: Xml): Value {
  return readHolder(holder) ?? null;
}

/** The object in a holder, undefined for mixtures and for content that does not fit its type. */
export function readHolder(holder: Xml, options: HolderOptions = {}): Held {
  return read(holder, options, 1, options.ignoreType === true);
}

/** Names are compared without regard to case. */
function attribute(xml: Xml, name: Bytes): Bytes | null {
  for (const found of xml.attributes) {
    if (found.prefix === '' && found.name.toLowerCase() === name) return found.value;
  }
  return null;
}

function read(holder: Xml, options: HolderOptions, level: number, ignoreType: boolean): Held {
  if (level > MAX_LEVELS) return undefined;
  const type = ignoreType ? null : attribute(holder, 'type');
  if (type === 'array') return readArray(holder, options, level);
  if (type === 'dictionary') return readDictionary(holder, options, level);
  if (type !== null) return readTyped(type, holder);
  const children = elements(holder);
  const first = children[0];
  if (first === undefined) return xmlText(holder);
  if (isNamed(first, 'subkey')) return readDictionary(holder, options, level);
  if (isNamed(first, 'subvalue')) return readArray(holder, options, level);
  return readXml(holder);
}

/** The sub-elements. */
function elements(xml: Xml): Xml[] {
  return xml.body.filter(item => typeof item !== 'string');
}

function isNamed(xml: Xml, name: Bytes): boolean {
  return xml.prefix === '' && xml.type.toLowerCase() === name;
}

/** True if there is nothing but elements of this name. */
function holdsOnly(xml: Xml, name: Bytes): boolean {
  return xml.body.every(item => typeof item !== 'string' && isNamed(item, name));
}

function readArray(holder: Xml, options: HolderOptions, level: number): Held {
  if (!holdsOnly(holder, 'subvalue')) return undefined;
  const items: Value[] = [];
  for (const child of elements(holder)) {
    const item = read(child, options, level + 1, false);
    if (item === undefined) return undefined;
    items.push(item);
  }
  return items;
}

function readDictionary(holder: Xml, options: HolderOptions, level: number): Held {
  if (!holdsOnly(holder, 'subkey')) return undefined;
  const dict = newDict();
  const store = options.keepNulls ? dictPut : dictSet;
  for (const child of elements(holder)) {
    const key = attribute(child, 'key');
    const value = read(child, options, level + 1, false);
    if (key === null || value === undefined) return undefined;
    store(dict, key, value);
  }
  return dict;
}

function readXml(holder: Xml): Held {
  const [child, more] = holder.body;
  return child === undefined || more !== undefined || typeof child === 'string' ? undefined : child;
}

const typed: Readonly<Record<string, (text: Bytes) => Held>> = {
  null: text => (text === '' ? null : undefined),
  number: readNumber,
  date: text => parseXmlTime(text) ?? undefined,
  ip: text => parseIp(text) ?? undefined,
  data: readData,
};

function readTyped(type: Bytes, holder: Xml): Held {
  if (type === 'xml') return readXml(holder);
  if (!Object.hasOwn(typed, type) || elements(holder).length > 0) return undefined;
  return typed[type]?.(xmlText(holder).trim());
}

function readNumber(text: Bytes): Held {
  if (!/^#?-?[0-9]{1,40}$/.test(text)) return undefined;
  const value = BigInt(text.replace('#', ''));
  return value === BigInt.asIntN(64, value) ? normalise(value) : undefined;
}

/** White space may stand anywhere in base64 text. */
function readData(text: Bytes): Held {
  const clean = text.replace(/[ \t\r\n]+/g, '');
  const whole = clean.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(clean);
  return whole ? makeData(decodeBase64(clean)) : undefined;
}
