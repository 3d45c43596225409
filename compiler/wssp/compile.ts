/** Compiles one page file: text in; code, plan and diagnostics out. */
import type { DebugTable } from '../debug/table.js';
import type { Diagnostic } from '../diagnostics/diagnostic.js';
import { describe } from './describe.js';
import { emitFile } from './emit/file.js';
import { pageProbes } from './emit/probes.js';
import { rawValues } from './lint.js';
import type { Page } from './page.js';
import { parsePage } from './syntax/page.js';
import { PageProblem } from './syntax/problem.js';

/** Longest file, in UTF-16 units of its text. */
export const MAX_SOURCE = 16 * 1024 * 1024;

export interface PageOptions {
  /** Name for diagnostics and positions. */
  readonly file: string;
  /** Report every error of the file, and warnings about unescaped elements; otherwise the first error only. */
  readonly editor?: boolean;
  /** Compile with probes for a debugger, and tell the table where they are. */
  readonly debug?: DebugTable;
}

export interface PageResult {
  /** Null when there is an error. */
  readonly page: Page | null;
  readonly diagnostics: readonly Diagnostic[];
}

/** Compiles a page. Errors and their positions: wssp.md section 8. */
export function compilePage(source: string, options: PageOptions): PageResult {
  const text = source.charCodeAt(0) === 0xfeff ? source.slice(1) : source;
  if (text.length > MAX_SOURCE) {
    return { page: null, diagnostics: describe('', options.file, [new PageProblem('too-large', 0, 0)]) };
  }
  const { nodes, problems } = parsePage(text, options.editor);
  if (problems.length > 0) return { page: null, diagnostics: describe(text, options.file, problems) };
  const warnings = options.editor === true ? rawValues(nodes) : [];
  const page: Page = { file: options.file, source: text, ...emitFile(nodes, pageProbes(options, text)) };
  return { page, diagnostics: describe(text, options.file, warnings) };
}
