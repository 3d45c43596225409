/** The check of uploaded skin files by extension (webapp.md A6, 2): a table from extension to check. */
import type { Diagnostic } from '../../compiler/index.js';
import type { CompilerThread } from './compile/thread.js';
import { codeFrame, markError } from './marked.js';
import { DictionaryError, type ReadDictionary, sourceText } from './sources.js';
import type { SkinFileCheck, SkinFileError } from './types.js';

type Check = (
  compiler: CompilerThread,
  read: ReadDictionary,
  file: string,
  bytes: Uint8Array,
) => Promise<readonly SkinFileError[]>;

const fromDiagnostics = (diagnostics: readonly Diagnostic[]): SkinFileError[] =>
  diagnostics
    .filter(({ severity }) => severity === 'error')
    .map(({ code, message, range }) => ({
      code,
      message,
      line: range.start.line,
      column: range.start.column,
    }));

const template: Check = async (compiler, _read, file, bytes) =>
  fromDiagnostics(
    (await compiler.compile({ kind: 'template', file, source: sourceText(bytes) })).diagnostics,
  );

const program: Check = async (compiler, _read, file, bytes) =>
  fromDiagnostics((await compiler.compile({ kind: 'module', file, source: sourceText(bytes) })).diagnostics);

const dictionary: Check = async (_compiler, read, _file, bytes) => {
  const result = read(bytes);
  if (!(result instanceof DictionaryError)) return [];
  const { message, line, column } = result;
  return [{ code: 'data', message, line, column }];
};

const checks: Readonly<Record<string, Check>> = {
  wssp: template,
  wssi: template,
  wcgp: program,
  wcgi: program,
  data: dictionary,
};

/** Checks a file. Names are compared in small letters; files of other kinds are always fine. */
export async function checkSkinFile(
  compiler: CompilerThread,
  read: ReadDictionary,
  name: string,
  bytes: Uint8Array,
): Promise<SkinFileCheck> {
  const file = name.toLowerCase();
  const extension = /\.([^.]*)$/.exec(file)?.[1] ?? '';
  const check = Object.hasOwn(checks, extension) ? checks[extension] : undefined;
  const errors = check ? await check(compiler, read, file, bytes) : [];
  const first = errors[0];
  if (!first) return { ok: true };
  const text = sourceText(bytes);
  return {
    ok: false,
    errors,
    marked: markError(text, first.line, first.column),
    codeFrame: codeFrame(text, first.line, first.column),
  };
}
