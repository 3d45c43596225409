/** Parts of requests, found without regard to letter case (ximss.md 2.2). Prefixes are dropped for matching. */
import { xmlText } from '../../../stdlib/data/index.js';
import type { Bytes, Xml } from '../../../stdlib/values/types.js';

/** The value of an attribute, null when it is absent; of two that differ in case only, the first. `name` in small letters. */
export function attribute(xml: Xml, name: Bytes): Bytes | null {
  for (const found of xml.attributes) {
    const known = found.name;
    if (known.length === name.length && (known === name || known.toLowerCase() === name)) {
      if (found.prefix !== 'xmlns') return found.value;
    }
  }
  return null;
}

/** The sub-elements. */
export function children(xml: Xml): Xml[] {
  return xml.body.filter(item => typeof item !== 'string');
}

/** The sub-elements of this name, in small letters. */
export function childrenNamed(xml: Xml, name: Bytes): Xml[] {
  return children(xml).filter(child => child.type.toLowerCase() === name);
}

/** The first sub-element of this name, in small letters. */
export function childNamed(xml: Xml, name: Bytes): Xml | null {
  for (const item of xml.body) {
    if (typeof item !== 'string' && item.type.toLowerCase() === name) return item;
  }
  return null;
}

/** The texts of the sub-elements of this name: `<name>`, `<field>` and the like. */
export function texts(xml: Xml, name: Bytes): Bytes[] {
  return childrenNamed(xml, name).map(child => xmlText(child));
}

/** `yes`, `1`, `true`, `on` and their opposites; null for everything else. */
export function flagOf(value: Bytes): boolean | null {
  const word = value.toLowerCase();
  if (word === 'yes' || word === '1' || word === 'true' || word === 'on') return true;
  if (word === 'no' || word === '0' || word === 'false' || word === 'off') return false;
  return null;
}
