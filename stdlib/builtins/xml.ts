/** XML built-ins (spec: cgpl.md section 14.9). */
import { raise } from '../errors.js';
import { isNumber, isXml } from '../values/is.js';
import { newXml } from '../values/make.js';
import { type Bytes, Kind, type Value, type Xml } from '../values/types.js';
import {
  adopt,
  bindNamespace,
  getAttribute,
  isDeclaration,
  namespaceOf,
  ownNamespace,
  ownPrefix,
  setAttribute,
} from '../values/xml.js';
import { isXmlName } from '../values/xmlname.js';
import { type Argument, type BuiltinTable, isKind, wrongArgument } from './types.js';

function element(name: string, x: Value): Xml {
  return isXml(x) ? x : wrongArgument(name, 1, x);
}

/** A prefix that is left out, or null, is the empty one. */
function prefixOf(prefix: Argument): Bytes {
  return typeof prefix === 'string' ? prefix : '';
}

function newXML(type: Value, prefix?: Argument, namespace?: Argument): Value {
  if (typeof type !== 'string') return null;
  const ownedPrefix = prefixOf(prefix);
  for (const name of ownedPrefix === '' ? [type] : [type, ownedPrefix]) {
    if (!isXmlName(name)) raise('bad-xml-name', 'NewXML', name);
  }
  const xml = newXml(type, ownedPrefix);
  if (typeof namespace === 'string') bindNamespace(xml, ownedPrefix, namespace);
  return xml;
}

function setNamespace(x: Value, namespace: Value, prefix?: Argument): null {
  const xml = element('SetNamespace', x);
  if (namespace === null || typeof namespace === 'string') bindNamespace(xml, prefixOf(prefix), namespace);
  return null;
}

function getPrefix(x: Value, namespace: Value): Value {
  const xml = element('GetPrefix', x);
  return typeof namespace === 'string' ? ownPrefix(xml, namespace) : null;
}

/** The value comes before the name. */
function setXmlAttribute(x: Value, value: Value, name: Value, prefix?: Argument): null {
  const xml = element('SetAttribute', x);
  if (typeof name !== 'string') return null;
  if (value === null || typeof value === 'string') setAttribute(xml, name, prefixOf(prefix), value);
  return null;
}

/** By name its value; by number its name and prefix, namespace declarations not counted. */
function getXmlAttribute(x: Value, name: Value, prefix?: Argument): Value {
  const xml = element('GetAttribute', x);
  if (typeof name === 'string') return getAttribute(xml, name, prefixOf(prefix));
  if (!isNumber(name)) wrongArgument('GetAttribute', 2, name);
  if (typeof name !== 'number') return null;
  const found = xml.attributes.filter(attribute => !isDeclaration(attribute))[name];
  return found === undefined ? null : [found.name, found.prefix];
}

/** The sub-element with this number among those of the type and namespace; null stands for any. */
function xmlBody(x: Value, type: Value, namespace?: Argument, index?: Argument): Value {
  const xml = element('XMLBody', x);
  const anyType = type === null;
  const anyNamespace = namespace === null || namespace === undefined;
  let left = index === null || index === undefined ? 0 : index;
  if (typeof left !== 'number' || left < 0) return null;
  for (const item of xml.body) {
    if (typeof item === 'string' || !(anyType || item.type === type)) continue;
    adopt(xml, item);
    if (!anyNamespace && namespaceOf(item) !== namespace) continue;
    if (left-- === 0) return item;
  }
  return null;
}

export const xmls: BuiltinTable = {
  isxml: isKind(Kind.Xml),
  newxml: newXML as BuiltinTable[string],
  setnamespace: setNamespace as BuiltinTable[string],
  getnamespace: (x, prefix) => ownNamespace(element('GetNamespace', x as Value), prefixOf(prefix)),
  getprefix: getPrefix as BuiltinTable[string],
  setattribute: setXmlAttribute as BuiltinTable[string],
  getattribute: getXmlAttribute as BuiltinTable[string],
  xmlbody: xmlBody as BuiltinTable[string],
  xmltype: x => element('XMLType', x as Value).type,
  xmlprefix: x => element('XMLPrefix', x as Value).prefix,
};
