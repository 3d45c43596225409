/** What the service knows of pages. */
import { compilePage } from '../../../compiler/index.js';
import { folderOf, readThrough } from '../behind.js';
import { spansOf } from '../lines.js';
import type { FileSource, LanguageTools, Problem } from '../types.js';
import { complete, hover } from './complete.js';
import { pageNames } from './names.js';
import { definition, references, rename } from './navigate.js';
import { folds, format, outline, tokens } from './structure.js';

/** Diagnostics of the file; in a workspace also includes of files that are not there. */
function problems(file: string, text: string, files: FileSource): Problem[] {
  const span = spansOf(text);
  const found = compilePage(text, { file, editor: true }).diagnostics.map(
    ({ severity, code, number, message, range }): Problem => ({
      ...span(range),
      severity,
      code,
      number,
      message,
    }),
  );
  if (files.behind !== undefined || files.list().length > 1) {
    const folder = folderOf(file);
    for (const { key, name, start, end } of pageNames(text)) {
      if (!key.startsWith('file:') || readThrough(files, folder, name) !== null) continue;
      found.push({
        start,
        end,
        severity: 'warning',
        code: 'include-missing',
        number: 0,
        message: `there is no file ${name} here`,
      });
    }
  }
  return found;
}

export const tools: LanguageTools = {
  problems,
  complete,
  hover,
  definition,
  references,
  rename,
  outline,
  folds,
  tokens,
  format,
};
