/** What can be written at a place of a CG/PL program. */
import { BUILTINS, findBuiltin, isNative } from '../../../stdlib/declarations/index.js';
import { markLength, wordAt } from '../lines.js';
import type { Completion, CompletionList, FileSource, Hover, Signature } from '../types.js';
import { analyse, environmentOf } from './analysis.js';
import { builtinMarkdown, KEYWORD_DOCS, signatureOf } from './docs.js';
import { occurrenceAt, occurrences } from './occurrences.js';
import { type Analysis, headingOf, sectionFile } from './parts.js';

/** Completion list at an offset; null inside comments and strings. */
export function complete(
  file: string,
  text: string,
  offset: number,
  files: FileSource,
): CompletionList | null {
  const analysis = analyse(file, text);
  const shift = markLength(text);
  const inside = (start: number, length: number): boolean =>
    offset - shift > start && offset - shift < start + length;
  for (const { startOffset, image } of analysis.comments) {
    const isLine = image.startsWith('//');
    if (inside(startOffset, image.length + (isLine ? 1 : 0))) return null;
  }
  for (const { startOffset, image } of analysis.tokens)
    if (image.startsWith('"') && inside(startOffset, image.length)) return null;
  const { start: from } = wordAt(text, offset);
  const before = text.slice(Math.max(0, from - 200), from);
  if (/\d$/.test(before) || /^\d/.test(text.slice(from, offset))) return null;
  const module = /([A-Za-z]\w*)\s*::\s*$/.exec(before)?.[1];
  if (module !== undefined) return { from, items: qualified(module, file, files) };
  const method = /(^|[^.\d])\.\s*$/.test(before);
  return { from, items: method ? members(analysis, file) : names(analysis, file, offset - shift) };
}

/** Everything that may begin an operand or a statement. */
function names(analysis: Analysis, file: string, offset: number): Completion[] {
  const items: Completion[] = [];
  const body =
    analysis.bodies.find(({ symbol: { node } }) => offset >= node.at && offset <= node.end) ??
    lastBefore(analysis, offset);
  for (const { name, parameter } of body?.variables ?? []) {
    items.push({ label: name, kind: 'variable', detail: parameter ? 'parameter' : 'variable' });
  }
  items.push(...sections(analysis), ...builtins(file, false));
  for (const [label, documentation] of KEYWORD_DOCS) items.push({ label, kind: 'keyword', documentation });
  return items;
}

function lastBefore(analysis: Analysis, offset: number): Analysis['bodies'][number] | undefined {
  return analysis.bodies.filter(({ symbol: { node } }) => node.at <= offset).at(-1);
}

function sections(analysis: Analysis): Completion[] {
  return [...analysis.symbols.values()].map(symbol => ({
    label: symbol.module === null ? symbol.name : `${symbol.module}::${symbol.name}`,
    kind: symbol.kind,
    detail: headingOf(symbol),
    ...(symbol.kind === 'entry' ? {} : { insert: `${symbol.name}($0)` }),
  }));
}

function builtins(file: string, asMethod: boolean): Completion[] {
  const environment = environmentOf(file);
  return BUILTINS.filter(b => isNative(b, environment) && (!asMethod || b.maxArgs !== 0)).map(b => ({
    label: b.name,
    kind: b.kind,
    detail: signatureOf(b),
    documentation: builtinMarkdown(b),
    insert: b.maxArgs === 0 || (asMethod && b.maxArgs === 1) ? `${b.name}()` : `${b.name}($0)`,
  }));
}

/** Behind a dot: keys that the file uses, and everything that can be called with the value in front. */
function members(analysis: Analysis, file: string): Completion[] {
  const keys = new Set<string>();
  analysis.tokens.forEach((token, i) => {
    const isKey = analysis.tokens[i - 1]?.image === '.' && analysis.tokens[i + 1]?.image !== '(';
    if (isKey && /^[A-Za-z]\w*$/.test(token.image)) keys.add(token.image);
  });
  const own = [...analysis.symbols.values()].filter(
    ({ kind, params }) => kind !== 'entry' && params.length > 0,
  );
  return [
    ...[...keys].map((label): Completion => ({ label, kind: 'key', detail: 'key' })),
    ...own.map(s => ({ label: s.name, kind: s.kind, detail: headingOf(s) })),
    ...builtins(file, true),
  ];
}

function qualified(module: string, file: string, files: FileSource): Completion[] {
  const home = sectionFile(module, '', file);
  const text = files.read(home);
  if (text === null) return [];
  return [...analyse(home, text).symbols.values()]
    .filter(({ external, kind }) => !external && kind !== 'entry')
    .map(symbol => ({ label: symbol.name, kind: symbol.kind, detail: headingOf(symbol) }));
}

