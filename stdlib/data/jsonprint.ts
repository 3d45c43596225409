/** Values as JSON (spec: data.md section 11), without white space. */
import { dictKeyAt, dictSize } from '../values/dict.js';
import type { Tagged } from '../values/is.js';
import { numberText } from '../values/numbers.js';
import { type Bytes, type Dict, Kind, type Value } from '../values/types.js';
import { addressText } from './address.js';
import { encodeBase64 } from './base64.js';
import { checkSize, enterOutput, newOutput, type Output } from './output.js';
import { printCompact } from './print.js';
import { rfc822Text } from './timestamp.js';

/** The JSON text; exceptions `too-deep` and `too-large`. */
export function printJson(value: Value): Bytes {
  const out = newOutput('ObjectToJSON');
  write(out, value);
  return out.text;
}

function write(out: Output, value: Value): void {
  if (typeof value === 'string') {
    // the engine escapes units below 32, quotation marks and backslashes only: bytes pass
    out.text += JSON.stringify(value);
    return;
  }
  if (typeof value !== 'object' || value === null) {
    out.text += `${value}`;
    return;
  }
  const kind = (value as Tagged).kind;
  if (kind === undefined) writeArray(out, value as Value[]);
  else if (kind === Kind.Dict) writeObject(out, value as Dict);
  else if (kind === Kind.Big) out.text += numberText(value as Tagged & { kind: Kind.Big });
  else out.text += JSON.stringify(atomString(value as Tagged));
}

function atomString(value: Tagged): Bytes {
  if (value.kind === Kind.Time) return rfc822Text(value);
  if (value.kind === Kind.Data) return encodeBase64(value.bytes);
  if (value.kind === Kind.Ip) return addressText(value);
  return printCompact(value, 'ObjectToJSON');
}

function writeArray(out: Output, items: readonly Value[]): void {
  enterOutput(out);
  out.text += '[';
  for (let i = 0; i < items.length; i++) {
    if (i > 0) out.text += ',';
    write(out, items[i] as Value);
    checkSize(out);
  }
  out.text += ']';
  out.depth--;
}

function writeObject(out: Output, dict: Dict): void {
  enterOutput(out);
  out.text += '{';
  const size = dictSize(dict);
  const entries = dict.entries;
  for (let i = 0; i < size; i++) {
    const key = dictKeyAt(dict, i) as Bytes;
    out.text += `${i > 0 ? ',' : ''}${JSON.stringify(key)}:`;
    write(out, entries[(dict.order as Bytes[])[i] as Bytes] as Value);
    checkSize(out);
  }
  out.text += '}';
  out.depth--;
}
