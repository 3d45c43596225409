/** vCard texts and their XML form, both ways (xml-objects.md 4). */
import { xmlText } from '../data/text.js';
import { newXml } from '../values/make.js';
import type { Bytes, Xml } from '../values/types.js';
import { isXmlName } from '../values/xmlname.js';
import { COMMA_LISTS, type PropertyShape, SHAPES, shapeOf, UNESCAPED } from './cardshape.js';
import { asUtf8, cleanBase64, isBase64, plainValue } from './charsets.js';
import {
  type ContentLine,
  escapeText,
  isLineName,
  type Parameter,
  parametersOf,
  readLines,
  splitValue,
  unescapeText,
  writeLines,
} from './lines.js';

/** Lines that make the frame of a card. */
const FRAME = new Set(['BEGIN', 'END', 'VERSION', 'PRODID']);

/** The cards in a text, each as a `vCard` element; null when the text holds none, or something else. */
export function readVCards(text: Bytes): Xml[] | null {
  const lines = readLines(text);
  if (lines === null) return null;
  const cards: Xml[] = [];
  let open: Xml | null = null;
  for (const line of lines) {
    const mark = line.value.trim().toUpperCase();
    if (line.name === 'BEGIN') {
      if (open !== null || mark !== 'VCARD') return null;
      open = newXml('vCard');
    } else if (open === null) return null;
    else if (line.name === 'END') {
      if (mark !== 'VCARD') return null;
      cards.push(open);
      open = null;
    } else if (!FRAME.has(line.name) && isUsable(line)) open.body.push(propertyOf(line));
  }
  return open !== null || cards.length === 0 ? null : cards;
}

/** Lines whose name is none in XML cannot be shown; properties that nobody knows are nothing without a value. */
function isUsable({ name, value }: ContentLine): boolean {
  return isXmlName(name) && (value !== '' || SHAPES.has(name));
}

/** One property as XML: type flags, then the parts, `VALUE` last. */
function propertyOf(line: ContentLine): Xml {
  const shape = shapeOf(line.name);
  const xml = newXml(line.name);
  const types: Bytes[] = [];
  for (const { name, values } of line.parameters) {
    if (
      name === 'TYPE' ||
      (name === '' && !/^(?:QUOTED-PRINTABLE|BASE64|8BIT|7BIT)$/i.test(values[0] ?? ''))
    ) {
      // vCard 4.0 has lists in quotation marks
      types.push(...values.flatMap(type => type.toUpperCase().split(',')).filter(type => type !== ''));
    } else if (name !== '' && name !== 'ENCODING' && name !== 'CHARSET' && isXmlName(name)) {
      if (name !== 'VALUE' || shape.kind !== 'binary') {
        xml.attributes.push({ prefix: '', name, value: asUtf8(values.join(',')) });
      }
    }
  }
  if (shape.flags) {
    for (const type of types) if (isXmlName(type)) xml.body.push(newXml(type));
  }
  if (shape.kind === 'binary') binaryParts(xml, line, types[0] ?? null);
  else addParts(xml, shape, plainValue(line));
  return xml;
}

function binaryParts(xml: Xml, line: ContentLine, type: Bytes | null): void {
  if (type !== null) add(xml, 'TYPE', type);
  const base64 = isBase64(line) ? cleanBase64(line.value) : null;
  if (base64 !== null) add(xml, 'BINVAL', base64);
  else add(xml, 'EXTVAL', plainValue(line));
}

function addParts(xml: Xml, shape: PropertyShape, value: Bytes): void {
  if (shape.kind === 'value') {
    add(xml, 'VALUE', unescapeText(value));
    return;
  }
  const last = shape.parts.length - 1;
  splitValue(value, ';').forEach((part, at) => {
    const name = shape.parts[shape.kind === 'list' ? Math.min(at, last) : at];
    const text = unescapeText(part);
    if (name !== undefined && text !== '') add(xml, name, text);
  });
}

function add(xml: Xml, name: Bytes, text: Bytes): void {
  const part = newXml(name);
  if (text !== '') part.body.push(text);
  xml.body.push(part);
}

/**
 * The card in normal form: upper-case names, flags first, `VALUE` last, synonyms resolved, an FN made when there is
 * none. Null for what is no card (`illegal vCard data format`).
 */
export function normalCard(xml: Xml): Xml | null {
  const card = newXml('vCard');
  for (const item of xml.body) {
    if (typeof item === 'string') continue;
    const name = item.type.toUpperCase();
    if (FRAME.has(name)) continue;
    const property = normalProperty(item, name);
    if (property === 'bad') return null;
    if (property !== null) card.body.push(property);
  }
  if (card.body.length === 0) return null;
  if (find(card, 'FN') === null) {
    const display = displayName(card);
    if (display !== '') {
      const fn = newXml('FN');
      add(fn, 'VALUE', display);
      card.body.unshift(fn);
    }
  }
  return card;
}

