/**
 * Objects as XML and back (spec: data.md section 12, xml-objects.md section 1): the form of `ObjectToXML`,
 * `ToObject(xml)` and XIMSS. The element that an object is written into is called its holder.
 */
import { raise } from '../../errors.js';
import { dictKeyAt, dictSize } from '../../values/dict.js';
import { isXml, type Tagged } from '../../values/is.js';
import { newXml } from '../../values/make.js';
import { numberText } from '../../values/numbers.js';
import { type Bytes, type Dict, Kind, type Value, type Xml } from '../../values/types.js';
import { addressText } from '../address.js';
import { encodeBase64 } from '../base64.js';
import { MAX_LEVELS } from '../output.js';
import { atomText } from '../print.js';
import { xmlTimeText } from '../timestamp.js';

/** `ObjectToXML`: the object in an `<object>` element; exception `too-deep`. */
export function objectToXml(value: Value): Xml {
  const holder = newXml('object');
  writeHolder(holder, value);
  return holder;
}

/** Writes an object into an element that has no content yet, and gives it its `type` attribute where it needs one. */
export function writeHolder(holder: Xml, value: Value): void {
  write(holder, value, { level: 0, left: MAX_ELEMENTS });
}

/** Open holders, and how many more elements may be made: an object whose parts are shared can need endlessly many. */
interface Budget {
  level: number;
  left: number;
}

const MAX_ELEMENTS = 1_000_000;

function write(holder: Xml, value: Value, budget: Budget): void {
  if (++budget.level > MAX_LEVELS) raise('too-deep', 'ObjectToXML');
  if (--budget.left < 0) raise('too-large', 'ObjectToXML', MAX_ELEMENTS);
  if (typeof value === 'string') text(holder, value);
  else if (value === null) type(holder, 'null');
  else if (typeof value === 'number') {
    type(holder, 'number');
    holder.body.push(`${value}`);
  } else if ((value as Tagged).kind === undefined) writeArray(holder, value as Value[], budget);
  else writeTagged(holder, value as Tagged, budget);
  budget.level--;
}

function text(holder: Xml, content: Bytes): void {
  if (content !== '') holder.body.push(content);
}

function type(holder: Xml, name: Bytes): void {
  holder.attributes.push({ prefix: '', name: 'type', value: name });
}

function writeTagged(holder: Xml, value: Tagged, budget: Budget): void {
  if (value.kind === Kind.Dict) writeDictionary(holder, value, budget);
  else if (isXml(value)) {
    type(holder, 'xml');
    holder.body.push(value);
  } else {
    const [name, content] = typed(value);
    if (name !== null) type(holder, name);
    text(holder, content);
  }
}

/** Type and content of the atoms; live and opaque objects are their text. */
function typed(value: Exclude<Tagged, Dict | Xml>): [Bytes | null, Bytes] {
  if (value.kind === Kind.Big) return ['number', numberText(value)];
  if (value.kind === Kind.Time) return ['date', xmlTimeText(value)];
  if (value.kind === Kind.Ip) return ['ip', addressText(value)];
  if (value.kind === Kind.Data) return ['data', encodeBase64(value.bytes)];
  return [null, atomText(value)];
}

function writeArray(holder: Xml, items: readonly Value[], budget: Budget): void {
  if (items.length === 0) type(holder, 'array');
  for (const item of items) {
    const sub = newXml('subValue');
    write(sub, item, budget);
    holder.body.push(sub);
  }
}

function writeDictionary(holder: Xml, dict: Dict, budget: Budget): void {
  const size = dictSize(dict);
  if (size === 0) type(holder, 'dictionary');
  for (let i = 0; i < size; i++) {
    const key = dictKeyAt(dict, i) as Bytes;
    const sub = newXml('subKey');
    sub.attributes.push({ prefix: '', name: 'key', value: key });
    write(sub, dict.entries[(dict.order as Bytes[])[i] as Bytes] as Value, budget);
    holder.body.push(sub);
  }
}
