/** The compact text of values (spec: data.md section 7). */
import { dictKeyAt, dictSize } from '../values/dict.js';
import type { Tagged } from '../values/is.js';
import { numberText } from '../values/numbers.js';
import { type Bytes, type Dict, Kind, type Value } from '../values/types.js';
import { addressText } from './address.js';
import { encodeBase64 } from './base64.js';
import { checkSize, enterOutput, newOutput, type Output } from './output.js';
import { stringText } from './quote.js';
import { timeText } from './timestamp.js';
import { writeXml } from './xml/print.js';

/** The compact, canonical text; exceptions `too-deep` and `too-large`. */
export function printCompact(value: Value, name = 'ObjectToString'): Bytes {
  if (typeof value === 'string') return stringText(value);
  const out = newOutput(name);
  write(out, value);
  return out.text;
}

function write(out: Output, value: Value): void {
  if (typeof value === 'string') {
    out.text += stringText(value);
    return;
  }
  if (typeof value !== 'object' || value === null) {
    out.text += atomText(value);
    return;
  }
  const kind = (value as Tagged).kind;
  if (kind === undefined) writeArray(out, value as Value[]);
  else if (kind === Kind.Dict) writeDictionary(out, value as Dict);
  else if (kind === Kind.Xml) writeXml(out, value as Tagged & { kind: Kind.Xml });
  else out.text += atomText(value);
}

/** The text of a value that is no container and no string. */
export function atomText(value: Value): Bytes {
  if (value === null) return '#NULL#';
  if (typeof value === 'number') return `#${value}`;
  const tagged = value as Tagged;
  if (tagged.kind === Kind.Big) return `#${numberText(tagged)}`;
  if (tagged.kind === Kind.Time) return `#T${timeText(tagged)}`;
  if (tagged.kind === Kind.Data) return `[${encodeBase64(tagged.bytes)}]`;
  if (tagged.kind === Kind.Ip) return `#I${addressText(tagged)}`;
  if (tagged.kind === Kind.Handle) return `#(${tagged.class}:${tagged.id})`;
  const { class: name, data } = tagged as Tagged & { kind: Kind.Opaque };
  return data === null ? `#(${name})` : `#(${name}:${data})`;
}

function writeArray(out: Output, items: readonly Value[]): void {
  enterOutput(out);
  out.text += '(';
  for (let i = 0; i < items.length; i++) {
    if (i > 0) out.text += ',';
    write(out, items[i] as Value);
    checkSize(out);
  }
  out.text += ')';
  out.depth--;
}

function writeDictionary(out: Output, dict: Dict): void {
  enterOutput(out);
  out.text += '{';
  const size = dictSize(dict);
  const entries = dict.entries;
  for (let i = 0; i < size; i++) {
    const key = dictKeyAt(dict, i) as Bytes;
    const value = entries[(dict.order as Bytes[])[i] as Bytes] as Value;
    out.text += `${stringText(key)}=`;
    write(out, value);
    out.text += ';';
    checkSize(out);
  }
  out.text += '}';
  out.depth--;
}
