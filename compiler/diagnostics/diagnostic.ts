/** What the compilers tell about a source text. */
import type { LineTable } from '../text/linetable.js';
import type { Range } from '../text/position.js';

export type Severity = 'error' | 'warning';

/** One row of a catalogue of compile errors. Numbers are never reused: CG/PL has 100 to 199, pages 200 to 299. */
export interface CatalogueEntry {
  readonly number: number;
  readonly severity: Severity;
  /** English text; `{0}`, `{1}` are filled in. */
  readonly text: string;
}

/** A compile error or warning at a place in a file. */
export interface Diagnostic {
  readonly code: string;
  readonly number: number;
  readonly severity: Severity;
  readonly message: string;
  readonly file: string;
  readonly range: Range;
}

/** The text of a catalogue entry with its arguments filled in. */
export function fillText(text: string, args: readonly (string | number)[]): string {
  return text.replace(/\{(\d)\}/g, (whole, digit: string) => String(args[Number(digit)] ?? whole));
}

/**
 * Makes a diagnostic from a row of a catalogue.
 * @param start offset of the first symbol concerned
 * @param end offset after the last one
 */
export function makeDiagnostic<Code extends string>(
  catalogue: Readonly<Record<Code, CatalogueEntry>>,
  code: Code,
  args: readonly (string | number)[],
  file: string,
  lines: LineTable,
  start: number,
  end: number,
): Diagnostic {
  const entry = catalogue[code];
  return {
    code,
    number: entry.number,
    severity: entry.severity,
    message: fillText(entry.text, args),
    file,
    range: lines.rangeAt(start, end),
  };
}

/** The order in which a reader meets them: by place, errors before warnings. */
export function compareDiagnostics(a: Diagnostic, b: Diagnostic): number {
  return (
    (a.file < b.file ? -1 : a.file > b.file ? 1 : 0) ||
    a.range.start.line - b.range.start.line ||
    a.range.start.column - b.range.start.column ||
    (a.severity === b.severity ? 0 : a.severity === 'error' ? -1 : 1)
  );
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(diagnostic => diagnostic.severity === 'error');
}
