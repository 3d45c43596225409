/**
 * Attributes and namespaces of XML values (spec: cgpl.md section 14.9, data.md section 8). A namespace declaration
 * is an attribute, so that it keeps its place in the text.
 */
import { raise } from '../errors.js';
import type { Bytes, Xml, XmlAttribute } from './types.js';
import { isXmlName } from './xmlname.js';

/** True for `xmlns="..."` and `xmlns:p="..."`. */
export function isDeclaration(attribute: XmlAttribute): boolean {
  return attribute.prefix === 'xmlns' || (attribute.prefix === '' && attribute.name === 'xmlns');
}

function findAttribute(xml: Xml, name: Bytes, prefix: Bytes): number {
  const attributes = xml.attributes;
  for (let i = 0; i < attributes.length; i++) {
    const attribute = attributes[i] as XmlAttribute;
    if (attribute.name === name && attribute.prefix === prefix) return i;
  }
  return -1;
}

/** The value of an attribute, null if it is not there. */
export function getAttribute(xml: Xml, name: Bytes, prefix: Bytes): Bytes | null {
  const found = xml.attributes[findAttribute(xml, name, prefix)];
  return found === undefined ? null : found.value;
}

/** Sets an attribute in its place, or adds it; null removes it. Exception for what cannot be a name. */
export function setAttribute(xml: Xml, name: Bytes, prefix: Bytes, value: Bytes | null): void {
  const at = findAttribute(xml, name, prefix);
  if (value === null) {
    if (at >= 0) xml.attributes.splice(at, 1);
    return;
  }
  const found = xml.attributes[at];
  if (found !== undefined) {
    found.value = value;
    return;
  }
  if (!isXmlName(name)) raise('bad-xml-name', 'SetAttribute', name);
  if (prefix !== '' && !isXmlName(prefix)) raise('bad-xml-name', 'SetAttribute', prefix);
  xml.attributes.push({ prefix, name, value });
}

/** Binds the prefix ('' is the default one) to a namespace; null unbinds it. */
export function bindNamespace(xml: Xml, prefix: Bytes, namespace: Bytes | null): void {
  if (prefix === '') setAttribute(xml, 'xmlns', '', namespace);
  else setAttribute(xml, prefix, 'xmlns', namespace);
}

/** What this very element binds the prefix to, or null. */
export function ownNamespace(xml: Xml, prefix: Bytes): Bytes | null {
  return prefix === '' ? getAttribute(xml, 'xmlns', '') : getAttribute(xml, prefix, 'xmlns');
}

/** The prefix that this very element binds to the namespace, or null. */
export function ownPrefix(xml: Xml, namespace: Bytes): Bytes | null {
  for (const attribute of xml.attributes) {
    if (attribute.value !== namespace || !isDeclaration(attribute)) continue;
    return attribute.prefix === '' ? '' : attribute.name;
  }
  return null;
}

/** The namespace an element belongs to: its own bindings first, then what its parents bound; null for none. */
export function namespaceOf(xml: Xml): Bytes | null {
  return ownNamespace(xml, xml.prefix) ?? xml.inherited?.[xml.prefix] ?? null;
}

/** Everything that is bound inside the element: what its parents bound, and its own declarations over it. */
export function scopeOf(xml: Xml): Record<Bytes, Bytes> | null {
  let scope = xml.inherited;
  for (const attribute of xml.attributes) {
    if (!isDeclaration(attribute)) continue;
    if (scope === xml.inherited) scope = Object.assign(Object.create(null), xml.inherited);
    (scope as Record<Bytes, Bytes>)[attribute.prefix === '' ? '' : attribute.name] = attribute.value;
  }
  return scope;
}

/** Tells a sub-element what its parents bind. */
export function adopt(parent: Xml, child: Xml): void {
  child.inherited = scopeOf(parent);
}

/** Appends a text or an element to the body. */
export function addToBody(parent: Xml, item: Bytes | Xml): void {
  if (typeof item !== 'string') adopt(parent, item);
  parent.body.push(item);
}
