/** What can be written at a place of a page, and what stands there. */
import { INCLUDE_WORDS } from '../../../compiler/index.js';
import { folderOf, levels, readThrough } from '../behind.js';
import { dataKeys } from '../data/keys.js';
import { extensionOf } from '../languages.js';
import { wordAt } from '../lines.js';
import type { Completion, CompletionKind, CompletionList, FileSource, Hover } from '../types.js';
import { ELEMENT_DOCS, FUNCTION_DOCS, PREFIX_DOCS, rowMarkdown } from './docs.js';
import { elementsOf, loopsAround } from './elements.js';
import { nameAt, pageNames } from './names.js';

/** null outside of elements. */
export function complete(
  file: string,
  text: string,
  offset: number,
  files: FileSource,
): CompletionList | null {
  const element = elementsOf(text).findLast(({ start }) => start < offset);
  if (element === undefined || element.form === 'comment' || element.form === 'doubled') return null;
  const { start } = element;
  const written = text.slice(start, offset);
  // an element that is being written has no end yet, but one on its line
  if (element.closed ? offset >= element.end : /[\r\n]/.test(written)) return null;
  if (!/^(?:<!--)?%%/.test(written)) return null;
  const inside = written.replace(/^(?:<!--)?%%/, '');
  const isStructure = text.startsWith('<!--%%', start);
  if (isInText(inside)) return includes(inside, offset, file, files);
  const { start: from } = wordAt(text, offset);
  if (isStructure && /^\s*\w*$/.test(inside)) {
    return { from, items: rows(ELEMENT_DOCS, 'element') };
  }
  if (/\.\s*\w*$/.test(inside)) return { from, items: keysOf(text) };
  const items: Completion[] = [];
  for (const { scanner } of loopsAround(text, offset)) {
    if (scanner !== null)
      items.push({ label: `${scanner.text}[]`, kind: 'variable', detail: 'current element' });
  }
  for (const name of elementNames(text, offset, file, files))
    items.push({ label: name, kind: 'key', detail: 'element of the dataset' });
  items.push(...rows(FUNCTION_DOCS, 'function', name => `${name}($0)`));
  if (!isStructure && /^\s*\w*$/.test(inside))
    items.push(
      ...rows(PREFIX_DOCS, 'prefix', (name, call) => (call.includes('(') ? `${name}($0):` : `${name}:`)),
    );
  if (/^\s*INCLUDE\b/i.test(inside))
    for (const label of INCLUDE_WORDS) items.push({ label, kind: 'keyword' });
  return { from, items };
}

/** Does a string constant begin before the end? */
function isInText(inside: string): boolean {
  return (inside.replace(/\\./g, '').match(/"/g)?.length ?? 0) % 2 === 1;
}

function includes(inside: string, offset: number, file: string, files: FileSource): CompletionList | null {
  const written = /"([^"]*)$/.exec(inside)?.[1] ?? '';
  const from = offset - written.length;
  if (/^\s*INCLUDE\s*"[^"]*$/i.test(inside)) {
    const all = [...levels(files, '')].flatMap(([level]) => level.list());
    const parts = [...new Set(all)].filter(name => name !== file && /^wss[pi]$/.test(extensionOf(name)));
    return { from, items: parts.map(label => ({ label, kind: 'file' as const })) };
  }
  if (!/(?:STRING|DICTIONARY|ARRAY)\(\s*"[^"]*$/i.test(inside)) return null;
  return {
    from,
    items: stringKeys(files).map(label => ({ label, kind: 'text' as const, detail: 'strings.data' })),
  };
}

function stringKeys(files: FileSource): string[] {
  const keys = [...levels(files, '')].flatMap(([level]) => {
    const name = level.list().find(candidate => /(?:^|\/)strings\.data$/i.test(candidate));
    return name === undefined ? [] : dataKeys(level.read(name.toLowerCase()) ?? '');
  });
  return [...new Set(keys)];
}

function rows(
  table: Readonly<Record<string, readonly [string, string]>>,
  kind: CompletionKind,
  insert?: (name: string, call: string) => string,
): Completion[] {
  return Object.entries(table).map(([label, row]) => ({
    label,
    kind,
    detail: row[0],
    documentation: rowMarkdown(row),
    ...(insert ? { insert: row[0].endsWith('()') ? row[0] : insert(label, row[0]) } : {}),
  }));
}

/** Elements that the page uses elsewhere, and those of a dataset with its name (`page.wssp.data`). */
function elementNames(text: string, offset: number, file: string, files: FileSource): Set<string> {
  const found = new Set(dataKeys(files.read(`${file.toLowerCase()}.data`) ?? ''));
  for (const { key, name, start, end } of pageNames(text)) {
    if (key.startsWith('element:') && (offset < start || offset > end)) found.add(name);
  }
  return found;
}

function keysOf(text: string): Completion[] {
  const found = new Set<string>();
  for (const [, key] of text.matchAll(/[\w\])]\s*\.\s*([A-Za-z_]\w*)/g))
    if (key !== undefined) found.add(key);
  return [...found].map(label => ({ label, kind: 'key' as const }));
}

/** What the name at an offset is. */
export function hover(file: string, text: string, offset: number, files: FileSource): Hover | null {
  const found = nameAt(text, offset);
  if (found === null) return null;
  const { start, end, key, name } = found;
  const what = key.slice(0, key.indexOf(':'));
  const upper = name.toUpperCase();
  const row = { function: FUNCTION_DOCS, prefix: PREFIX_DOCS, keyword: ELEMENT_DOCS }[what]?.[upper];
  if (row !== undefined) return { start, end, markdown: rowMarkdown(row) };
  const isThere = readThrough(files, folderOf(file), name) !== null;
  const about: Readonly<Record<string, string>> = {
    scanner: `\`${name}\`: the loop of a FOREACH; \`${name}[]\` is its current element`,
    element: `\`${name}\`: element of the dataset`,
    string: `\`${name}\`: entry of the text dataset`,
    file: `\`${name}\`${isThere ? '' : ': this file is not there'}`,
  };
  return { start, end, markdown: about[what] ?? name };
}
