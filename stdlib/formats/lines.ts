/** Content lines of vCard and iCalendar texts (RFC 2425, RFC 5545): folded, with parameters. */
import type { Bytes, Xml } from '../values/types.js';
import { symbolLength } from '../values/utf8.js';

/** A parameter with its values; `TYPE=HOME,WORK` has two. A bare word of vCard 2.1 has the name `''`. */
export interface Parameter {
  /** Upper case. */
  readonly name: Bytes;
  readonly values: readonly Bytes[];
}

export interface ContentLine {
  /** Upper case, without group. */
  readonly name: Bytes;
  readonly parameters: readonly Parameter[];
  /** As written, still escaped. */
  readonly value: Bytes;
}

/** Lines of one text, and parameters of one line. */
const MOST = 200_000;
const MOST_PARAMETERS = 200;

/** The head of a line of vCard 2.1 and vCalendar 1.0 whose value has soft line breaks. */
const SOFT = /^[^:]*;(?:ENCODING=)?QUOTED-PRINTABLE[;:]/i;

/** The head of a line of base64. Old programs go on without the blank that continues a line. */
const BASE64 = /^[^:]*;(?:ENCODING=)?B(?:ASE64)?[;:]/i;
const ONLY_BASE64 = /^[A-Za-z0-9+/]+=*$/;

/** The lines of a text, unfolded; null when one is no content line. Empty lines are skipped. */
export function readLines(text: Bytes): ContentLine[] | null {
  const lines: ContentLine[] = [];
  const raw = text.replace(/^\xef\xbb\xbf/, '').split(/\r\n?|\n/);
  for (let at = 0; at < raw.length; ) {
    const [line, next] = unfolded(raw, at);
    at = next;
    if (line.trim() === '') continue;
    const read = readLine(line);
    if (read === null || lines.length === MOST) return null;
    lines.push(read);
  }
  return lines;
}

/** The logical line that begins at a physical one, and the place of the next. */
function unfolded(raw: readonly Bytes[], at: number): [line: Bytes, next: number] {
  let piece = raw[at] as Bytes;
  const soft = SOFT.test(piece);
  const base64 = BASE64.test(piece);
  const pieces: Bytes[] = [];
  for (let next = at + 1; ; next++) {
    const following = raw[next];
    // what follows a soft line break may begin with a blank of its own
    const joins = soft && piece.endsWith('=') && following !== undefined;
    pieces.push(joins ? piece.slice(0, -1) : piece);
    if (joins) piece = following;
    else if (following?.[0] === ' ' || following?.[0] === '\t') piece = following.slice(1);
    else if (base64 && following !== undefined && ONLY_BASE64.test(following)) piece = following;
    else return [pieces.join(''), next];
  }
}

const HEAD = /^(?:[A-Za-z0-9_-]+\.)?([A-Za-z0-9_-]+)/;
const PARAMETER = /;([A-Za-z0-9_-]+)(=(?:"[^"]*"|[^",;:][^,;:]*|)(?:,(?:"[^"]*"|[^",;:][^,;:]*|))*)?/y;
const VALUE = /[=,](?:"([^"]*)"|([^,]*))/g;

function readLine(line: Bytes): ContentLine | null {
  const head = HEAD.exec(line);
  if (head === null) return null;
  const parameters: Parameter[] = [];
  let at = head[0].length;
  while (line[at] === ';') {
    PARAMETER.lastIndex = at;
    const match = PARAMETER.exec(line);
    if (match === null || parameters.length === MOST_PARAMETERS) return null;
    at = PARAMETER.lastIndex;
    if (match[2] === undefined) parameters.push({ name: '', values: [match[1] as Bytes] });
    else addParameter(parameters, (match[1] as Bytes).toUpperCase(), match[2]);
  }
  if (line[at] !== ':') return null;
  return { name: (head[1] as Bytes).toUpperCase(), parameters, value: line.slice(at + 1) };
}

