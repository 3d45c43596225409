/** `postern fmt`: lays out programs, pages and data. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LanguageService } from '../language/service.js';
import { select } from './disk.js';
import { Arguments } from './options.js';
import { count, painter } from './paint.js';
import { type Command, FOUND, type Io, OK, type Option, Stop, USAGE } from './types.js';

const OPTIONS: readonly Option[] = [
  {
    name: '--check',
    value: null,
    about: 'write nothing; exit status 1 when a file would change',
    short: 'c',
  },
  {
    name: '--stdout',
    value: null,
    about: 'write the layout of one file to the terminal instead of the file',
  },
];

async function run(args: readonly string[], io: Io): Promise<number> {
  const options = new Arguments(args, OPTIONS);
  if (options.rest.length === 0) throw new Stop('name files or folders to format', USAGE);
  const paint = painter(io);
  let changed = 0;
  let refused = 0;
  let files = 0;
  for (const { files: disk, names } of select(options.rest, io.cwd)) {
    const service = new LanguageService(disk);
    for (const name of names) {
      files++;
      const result = service.format(name);
      const shown = disk.shown(name, io.cwd);
      if ('refused' in result) {
        refused++;
        io.err(`${shown}: ${paint('yellow', result.refused)}\n`);
        continue;
      }
      if (options.has('--stdout')) io.out(result.text);
      if (result.text === disk.read(name)) continue;
      changed++;
      if (options.has('--check')) io.out(`${shown}\n`);
      else if (!options.has('--stdout')) writeFileSync(join(disk.root, name), result.text);
    }
  }
  if (!options.has('--stdout')) {
    const what = options.has('--check') ? 'would change' : 'changed';
    io.err(`${count(files, 'file')}: ${changed} ${what}${refused > 0 ? `, ${refused} with errors` : ''}\n`);
  }
  return refused > 0 || (options.has('--check') && changed > 0) ? FOUND : OK;
}

export const fmt: Command = {
  name: 'fmt',
  usage: 'FILE|FOLDER...',
  about: 'lay out programs, pages and data in the one common style',
  help: `Programs get one statement a line and two blanks for each level; line breaks inside of a statement stay. Pages
are changed only inside their elements, because visitors get every blank of the rest. What a file means never changes:
comments, names and texts stay as they are. Files with errors are left alone.

  postern fmt skin/            rewrites what is in a folder
  postern fmt --check skin/    for continuous integration`,
  options: OPTIONS,
  run,
};
