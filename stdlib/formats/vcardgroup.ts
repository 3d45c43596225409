/** Groups of contacts: vCardGroup texts and their XML form, both ways (xml-objects.md 5). */
import { xmlText } from '../data/text.js';
import { newXml } from '../values/make.js';
import type { Bytes, Xml } from '../values/types.js';
import { asUtf8, plainValue } from './charsets.js';
import { type ContentLine, escapeText, parameterOf, readLines, unescapeText, writeLines } from './lines.js';
import { line, partText } from './vcard.js';

/** Properties of the group itself, in the order of output; members follow. */
const ORDER: readonly Bytes[] = ['FN', 'NOTE', 'UID', 'REV', 'MEMBER'];
const VALUES = new Set(ORDER.slice(0, -1));
const FRAME = /^V(?:CARD)?GROUP$/i;

function valued(name: Bytes, text: Bytes): Xml {
  const xml = newXml(name);
  const value = newXml('VALUE');
  if (text !== '') value.body.push(text);
  xml.body.push(value);
  return xml;
}

function member(address: Bytes, name: Bytes): Xml {
  const xml = valued('MEMBER', address);
  if (name !== '') xml.attributes.push({ prefix: '', name: 'CN', value: name });
  return xml;
}

/** The properties of a group in the order of xml-objects.md 5. */
function ordered(group: Xml): Xml {
  const place = (item: Xml | Bytes): number => (typeof item === 'string' ? -1 : ORDER.indexOf(item.type));
  group.body.sort((one, other) => place(one) - place(other));
  return group;
}

/** The group in a text as a `vCardGroup` element; null when there is none. */
export function readVCardGroup(text: Bytes): Xml | null {
  const lines = readLines(text);
  const first = lines?.[0];
  const last = lines?.[lines.length - 1];
  if (lines === null || first?.name !== 'BEGIN' || last?.name !== 'END') return null;
  if (!FRAME.test(first.value.trim()) || !FRAME.test(last.value.trim())) return null;
  const group = newXml('vCardGroup');
  const seen = new Set<Bytes>();
  for (const item of lines.slice(1, -1)) {
    if (item.name === 'BEGIN' || item.name === 'END') return null;
    const value = unescapeText(plainValue(item));
    const name = item.name === 'NAME' ? 'FN' : item.name;
    if (name === 'MEMBER') {
      group.body.push(member(value.replace(/^mailto:/i, ''), asUtf8(parameterOf(item, 'CN') ?? '')));
    } else if (VALUES.has(name) && !seen.has(name)) {
      group.body.push(valued(name, value));
      seen.add(name);
    }
  }
  return ordered(group);
}

/** The group in normal form; null for what is none. */
export function normalGroup(xml: Xml): Xml | null {
  const group = newXml('vCardGroup');
  const places = new Map<Bytes, number>();
  for (const item of xml.body) {
    if (typeof item === 'string') continue;
    const given = item.type.toUpperCase();
    const name = given === 'NAME' ? 'FN' : given;
    const value = item.body.find(part => typeof part !== 'string' && part.type.toUpperCase() === 'VALUE');
    const text = value === undefined ? xmlText(item) : xmlText(value as Xml);
    if (name === 'MEMBER' && text !== '') {
      const cn = item.attributes.find(({ name: key }) => key.toUpperCase() === 'CN');
      group.body.push(member(text, cn?.value ?? ''));
    } else if (VALUES.has(name) && text !== '') {
      const known = places.get(name);
      if (known === undefined) places.set(name, group.body.push(valued(name, text)) - 1);
      else if (given === 'FN') group.body[known] = valued(name, text);
    }
  }
  return group.body.length === 0 ? null : ordered(group);
}

/** The text of a group in normal form. */
export function writeVCardGroup(group: Xml): Bytes {
  const lines: ContentLine[] = [line('BEGIN', 'VGROUP'), line('VERSION', '1.0')];
  for (const item of group.body) {
    if (typeof item === 'string') continue;
    const cn = item.attributes.find(({ name }) => name === 'CN')?.value;
    const parameters = cn === undefined ? [] : [{ name: 'CN', values: [cn] }];
    lines.push(line(item.type, escapeText(partText(item, 'VALUE')), parameters));
  }
  return writeLines([...lines, line('END', 'VGROUP')]);
}
