/** Links a page with the files that it includes by constant names (docs/architecture.md section 3). */
import type { Instruction, Plan } from '../../stdlib/wssp/plan.js';
import type { DebugTable } from '../debug/table.js';
import type { Diagnostic } from '../diagnostics/diagnostic.js';
import { contentHash } from '../text/contenthash.js';
import { LineTable } from '../text/linetable.js';
import { type PositionMap, PositionMapBuilder } from '../text/positionmap.js';
import { compilePage, type PageResult } from './compile.js';
import { literal } from './emit/writer.js';
import type { LinkedPage, Page } from './page.js';
import { fileName, toBytes, toText } from './syntax/bytes.js';
import type { Use } from './tables/functions.js';

/** Files of one page together. */
export const MAX_FILES = 500;

export interface LinkPageOptions {
  /** Files that an earlier rendering asked for by computed names. */
  readonly extra?: readonly string[];
  /** Compiles one file; for callers that keep compiled files. */
  readonly compile?: (source: string, file: string) => PageResult;
  /** Compile with probes for a debugger. */
  readonly debug?: DebugTable;
}

export interface LinkPageResult {
  /** Null when the entry file is missing or does not compile. */
  readonly page: LinkedPage | null;
  /** Of all files. Errors of included files end the page only when they are reached. */
  readonly diagnostics: readonly Diagnostic[];
}

/** A file of the link: compiled, or the reason why including it ends the page. */
interface Part {
  readonly file: string;
  readonly page: Page | null;
  readonly failure: readonly [code: 'include-missing' | 'include-failed', detail: string] | null;
}

/**
 * Compiles and links a page.
 * @param entry file name, any letter case
 * @param resolve source text of a file by lower-case name, null when the skin has no such file
 */
export function linkPage(
  entry: string,
  resolve: (file: string) => string | null,
  options: LinkPageOptions = {},
): LinkPageResult {
  const probes = options.debug === undefined ? {} : { debug: options.debug };
  const compile =
    options.compile ?? ((source: string, file: string) => compilePage(source, { file, ...probes }));
  const diagnostics: Diagnostic[] = [];
  const parts = new Map<string, Part>();
  const key = fileName(toBytes(entry));
  const queue = [key, ...(options.extra ?? [])];
  for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
    if (parts.has(file)) continue;
    const source = parts.size < MAX_FILES ? resolve(toText(file)) : null;
    const part = load(file, source, compile, diagnostics);
    parts.set(file, part);
    queue.push(...(part.page?.includes ?? []));
  }
  const first = parts.get(key);
  if (first?.page == null) return { page: null, diagnostics };
  return { page: assembleUnit(first.file, [...parts.values()], options.debug !== undefined), diagnostics };
}

function load(
  file: string,
  source: string | null,
  compile: NonNullable<LinkPageOptions['compile']>,
  diagnostics: Diagnostic[],
): Part {
  if (source === null) return { file, page: null, failure: ['include-missing', ''] };
  const result = compile(source, toText(file));
  diagnostics.push(...result.diagnostics);
  const error = result.diagnostics[0];
  if (result.page !== null) return { file, page: result.page, failure: null };
  const place =
    error === undefined
      ? ''
      : `line ${error.range.start.line}, column ${error.range.start.column}: ${error.code}`;
  return { file, page: null, failure: ['include-failed', place] };
}

/** Everything that the code of a page is made of: a fraction of the code, of which only probes depend on more. */
function madeOf(entry: string, parts: readonly Part[], probed: string): string[] {
  const sources = parts.flatMap(({ file, page, failure }) => [
    file,
    page === null ? JSON.stringify(failure) : page.source,
  ]);
  return [entry, probed, ...sources];
}

function assembleUnit(entry: string, parts: readonly Part[], isDebugged: boolean): LinkedPage {
  const uses = new Set<Use>();
  const files: Record<string, readonly Instruction[] | null> = Object.create(null);
  for (const { file, page } of parts) {
    files[file] = page?.plan ?? null;
    for (const use of page?.uses ?? []) uses.add(use);
  }
  const plan: Plan = { entry, files };
  const { js, map } = unitCode(parts);
  return {
    id: contentHash(madeOf(entry, parts, isDebugged ? js : '')),
    js,
    map,
    plan,
    files: parts.map(part => toText(part.file)),
    uses: [...uses],
    dynamic: parts.some(part => part.page?.dynamic === true),
  };
}

/** One function expression that gives the functions of all files. */
function unitCode(parts: readonly Part[]): { js: string; map: PositionMap } {
  const library = new Set(parts.flatMap(part => part.page?.library ?? ['broken']));
  const members = [...library].map(name => `$${name}=P.${name}`);
  const lines = [
    `(function($){"use strict";const ${['P=$.page', ...members].join(',')};return {__proto__:null,`,
  ];
  const map = new PositionMapBuilder();
  for (const { file, page, failure } of parts) {
    // Computed keys: a name like __proto__ is a key like any other.
    const key = `[${literal(file)}]:`;
    if (page === null) {
      const [code, detail] = failure ?? ['include-missing', ''];
      lines.push(`${key}$broken(${literal(code)},${literal(file)},${literal(detail)}),`);
      continue;
    }
    const number = map.file(page.file);
    const places = new LineTable(page.source);
    lines.push(key);
    for (const line of page.lines) {
      lines.push(line.code);
      if (line.at >= 0) map.add(lines.length, 1, number, places.positionAt(line.at));
    }
    lines.push(',');
  }
  return { js: [...lines, '};})'].join('\n'), map: map.build() };
}
