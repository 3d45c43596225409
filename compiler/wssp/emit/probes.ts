/** The probes of one page file, for pages that are compiled for a debugger (compiler/debug/table.ts). */
import type { DebugTable } from '../../debug/table.js';
import { LineTable } from '../../text/linetable.js';

export interface PageProbes {
  /** Number of the file in the table. */
  readonly section: number;
  /** Number of a place. */
  place(offset: number, scanners: readonly string[]): number;
}

/** null without a table, and for files that it does not show: then there is no code for probes at all. */
export function pageProbes(
  { file, debug }: { readonly file: string; readonly debug?: DebugTable },
  source: string,
): PageProbes | null {
  if (debug === undefined || !debug.shows(file)) return null;
  const section = debug.section({ file, name: file, kind: 'page', variables: ['dataset'] });
  const lines = new LineTable(source);
  return {
    section,
    place(offset, scanners) {
      const { line, column } = lines.positionAt(offset);
      return debug.place({ section, line, column, scanners: [...scanners] });
    },
  };
}
