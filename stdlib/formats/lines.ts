/** Content lines of vCard and iCalendar texts (RFC 2425, RFC 5545): folded, with parameters. */
import type { Bytes } from '../values/types.js';
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

/** Lines of one text. */
const MOST = 200_000;

/** The lines of a text, unfolded; null when one is no content line. Empty lines are skipped. */
export function readLines(text: Bytes): ContentLine[] | null {
  const unfolded = text
    .replace(/^\xef\xbb\xbf/, '')
    .replace(/\r\n?/g, '\n')
    .replace(/\n[ \t]/g, '');
  const lines: ContentLine[] = [];
  const raw = unfolded.split('\n');
  for (let at = 0; at < raw.length; at++) {
    let line = raw[at] as Bytes;
    if (line.trim() === '') continue;
    // soft line breaks of vCard 2.1
    if (/ENCODING=QUOTED-PRINTABLE/i.test(line.slice(0, line.indexOf(':') + 1))) {
      while (line.endsWith('=') && at + 1 < raw.length) line = line.slice(0, -1) + (raw[++at] as Bytes);
    }
    const read = readLine(line);
    if (read === null || lines.length === MOST) return null;
    lines.push(read);
  }
  return lines;
}

const HEAD = /^(?:[A-Za-z0-9-]+\.)?([A-Za-z0-9-]+)/;
const PARAMETER = /;([A-Za-z0-9-]+)(=(?:"[^"]*"|[^",;:]*)(?:,(?:"[^"]*"|[^",;:]*))*)?/y;
const VALUE = /"([^"]*)"|([^",]+)/g;

function readLine(line: Bytes): ContentLine | null {
  const head = HEAD.exec(line);
  if (head === null) return null;
  const parameters: Parameter[] = [];
  let at = head[0].length;
  while (line[at] === ';') {
    PARAMETER.lastIndex = at;
    const match = PARAMETER.exec(line);
    if (match === null) return null;
    at = PARAMETER.lastIndex;
    if (match[2] === undefined) parameters.push({ name: '', values: [match[1] as Bytes] });
    else {
      const values = [...match[2].slice(1).matchAll(VALUE)].map(([, quoted, plain]) => quoted ?? plain ?? '');
      parameters.push({ name: (match[1] as Bytes).toUpperCase(), values });
    }
  }
  if (line[at] !== ':') return null;
  return { name: (head[1] as Bytes).toUpperCase(), parameters, value: line.slice(at + 1) };
}

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
  return `${name}${written.join('')}:${value}`.replace(/[\r\n]+/g, ' ');
}

function quoted(value: Bytes): Bytes {
  const clean = value.replace(/["\0-\x1f]/g, "'");
  return /[,;:]/.test(clean) ? `"${clean}"` : clean;
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
