/** Server objects in their XML form (xml-objects.md 1), written as text. */
import { type Held, readHolder, writeHolder } from '../../../stdlib/data/index.js';
import { newXml } from '../../../stdlib/values/make.js';
import type { Bytes, Value, Xml } from '../../../stdlib/values/types.js';
import { isXmlName } from '../../../stdlib/values/xmlname.js';
import { type Attributes, writeBody, writeXml } from './write.js';

/** A holder of this name with the object in it; its own attributes come before the type. */
export function holder(name: Bytes, value: Value, attributes: Attributes = []): Bytes {
  const xml = newXml(name);
  for (const [key, text] of attributes) {
    if (text !== null && text !== undefined) xml.attributes.push({ prefix: '', name: key, value: `${text}` });
  }
  writeHolder(xml, value);
  return writeXml(xml);
}

/** A pair as an element named after its key, or as `subKey` when the key is no XML name. */
export function pair(key: Bytes, value: Value): Bytes {
  return isXmlName(key) ? holder(key, value) : holder('subKey', value, [['key', key]]);
}

/** Content and `type` attribute of an object, for a holder that is written elsewhere. */
export function holderParts(value: Value): { readonly type: Bytes | null; readonly content: Bytes } {
  const xml = newXml('holder');
  writeHolder(xml, value);
  return { type: xml.attributes[0]?.value ?? null, content: writeBody(xml) };
}

/** The object in an element, undefined when it holds none. */
export function readObject(xml: Xml): Held {
  return readHolder(xml);
}

/** The same for elements whose `type` attribute means something else. */
export function readUntyped(xml: Xml): Held {
  return readHolder(xml, { ignoreType: true });
}
