/** iCalendar texts and their XML form, both ways (xml-objects.md 6). */
import { xmlText } from '../data/text.js';
import { newXml } from '../values/make.js';
import type { Bytes, Xml } from '../values/types.js';
import { isXmlName } from '../values/xmlname.js';
import { asUtf8, isQuotedPrintable, plainValue } from './charsets.js';
import { isKnownDate } from './icaldates.js';
import {
  type ContentLine,
  escapeText,
  isLineName,
  parameterOf,
  parametersOf,
  readLines,
  splitValue,
  unescapeText,
  writeLines,
} from './lines.js';

/** Components that hold what a calendar is about. */
export const MAIN_COMPONENTS: ReadonlySet<string> = new Set(['vevent', 'vtodo', 'vfreebusy', 'vjournal']);

/** Component names below `vCalendar`, in small letters; all others are properties. */
const COMPONENTS = new Set([...MAIN_COMPONENTS, 'vtimezone', 'valarm', 'standard', 'daylight']);

/** Properties of the calendar itself, which are attributes in XML, in the order of output. */
const CALENDAR_ATTRIBUTES = ['method', 'version', 'prodid'];

const ADDRESSES = new Set(['organizer', 'attendee']);
const DATES = new Set([
  'dtstart',
  'dtend',
  'due',
  'recurrence-id',
  'exdate',
  'rdate',
  'dtstamp',
  'created',
  'last-modified',
  'completed',
]);
/** Dates that tell when something was written. */
const STAMPS = new Set(['dtstamp', 'created', 'last-modified']);
/** Values that are written as they are, without escapes. */
const RAW = new Set([
  ...DATES,
  'duration',
  'sequence',
  'priority',
  'percent-complete',
  'rrule',
  'exrule',
  'attach',
  'geo',
  'url',
  'trigger',
  'repeat',
  'freebusy',
  'tzoffsetfrom',
  'tzoffsetto',
  'tzurl',
  'request-status',
]);
/** Types of values (parameter VALUE) that have no escapes, whatever the property. */
const RAW_TYPES =
  /^(?:binary|boolean|cal-address|date|date-time|duration|float|integer|period|recur|time|uri|utc-offset)$/i;

const isRaw = (name: Bytes, type: Bytes | null): boolean =>
  RAW.has(name) || (type !== null && RAW_TYPES.test(type));

/** Values with commas between them become one element each. */
const LISTS = new Set(['categories', 'resources', 'exdate', 'rdate', 'freebusy']);

const BUSY = 'X-MICROSOFT-CDO-BUSYSTATUS';
const synonyms: Readonly<Record<string, string>> = {
  lastmodified: 'last-modified',
  busystatus: 'busyStatus',
};

/** Nesting of components, and of those that nobody knows. */
const DEEPEST = 4;
const DEEPEST_UNKNOWN = 20;

/** The calendar in a text as an `iCalendar` element, without components that nobody knows; null when there is none. */
export function readICalendar(text: Bytes): Xml | null {
  const lines = readLines(text);
  if (lines === null) return null;
  const outer = newXml('iCalendar');
  const open: Xml[] = [outer];
  for (const line of lines) {
    const top = open[open.length - 1] as Xml;
    if (line.name === 'BEGIN') {
      const name = line.value.trim().toLowerCase();
      if ((open.length === 1) !== (name === 'vcalendar') || (open.length === 1 && outer.body.length > 0))
        return null;
      const known = name === 'vcalendar' || COMPONENTS.has(name);
      if (open.length > (known ? DEEPEST : DEEPEST_UNKNOWN)) return null;
      const component = newXml(name === 'vcalendar' ? 'vCalendar' : name);
      if (known) top.body.push(component);
      open.push(component);
    } else if (open.length === 1) return null;
    else if (line.name === 'END') {
      if (line.value.trim().toLowerCase() !== top.type.toLowerCase()) return null;
      open.pop();
    } else if (open.length === 2) calendarAttribute(top, line);
    else top.body.push(...propertiesOf(line));
  }
  return open.length > 1 || outer.body.length === 0 ? null : outer;
}