/** What the thing at an offset is. */
export function hover(file: string, text: string, offset: number, files: FileSource): Hover | null {
  const analysis = analyse(file, text);
  const found = occurrenceAt(occurrences(analysis, file, text), offset);
  if (found === null) return keywordHover(analysis, text, offset);
  const { start, end, key } = found;
  const [what, ...rest] = key.split(':');
  if (what === 'b') {
    const builtin = findBuiltin(rest[0] ?? '');
    return builtin === undefined ? null : { start, end, markdown: builtinMarkdown(builtin) };
  }
  if (what === 'v') {
    const body = analysis.bodies.find(({ symbol }) => symbol.lowerName === rest[0]);
    const variable = body?.variables.find(({ lowerName }) => lowerName === rest[1]);
    if (variable === undefined) return null;
    const { name, parameter, assigned, read } = variable;
    const kind = parameter ? 'parameter' : 'variable';
    const markdown = `\`${name}\`: ${kind} of \`${body?.symbol.name}\`, assigned ${assigned.length}, read ${read.length} times`;
    return { start, end, markdown };
  }
  const name = rest.join(':');
  const home = found.home !== null && found.home !== file.toLowerCase() ? found.home : null;
  const homeText = home === null ? null : files.read(home);
  const other = homeText === null || home === null ? undefined : analyse(home, homeText).symbols.get(name);
  const symbol = other ?? [...analysis.symbols.values()].find(({ lowerName }) => lowerName === name);
  if (symbol === undefined) return null;
  const place =
    home === null
      ? ''
      : homeText === null
        ? `\n\nIn \`${home}\`, which is not there.`
        : `\n\nIn \`${home}\`.`;
  const comment = home === null ? leadingComment(analysis, symbol.node.at) : '';
  return { start, end, markdown: `\`\`\`cgpl\n${headingOf(symbol)}\n\`\`\`${comment}${place}` };
}

function keywordHover(analysis: Analysis, text: string, offset: number): Hover | null {
  const { start, end } = wordAt(text, offset);
  const shift = markLength(text);
  const token = analysis.tokens.find(({ startOffset }) => startOffset + shift === start);
  const word = text.slice(start, end).toLowerCase();
  if (token === undefined || token.tokenType.name !== word || !KEYWORD_DOCS.has(word)) return null;
  return { start, end, markdown: `**${word}**\n\n${KEYWORD_DOCS.get(word) ?? ''}` };
}

/** The comment that ends on the line above a section. */
function leadingComment(analysis: Analysis, at: number): string {
  const lines: string[] = [];
  let next = at;
  for (let i = analysis.comments.length - 1; i >= 0; i--) {
    const comment = analysis.comments[i];
    if (comment === undefined || comment.startOffset >= next) continue;
    const end = comment.startOffset + comment.image.length;
    if (!/^[ \t]*\r?\n?[ \t]*$/.test(analysis.source.slice(end, next))) break;
    lines.unshift(comment.image.replace(/^\/\/ ?|^\/\*+\s?|\s?\*\/$/g, ''));
    next = comment.startOffset;
  }
  return lines.length === 0 ? '' : `\n\n${lines.join('\n')}`;
}

/** The call whose parentheses stand around the offset. */
export function signature(file: string, text: string, offset: number): Signature | null {
  const analysis = analyse(file, text);
  const at = offset - markLength(text);
  const before = analysis.tokens.filter(({ startOffset }) => startOffset < at);
  let depth = 0;
  let active = 0;
  for (let i = before.length - 1; i > 0 && before.length - i < 2000; i--) {
    const image = before[i]?.image ?? '';
    if (image === ')' || image === ']') depth++;
    else if (image === '[') depth--;
    else if (image === ',' && depth === 0) active++;
    else if (image === ';' && depth === 0) return null;
    else if (image === '(' && depth-- === 0) {
      const name = before[i - 1]?.image ?? '';
      if (!/^[A-Za-z]\w*$/.test(name)) return null;
      const method = before[i - 2]?.image === '.';
      return describe(analysis, name, active + (method ? 1 : 0));
    }
    if (depth < 0) depth = 0;
  }
  return null;
}

function describe(analysis: Analysis, name: string, active: number): Signature | null {
  const lowerName = name.toLowerCase();
  const symbol = [...analysis.symbols.values()].find(s => s.lowerName === lowerName);
  if (symbol !== undefined) {
    const parameters = symbol.params.map(({ name: p }) => p);
    return { label: headingOf(symbol), parameters, active, documentation: '' };
  }
  const builtin = findBuiltin(lowerName);
  if (builtin === undefined) return null;
  const parameters = builtin.params
    .replace(/[[\]]/g, '')
    .split(',')
    .map(p => p.trim());
  const last = builtin.params.includes('...') ? parameters.length - 1 : active;
  return {
    label: signatureOf(builtin),
    parameters,
    active: Math.min(active, last),
    documentation: builtin.documentation,
  };
}
