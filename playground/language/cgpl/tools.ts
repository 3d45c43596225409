/** What the service knows of CG/PL. */
import { linkProgram } from '../../../compiler/index.js';
import { folderOf, readThrough } from '../behind.js';
import { extensionOf } from '../languages.js';
import { spansOf } from '../lines.js';
import type { FileSource, LanguageTools, Problem } from '../types.js';
import { analyse, environmentOf, extraOf } from './analysis.js';
import { complete, hover, signature } from './complete.js';
import { format } from './format.js';
import { definition, references, rename } from './navigate.js';
import { sectionFile } from './parts.js';
import { folds, outline, tokens } from './structure.js';

/** Diagnostics of the file; a program that names other files is linked with them. */
function problems(file: string, text: string, files: FileSource): Problem[] {
  const analysis = analyse(file, text);
  const span = spansOf(text);
  let found = analysis.diagnostics;
  const named = [...analysis.symbols.values()].filter(({ external }) => external);
  const foreign = named.some(({ module, name }) => files.read(sectionFile(module, name, file)) !== null);
  if (analysis.module !== null && named.length > 0 && (foreign || files.list().length > 1)) {
    const folder = folderOf(file);
    const base = file.slice(folder.length);
    const resolve = (name: string): string | null =>
      name === base ? text : readThrough(files, folder, name);
    const linked = linkProgram(base, resolve, { environment: environmentOf(file), extra: extraOf(file) });
    found = linked.diagnostics.filter(diagnostic => diagnostic.file === base);
  }
  return found.map(({ severity, code, number, message, range }) => ({
    ...span(range),
    severity,
    code,
    number,
    message,
  }));
}

export const tools: LanguageTools = {
  problems,
  complete,
  hover,
  signature,
  definition,
  references,
  rename,
  outline,
  folds,
  tokens,
  format,
};

/** Is the file one that a request can name, not a part of others? */
export function isProgram(file: string): boolean {
  return extensionOf(file) === 'wcgp' || extensionOf(file) === 'sppr';
}
