/** Which lines of programs and pages the tests have executed. */
import { DebugTable } from '../../compiler/index.js';
import type { ProbeReport } from '../../runtime/types.js';
import { isTestFile } from '../language/cgpl/testing.js';
import { languageOf } from '../language/languages.js';
import { Units, type WorkFiles } from '../sandbox/units.js';

export interface FileCoverage {
  readonly file: string;
  /** Lines that hold code. */
  readonly lines: number;
  /** Those of them that were never executed. */
  readonly missed: readonly number[];
}

export class Coverage {
  /** What tests are compiled with. */
  readonly table = new DebugTable();
  readonly #hits = new Set<number>();
  /** Folder of each place: the table itself knows files by their names alone. */
  readonly #folders: string[] = [];

  /** Takes what the probes tell. */
  readonly probe = ({ kind, first }: ProbeReport): boolean => {
    if (kind === 'place') this.#hits.add(first);
    return false;
  };

  /** All that was compiled since the last call was compiled for this file: it lies in its folder. */
  ran(file: string): void {
    const folder = folderOf(file);
    while (this.#folders.length < this.table.places.length) this.#folders.push(folder);
  }

  /** All sources of the workspace but tests; those that no test has touched are missed as a whole. */
  files(files: WorkFiles): FileCoverage[] {
    const sources = files
      .list()
      .filter(name => !isTestFile(name) && /^(?:cgpl|wssp)$/.test(languageOf(name) ?? ''));
    for (const name of sources) {
      const units = new Units(files, name, [], this.table);
      if (languageOf(name) === 'wssp') units.page(name);
      else units.program(name);
      this.ran(name);
    }
    const lines = new Map<string, Map<number, boolean>>();
    this.table.places.forEach(({ section, line }, place) => {
      const file = `${this.#folders[place] ?? ''}${this.table.sections[section]?.file.toLowerCase() ?? ''}`;
      let known = lines.get(file);
      if (known === undefined) lines.set(file, (known = new Map()));
      known.set(line, known.get(line) === true || this.#hits.has(place));
    });
    return sources.flatMap(file => {
      const known = lines.get(file.toLowerCase());
      if (known === undefined) return [];
      const missed = [...known].filter(([, hit]) => !hit).map(([line]) => line);
      return [{ file, lines: known.size, missed: missed.sort((a, b) => a - b) }];
    });
  }
}

function folderOf(file: string): string {
  return file.slice(0, file.lastIndexOf('/') + 1).toLowerCase();
}

/** `3-5, 9`. */
export function rangesOf(lines: readonly number[]): string {
  const parts: [number, number][] = [];
  for (const line of lines) {
    const last = parts.at(-1);
    if (last !== undefined && last[1] === line - 1) last[1] = line;
    else parts.push([line, line]);
  }
  return parts.map(([from, to]) => (from === to ? String(from) : `${from}-${to}`)).join(', ');
}