function normalProperty(item: Xml, name: Bytes): Xml | 'bad' | null {
  const shape = shapeOf(name);
  if (!isLineName(name)) return 'bad';
  const property = newXml(name);
  for (const { prefix, name: given, value } of item.attributes) {
    const key = given.toUpperCase();
    // texts are written without these
    if (prefix === '' && given !== 'xmlns' && key !== 'ENCODING' && key !== 'CHARSET')
      property.attributes.push({ prefix: '', name: key, value });
  }
  const children = item.body.filter(part => typeof part !== 'string');
  const named = (part: Bytes): Xml[] => children.filter(child => child.type.toUpperCase() === part);
  if (shape.flags) {
    for (const child of children) {
      const flag = child.type.toUpperCase();
      if (child.body.length === 0 && !shape.parts.includes(flag) && flag !== shape.synonym) {
        property.body.push(newXml(flag));
      }
    }
  }
  const flags = property.body.length;
  for (const part of shape.parts) {
    for (const child of shape.kind === 'value' ? named(part).slice(0, 1) : named(part)) {
      const text = xmlText(child);
      if (part === 'BINVAL') {
        const base64 = cleanBase64(text);
        if (base64 === null) return 'bad';
        add(property, part, base64);
      } else if (text !== '') add(property, part, text);
    }
  }
  if (property.body.length === flags && (shape.kind === 'value' || shape.kind === 'list')) {
    const synonym = shape.synonym === null ? undefined : named(shape.synonym)[0];
    const text = synonym === undefined ? xmlText(item) : xmlText(synonym);
    if (text.trim() !== '') add(property, shape.parts[0] as Bytes, text);
  }
  if (property.body.length > flags) return property;
  return SHAPES.has(name) ? null : 'bad';
}

/** The first property of a name. */
export function find(card: Xml, name: Bytes): Xml | null {
  for (const item of card.body) if (typeof item !== 'string' && item.type === name) return item;
  return null;
}

/** The text of a part of a property, `''` when it is not there. */
export function partText(property: Xml | null, part: Bytes): Bytes {
  if (property === null) return '';
  for (const item of property.body) {
    if (typeof item !== 'string' && item.type === part) return xmlText(item);
  }
  return '';
}

/** All values of the properties of a name, for instance e-mail addresses. */
export function valuesOf(card: Xml, name: Bytes): Bytes[] {
  return card.body
    .filter(item => typeof item !== 'string' && item.type === name)
    .map(item => partText(item as Xml, 'VALUE'))
    .filter(text => text !== '');
}

/** FN, else the name, the organisation, or the first address (xml-objects.md 4). */
export function displayName(card: Xml): Bytes {
  const fn = partText(find(card, 'FN'), 'VALUE');
  if (fn !== '') return fn;
  const n = find(card, 'N');
  const name = ['PREFIX', 'GIVEN', 'MIDDLE', 'FAMILY', 'SUFFIX']
    .map(part => partText(n, part))
    .filter(part => part !== '');
  if (name.length > 0) return name.join(' ');
  return partText(find(card, 'ORG'), 'ORGNAME') || (valuesOf(card, 'EMAIL')[0] ?? '');
}

/** Puts a property with one value in place of what is there. */
export function putValue(card: Xml, name: Bytes, text: Bytes): void {
  const property = newXml(name);
  add(property, 'VALUE', text);
  const at = card.body.findIndex(item => typeof item !== 'string' && item.type === name);
  if (at < 0) card.body.push(property);
  else card.body[at] = property;
}

/** The text of a card in normal form. */
export function writeVCard(card: Xml): Bytes {
  const lines: ContentLine[] = [line('BEGIN', 'VCARD'), line('VERSION', '3.0')];
  for (const item of card.body) if (typeof item !== 'string') lines.push(lineOf(item));
  return writeLines([...lines, line('END', 'VCARD')]);
}

export function line(name: Bytes, value: Bytes, parameters: readonly Parameter[] = []): ContentLine {
  return { name, parameters, value };
}

function lineOf(property: Xml): ContentLine {
  const shape = shapeOf(property.type);
  const parameters = parametersOf(property);
  const children = property.body.filter(item => typeof item !== 'string');
  const types = shape.flags
    ? children
        .filter(child => child.body.length === 0 && !shape.parts.includes(child.type))
        .map(child => child.type)
    : [];
  if (shape.kind === 'binary') return binaryLine(property, parameters);
  if (types.length > 0) parameters.unshift({ name: 'TYPE', values: types });
  return line(property.type, valueText(property, shape), parameters);
}

function valueText(property: Xml, shape: PropertyShape): Bytes {
  if (shape.kind === 'value') return escapedValue(property);
  if (shape.kind === 'parts') {
    const texts = shape.parts.map(part => partText(property, part));
    while (texts.at(-1) === '') texts.pop();
    return texts.map(escapeText).join(';');
  }
  const [first = '', ...others] = shape.parts;
  const rest = property.body.filter(item => typeof item !== 'string' && others.includes(item.type));
  return [partText(property, first), ...rest.map(item => xmlText(item as Xml))].map(escapeText).join(';');
}

function escapedValue(property: Xml): Bytes {
  const text = partText(property, 'VALUE');
  const isUri = property.attributes.some(({ name, value }) => name === 'VALUE' && /^ur[il]$/i.test(value));
  // a backslash is none of an address, and would be taken for an escape
  if ((isUri || UNESCAPED.has(property.type)) && !/[\\\r\n]/.test(text)) return text;
  const escaped = escapeText(text);
  return COMMA_LISTS.has(property.type) ? escaped.replace(/\\,/g, ',') : escaped;
}

function binaryLine(property: Xml, parameters: Parameter[]): ContentLine {
  const type = partText(property, 'TYPE');
  if (type !== '') parameters.push({ name: 'TYPE', values: [type] });
  const url = partText(property, 'EXTVAL');
  if (url !== '') return line(property.type, url, [{ name: 'VALUE', values: ['uri'] }, ...parameters]);
  return line(property.type, partText(property, 'BINVAL'), [
    { name: 'ENCODING', values: ['b'] },
    ...parameters,
  ]);
}
