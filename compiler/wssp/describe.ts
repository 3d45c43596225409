/** From problems with offsets to diagnostics with lines and columns. */
import { type Diagnostic, makeDiagnostic } from '../diagnostics/diagnostic.js';
import { LineTable } from '../text/linetable.js';
import { PAGE_CODES } from './catalogue.js';
import type { PageProblem } from './syntax/problem.js';

/** In the order of the problems. */
export function describe(source: string, file: string, problems: readonly PageProblem[]): Diagnostic[] {
  if (problems.length === 0) return [];
  const lines = new LineTable(source);
  return problems.map(p => makeDiagnostic(PAGE_CODES, p.code, [p.detail], file, lines, p.at, p.end));
}