/** A parameter that is there already gets more values: `TYPE=HOME;TYPE=PREF` is `TYPE=HOME,PREF`. */
function addParameter(parameters: Parameter[], name: Bytes, written: Bytes): void {
  const values = [...written.matchAll(VALUE)].map(([, quoted, plain]) => unmarked(quoted ?? plain ?? ''));
  const known = parameters.findIndex(parameter => parameter.name === name);
  if (known < 0) parameters.push({ name, values });
  else parameters[known] = { name, values: [...(parameters[known]?.values ?? []), ...values] };
}

/** Symbols that no parameter value can hold are written with a circumflex (RFC 6868). */
const MARKS: Readonly<Record<string, string>> = { '^n': '\n', '^^': '^', "^'": '"' };

const unmarked = (value: Bytes): Bytes =>
  value.indexOf('^') < 0 ? value : value.replace(/\^[n^']/g, mark => MARKS[mark] ?? mark);

/** The first value of a parameter, null when it is absent. */
export function parameterOf(line: ContentLine, name: Bytes): Bytes | null {
  return line.parameters.find(parameter => parameter.name === name)?.values[0] ?? null;
}

/** Writes lines, folded after 75 bytes. */
export function writeLines(lines: readonly ContentLine[]): Bytes {
  return lines.map(line => `${fold(lineText(line))}\r\n`).join('');
}

function lineText({ name, parameters, value }: ContentLine): Bytes {
  const written = parameters.map(({ name: key, values }) => `;${key}=${values.map(quoted).join(',')}`);
  const line = `${name}${written.join('')}:${value}`.replace(/[\r\n]+/g, ' ');
  return line.replace(/[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/g, '');
}

function quoted(value: Bytes): Bytes {
  const marked = value
    .replace(/\^/g, '^^')
    .replace(/"/g, "^'")
    .replace(/\r\n?|\n/g, '^n');
  return /[,;:]/.test(marked) ? `"${marked}"` : marked;
}

/** Parameters whose values are lists, which are one attribute in XML. */
const LISTS: ReadonlySet<Bytes> = new Set(['TYPE', 'DELEGATED-TO', 'DELEGATED-FROM', 'MEMBER', 'SORT-AS']);

/** The attributes of a property as parameters. */
export function parametersOf(property: Xml): Parameter[] {
  return property.attributes
    .filter(({ name }) => /^[A-Z0-9_-]+$/.test(name))
    .map(({ name, value }) => ({ name, values: LISTS.has(name) ? value.split(',') : [value] }));
}

/** True for a name that a line can begin with, `BEGIN` and `END` aside. */
export function isLineName(name: Bytes): boolean {
  return /^[A-Za-z0-9_-]+$/.test(name) && !/^(?:BEGIN|END)$/i.test(name);
}

function fold(line: Bytes): Bytes {
  if (line.length <= 75) return line;
  let folded = '';
  let from = 0;
  let room = 75;
  for (let at = 0; at < line.length; ) {
    const length = symbolLength(line, at) || 1;
    if (at + length - from > room) {
      folded += `${line.slice(from, at)}\r\n `;
      from = at;
      room = 74;
    }
    at += length;
  }
  return folded + line.slice(from);
}

/** A text value without its escapes. */
export function unescapeText(value: Bytes): Bytes {
  return value.indexOf('\\') < 0
    ? value
    : value.replace(/\\(.)/g, (_, symbol: string) => (symbol === 'n' || symbol === 'N' ? '\n' : symbol));
}

export function escapeText(text: Bytes): Bytes {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/[\\,;\n]/g, symbol => (symbol === '\n' ? '\\n' : `\\${symbol}`));
}

/** Splits at a separator that is not escaped; the parts are still escaped. */
export function splitValue(value: Bytes, separator: ';' | ','): Bytes[] {
  const parts: Bytes[] = [];
  let from = 0;
  for (let at = 0; at < value.length; at++) {
    if (value[at] === '\\') at++;
    else if (value[at] === separator) {
      parts.push(value.slice(from, at));
      from = at + 1;
    }
  }
  parts.push(value.slice(from));
  return parts;
}