function calendarAttribute(calendar: Xml, line: ContentLine): void {
  const name = line.name.toLowerCase();
  if (!CALENDAR_ATTRIBUTES.includes(name) || calendar.attributes.some(known => known.name === name)) return;
  calendar.attributes.push({ prefix: '', name, value: unescapeText(asUtf8(line.value)) });
  const place = (key: Bytes): number => CALENDAR_ATTRIBUTES.indexOf(key);
  calendar.attributes.sort((one, other) => place(one.name) - place(other.name));
}

/** Nothing, or the year 0: Google Calendar has events that were created on `00001231T000000Z`. */
function isNoDate(name: Bytes, content: Bytes): boolean {
  return DATES.has(name) && (content === '' || (STAMPS.has(name) && content.startsWith('0000')));
}

function propertiesOf(line: ContentLine): Xml[] {
  const name = line.name === BUSY ? 'busyStatus' : line.name.toLowerCase();
  if (!isXmlName(name)) return [];
  const value = plainValue(line);
  const raw = isRaw(name, parameterOf(line, 'VALUE'));
  const values = LISTS.has(name) ? splitValue(value, ',') : [value];
  return values.flatMap(text => {
    const property = newXml(name);
    for (const { name: key, values } of line.parameters) {
      const vanishes = key === 'CHARSET' || (key === 'ENCODING' && isQuotedPrintable(line));
      if (vanishes || !isXmlName(key)) continue;
      property.attributes.push({ prefix: '', name: key, value: asUtf8(values.join(',')) });
    }
    const content = ADDRESSES.has(name) ? text.replace(/^mailto:/i, '') : raw ? text : unescapeText(text);
    if (content !== '') property.body.push(content);
    return isNoDate(name, content) ? [] : [property];
  });
}

/**
 * The calendar in normal form: spelled as on output, bare components wrapped. Null for what is no calendar: no
 * component, unreadable dates. Different UIDs are the caller's business (`uidsOf`).
 */
export function normalCalendar(xml: Xml): Xml | null {
  const outer = newXml('iCalendar');
  const name = xml.type.toLowerCase();
  const calendar = newXml('vCalendar');
  outer.body.push(calendar);
  let holder = xml;
  if (name === 'icalendar') {
    const inner = xml.body.find(item => typeof item !== 'string');
    if (inner === undefined || typeof inner === 'string') return null;
    holder = inner;
  }
  if (holder.type.toLowerCase() === 'vcalendar') {
    for (const { name: key, value } of holder.attributes) {
      if (CALENDAR_ATTRIBUTES.includes(key.toLowerCase())) {
        calendar.attributes.push({ prefix: '', name: key.toLowerCase(), value });
      }
    }
  } else {
    const wrap = newXml('vCalendar');
    wrap.body.push(holder);
    holder = wrap;
  }
  for (const item of holder.body) {
    if (typeof item === 'string') continue;
    const component = COMPONENTS.has(item.type.toLowerCase()) ? normalComponent(item, 1) : null;
    if (component === null) return null;
    calendar.body.push(component);
  }
  return mainComponents(outer).length === 0 ? null : outer;
}

function normalComponent(xml: Xml, depth: number): Xml | null {
  if (depth > DEEPEST) return null;
  const component = newXml(xml.type.toLowerCase());
  for (const item of xml.body) {
    if (typeof item === 'string') continue;
    const lower = item.type.toLowerCase();
    const name = synonyms[lower] ?? (item.type.toUpperCase() === BUSY ? 'busyStatus' : lower);
    const normal = COMPONENTS.has(lower) ? normalComponent(item, depth + 1) : normalProperty(item, name);
    if (normal === null) return null;
    component.body.push(normal);
  }
  return component;
}

function normalProperty(item: Xml, name: Bytes): Xml | null {
  if (!isLineName(name)) return null;
  const property = newXml(name);
  for (const { prefix, name: key, value } of item.attributes) {
    if (prefix === '' && key !== 'xmlns' && !/^charset$/i.test(key))
      property.attributes.push({ prefix: '', name: key.toUpperCase(), value });
  }
  const text = xmlText(item);
  const content = ADDRESSES.has(name)
    ? text.trim().replace(/^mailto:/i, '')
    : RAW.has(name)
      ? text.trim()
      : text;
  if (item.body.some(part => typeof part !== 'string')) return null;
  if (DATES.has(name) && !isKnownDate(content)) return null;
  if (content !== '') property.body.push(content);
  return property;
}

