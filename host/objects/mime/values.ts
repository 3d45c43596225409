/** Messages as values of programs (cgpl.md 14.14): structure, headers, bodies. */
import { parseXml } from '../../../stdlib/data/index.js';
import { dictGet, dictOf, dictPut, isArray, makeData, newDict } from '../../../stdlib/values/index.js';
import type { Bytes, Dict, Value } from '../../../stdlib/values/types.js';
import { addressOf } from '../messages/head.js';
import { allParts, partBytes, partText } from './body.js';
import { decodeField } from './charset.js';
import { ADDRESS_FIELDS } from './fieldkinds.js';
import { type Field, readHeader } from './fields.js';
import { fieldValuesOf } from './head.js';
import { defaultMimeLimits } from './limits.js';
import type { MimePart } from './part.js';

/** Content fields that have keys of their own. */
const OWN_KEYS = new Set(['content-type']);

const paramsOf = (params: ReadonlyMap<Bytes, Bytes>): Dict => dictOf([...params]);

/** The structure of a part with everything in it (`MessagePart`). */
export function partValue(part: MimePart): Dict {
  const dict = dictOf([
    ['estimatedSize', part.estimatedSize],
    ['filename', part.filename],
    ['Content-Type', part.type],
    ['Content-Subtype', part.subtype],
    ['MIMEPartID', part.id],
  ]);
  if (part.typeParams.size > 0) dictPut(dict, 'ContentTypeParams', paramsOf(part.typeParams));
  if (part.dispositionParams.size > 0) dictPut(dict, 'DispositionParams', paramsOf(part.dispositionParams));
  for (const { name, value } of part.fields) {
    const small = name.toLowerCase();
    if (!small.startsWith('content-') || OWN_KEYS.has(small)) continue;
    const key = small
      .replace(/(?:^|-)[a-z]/g, start => start.toUpperCase())
      .replace(/^Content-Id$/, 'Content-ID');
    dictPut(dict, key, small === 'content-disposition' ? (part.disposition ?? '') : decodeField(value));
  }
  if (part.parts.length > 0) dictPut(dict, 'MIMEParts', part.parts.map(partValue));
  return dict;
}

/** How much a text part is wanted among alternatives: plain least, HTML next. */
const rank = (part: MimePart): number => (part.subtype === 'plain' ? 1 : part.subtype === 'html' ? 2 : 3);

/**
 * The first part that suits: `audio`, `plain` (text/plain), `text` (of alternatives the richest text). Null when there is
 * none.
 */
export function suitablePart(root: MimePart, type: Bytes): MimePart | null {
  const wanted = type.toLowerCase();
  if (wanted === 'text') return textPart(root);
  for (const part of allParts(root)) {
    if (part.disposition === 'attachment' && wanted !== 'audio') continue;
    if (wanted === 'audio' ? part.type === 'audio' : part.type === 'text' && part.subtype === wanted)
      return part;
  }
  return null;
}

function textPart(part: MimePart): MimePart | null {
  if (part.type === 'text' && part.disposition !== 'attachment') return part;
  const found = part.parts.map(textPart).filter(each => each !== null);
  const isChoice = part.type === 'multipart' && part.subtype === 'alternative';
  if (!isChoice) return found[0] ?? null;
  return found.reduce<MimePart | null>(
    (best, each) => (best !== null && rank(best) >= rank(each) ? best : each),
    null,
  );
}

/**
 * The header that a part stands for: of a message in a part and of text/rfc822-headers theirs, else the part's own.
 */
export function headerFields(text: Uint8Array, part: MimePart): readonly Field[] {
  if (part.id === '') return part.fields;
  const [inner] = part.parts;
  if (part.type === 'message' && inner) return inner.fields;
  if (part.type === 'text' && part.subtype === 'rfc822-headers') {
    const bytes = partBytes(text, part);
    return readHeader(bytes, 0, bytes.length, defaultMimeLimits).fields;
  }
  return part.fields;
}

/** Values of one field, or a dictionary of all (`MessageHeader`). `E-` before an address field asks for addresses alone. */
export function headerValue(text: Uint8Array, part: MimePart, field: Bytes | null): Value {
  const fields = headerFields(text, part);
  const { head } = fieldValuesOf(fields);
  if (field === null) {
    const all = newDict();
    for (const { name } of fields) {
      const key = name.toLowerCase();
      const values = dictGet(head, key);
      if (values !== null && dictGet(all, name) === null && !hasSpelling(all, key))
        dictPut(all, name, values);
    }
    return all;
  }
  const small = field.toLowerCase();
  const isPlain = small.startsWith('e-') && ADDRESS_FIELDS.has(small.slice(2));
  const values = dictGet(head, isPlain ? small.slice(2) : small);
  if (!isArray(values)) return [];
  return isPlain ? values.map(value => addressOf(value)?.address ?? value) : values;
}

const hasSpelling = (dict: Dict, key: Bytes): boolean =>
  Object.keys(dict.entries).some(name => name.toLowerCase() === key);

/** The body (`MessageBody`): `text/xml` an XML object, other texts strings, everything else a datablock. */
export function bodyValue(text: Uint8Array, part: MimePart): Value {
  if (part.type !== 'text') return makeData(partBytes(text, part).toString('latin1'));
  const decoded = partText(text, part);
  if (part.subtype !== 'xml') return decoded;
  const xml = parseXml(decoded.trim());
  return xml.ok ? xml.value : decoded;
}
