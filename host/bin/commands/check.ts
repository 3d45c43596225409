/** `postern check`: compiles pages, programs and datasets; every error in its place. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { UsageError } from '../../admin/commandline.js';
import { checkSkinFile } from '../../apps/check.js';
import { CompilerThread } from '../../apps/compile/thread.js';
import { codeFrame } from '../../apps/marked.js';
import { readDictionary } from '../../apps/readdictionary.js';
import { sourceText } from '../../apps/sources.js';
import { readArguments } from '../arguments.js';
import { type Command, EXIT_FAILED, type Terminal } from './types.js';

const TIME_LIMIT = 30_000;

async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const { rest } = readArguments(args, []);
  if (rest.length === 0) throw new UsageError('files are needed');
  const compiler = new CompilerThread({ timeLimit: () => TIME_LIMIT, observe: () => undefined });
  let wrong = 0;
  try {
    for (const file of rest) {
      const bytes = readFileSync(file);
      const result = await checkSkinFile(compiler, readDictionary, basename(file), bytes);
      if (result.ok) continue;
      wrong++;
      const text = sourceText(bytes);
      for (const { line, column, message } of result.errors) {
        terminal.error(`${file}:${line}:${column}: ${message}\n${codeFrame(text, line, column)}\n`);
      }
    }
  } finally {
    await compiler.close();
  }
  terminal.out(`${rest.length} files checked, ${wrong} with errors\n`);
  return wrong === 0 ? 0 : EXIT_FAILED;
}

export const check: Command = {
  name: 'check',
  usage: 'FILE...',
  help: `Compiles pages (.wssp, .wssi) and programs (.wcgp, .wcgi), reads datasets (.data), and shows every error with the
lines around it. Other files are always fine.

Exit status: 0 when everything is fine, 1 after an error.`,
  run,
};
