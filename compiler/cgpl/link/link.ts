/** Linking: a program with every file that it can name, as one unit of JavaScript (docs/architecture.md section 3). */
import type { DebugTable } from '../../debug/table.js';
import type { Diagnostic } from '../../diagnostics/diagnostic.js';
import { contentHash } from '../../text/contenthash.js';
import { emitProgram } from '../emit/program.js';
import { inferTypes } from '../types/program.js';
import { bindProgram } from './bind.js';
import { inferEffects } from './effects.js';
import { loadFiles, type Resolve } from './files.js';
import type { LinkedProgram, LinkOptions, Program } from './program.js';

export interface LinkResult {
  /** null when the first file is missing or has errors. */
  readonly program: LinkedProgram | null;
  /** Errors and warnings of the first file, warnings about the others. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Compiles and links a program.
 * @param entry name of its first file
 * @param resolve gives the text of a file by its lower-case name, null when there is none
 */
export function linkProgram(entry: string, resolve: Resolve, options: LinkOptions): LinkResult {
  const diagnostics: Diagnostic[] = [];
  const loaded = loadFiles(entry, resolve, options, diagnostics);
  if (loaded === null) return { program: null, diagnostics };
  const program = bindProgram(loaded, options.environment, diagnostics);
  inferTypes(program);
  inferEffects(program);
  return { program: finish(program, options.debug), diagnostics };
}

/**
 * Compiles one file that a running program asks for by a computed name, or that was not there when it was linked, with
 * the files that it names itself. Its sections may be called by anybody.
 */
export function compileUnit(file: string, resolve: Resolve, options: LinkOptions): LinkResult {
  return linkProgram(file, resolve, options);
}

function finish(program: Program, debug?: DebugTable): LinkedProgram {
  const { js, map } = emitProgram(program, debug);
  const entries: Record<string, { waits: boolean }> = Object.create(null);
  for (const { bound, file, waits } of program.sections) {
    if (bound.symbol.kind === 'entry' && file.index === 0) entries[bound.symbol.lowerName] = { waits };
  }
  const files = program.files.map(({ name }) => name);
  const { externals, dynamic, pages } = program;
  return { id: contentHash([...files, '', js]), js, map, entries, files, externals, dynamic, pages };
}
