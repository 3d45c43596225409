/** The command line of a helper: words, paths, and whether it may be started (admin.md 12.1). No shell ever sees it. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Folders that program names are relative to. */
export interface ProgramFolders {
  readonly base: string;
  readonly application: string;
}

/** The command cannot be used; the message tells why. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}

/** Words of a command line: quotes group, a backslash inside them takes the next symbol as it is. */
export function wordsOf(text: string): string[] {
  const words: string[] = [];
  const piece = /\s*("(?:[^"\\]|\\.)*"|[^\s"]+)/y;
  while (piece.lastIndex < text.trimEnd().length) {
    const match = piece.exec(text);
    const word = match?.[1];
    if (word === undefined) throw new CommandError('a quote is not closed');
    words.push(word.startsWith('"') ? word.slice(1, -1).replace(/\\(.)/g, '$1') : word);
  }
  return words;
}

/** Program and arguments. Throws CommandError for an empty or malformed name. */
export function commandOf(
  program: string,
  { base, application }: ProgramFolders,
): { readonly file: string; readonly args: readonly string[] } {
  const [name = '', ...args] = wordsOf(program);
  if (name === '' || name === '$') throw new CommandError('there is no program name');
  if (program.includes('\0')) throw new CommandError('a zero byte');
  const file = name.startsWith('$')
    ? resolve(application, name.slice(1).replace(/^\/+/, ''))
    : resolve(base, name);
  return { file, args };
}

/** Lines of `Settings/ChildProcs.data`, null without that file: every program may be started. */
export function allowedPrograms(base: string): readonly string[] | null {
  try {
    const text = readFileSync(join(base, 'Settings', 'ChildProcs.data'), 'utf8');
    return text
      .split(/\r?\n/)
      .map(line => line.trim())
      .filter(line => line !== '' && !/^[;#]/.test(line));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    // A list that cannot be read must not open the door.
    return [];
  }
}

/** True when the command begins with a line of the list: with the whole word, or with a folder and no way out of it. */
export function isAllowed(program: string, allowed: readonly string[] | null): boolean {
  if (allowed === null) return true;
  const isOutside = /(?:^|[/\\])\.\.(?:[/\\]|$)/.test(program);
  return allowed.some(line => {
    if (!program.startsWith(line)) return false;
    if (line.endsWith('/')) return !isOutside;
    return program.length === line.length || /\s/.test(program.charAt(line.length));
  });
}