/** The events, tasks and free/busy components of a calendar in normal form. */
export function mainComponents(calendar: Xml): Xml[] {
  const inner = calendar.body[0];
  if (inner === undefined || typeof inner === 'string') return [];
  return inner.body.filter(item => typeof item !== 'string' && MAIN_COMPONENTS.has(item.type)) as Xml[];
}

/** The first property of this name (as on output), null when it is absent. */
export function propertyOf(component: Xml, name: Bytes): Xml | null {
  for (const item of component.body) if (typeof item !== 'string' && item.type === name) return item;
  return null;
}

/** Its text, `''` when it is absent. */
export function textOf(component: Xml, name: Bytes): Bytes {
  const property = propertyOf(component, name);
  return property === null ? '' : xmlText(property);
}

/** All properties of this name. */
export function propertiesNamed(component: Xml, name: Bytes): Xml[] {
  return component.body.filter(item => typeof item !== 'string' && item.type === name) as Xml[];
}

/** Puts a property with this text in place of the first one of its name, or after the others. */
export function putProperty(
  component: Xml,
  name: Bytes,
  text: Bytes,
  parameters: readonly [Bytes, Bytes][] = [],
): void {
  const property = newXml(name);
  for (const [key, value] of parameters) property.attributes.push({ prefix: '', name: key, value });
  if (text !== '') property.body.push(text);
  const at = component.body.findIndex(item => typeof item !== 'string' && item.type === name);
  if (at < 0) component.body.push(property);
  else component.body[at] = property;
}

/** The different UIDs of the main components. */
export function uidsOf(calendar: Xml): Bytes[] {
  return [...new Set(mainComponents(calendar).map(component => textOf(component, 'uid')))];
}

/** The text of a calendar in normal form. */
export function writeICalendar(calendar: Xml): Bytes {
  const inner = calendar.body[0];
  if (inner === undefined || typeof inner === 'string') return '';
  const lines: ContentLine[] = [{ name: 'BEGIN', parameters: [], value: 'VCALENDAR' }];
  const given = (name: string): Bytes | undefined =>
    inner.attributes.find(known => known.name === name)?.value;
  lines.push({ name: 'VERSION', parameters: [], value: given('version') ?? '2.0' });
  lines.push({ name: 'PRODID', parameters: [], value: escapeText(given('prodid') ?? '-//Postern//EN') });
  const method = given('method');
  if (method !== undefined) lines.push({ name: 'METHOD', parameters: [], value: escapeText(method) });
  for (const item of inner.body) if (typeof item !== 'string') writeComponent(lines, item);
  lines.push({ name: 'END', parameters: [], value: 'VCALENDAR' });
  return writeLines(lines);
}

function writeComponent(lines: ContentLine[], component: Xml): void {
  const name = component.type.toUpperCase();
  lines.push({ name: 'BEGIN', parameters: [], value: name });
  for (const item of component.body) {
    if (typeof item === 'string') continue;
    if (COMPONENTS.has(item.type)) writeComponent(lines, item);
    else lines.push(lineOf(item));
  }
  lines.push({ name: 'END', parameters: [], value: name });
}

function lineOf(property: Xml): ContentLine {
  const name = property.type;
  const text = xmlText(property);
  const parameters = parametersOf(property);
  const type = property.attributes.find(({ name: key }) => key === 'VALUE')?.value ?? null;
  const isAddress = ADDRESSES.has(name) && text !== '' && !/^[a-z]+:/i.test(text);
  const isPlain = ADDRESSES.has(name) || isRaw(name, type);
  const value = isAddress ? `mailto:${text}` : isPlain ? text : escapeText(text);
  return { name: name === 'busyStatus' ? BUSY : name.toUpperCase(), parameters, value };
}
