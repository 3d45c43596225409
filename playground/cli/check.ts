/** `postern check`: compiles programs and pages, reads data, shows every problem in its place. */
import { LanguageService } from '../language/service.js';
import { select } from './disk.js';
import { Arguments } from './options.js';
import { count, painter, placer, problemText } from './paint.js';
import { Progress } from './progress.js';
import { type FileProblems, sarif } from './sarif.js';
import { SKIN_OPTION, skinBehind } from './stock.js';
import { type Command, FOUND, type Io, OK, type Option, Stop, USAGE } from './types.js';
import { version } from './version.js';

const OPTIONS: readonly Option[] = [
  { name: '--format', value: 'text|json|sarif', about: 'how problems are written (text)', short: 'f' },
  { name: '--strict', value: null, about: 'warnings count as errors' },
  { name: '--errors-only', value: null, about: 'leave warnings out' },
  SKIN_OPTION,
  { name: '--short', value: null, about: 'one line for each problem, without code frames', short: 's' },
];

async function run(args: readonly string[], io: Io): Promise<number> {
  const options = new Arguments(args, OPTIONS);
  if (options.rest.length === 0) throw new Stop('name files or folders to check', USAGE);
  const format = options.oneOf('--format', ['text', 'json', 'sarif'], 'text');
  const found: FileProblems[] = [];
  const selections = select(options.rest, io.cwd, skinBehind(options, io.cwd));
  const files = selections.reduce((sum, { names }) => sum + names.length, 0);
  const progress = new Progress(format === 'text' ? io : { signal: io.signal }, files);
  for (const { files: disk, names } of selections) {
    const service = new LanguageService(disk);
    for (const name of names) {
      await progress.step(disk.shown(name, io.cwd));
      const text = disk.read(name) ?? '';
      const all = service.problems(name);
      const problems = options.has('--errors-only') ? all.filter(p => p.severity === 'error') : all;
      if (problems.length > 0) found.push({ file: disk.shown(name, io.cwd), text, problems });
    }
  }
  progress.clear();
  const problems = found.flatMap(f => f.problems);
  const errors = problems.filter(p => p.severity === 'error').length;
  if (format === 'json') io.out(`${JSON.stringify(found.flatMap(plain), null, 2)}\n`);
  else if (format === 'sarif') io.out(`${JSON.stringify(sarif(found, version(), io.cwd), null, 2)}\n`);
  else report(found, files, errors, problems.length - errors, options.has('--short'), io);
  return errors > 0 || (options.has('--strict') && problems.length > 0) ? FOUND : OK;
}

function plain({ file, text, problems }: FileProblems): object[] {
  const place = placer(text);
  return problems.map(({ severity, code, number, message, start, end }) => ({
    file,
    severity,
    code,
    number,
    message,
    start: place(start),
    end: place(end),
  }));
}

function report(
  found: readonly FileProblems[],
  files: number,
  errors: number,
  warnings: number,
  short: boolean,
  io: Io,
): void {
  const paint = painter(io);
  for (const { file, text, problems } of found) {
    for (const problem of problems) io.out(`${problemText(file, text, problem, io, !short)}\n`);
  }
  const sum = `${count(files, 'file')} checked: ${count(errors, 'error')}, ${count(warnings, 'warning')}`;
  io.out(`${paint(errors > 0 ? 'red' : warnings > 0 ? 'yellow' : 'green', sum)}\n`);
}

export const check: Command = {
  name: 'check',
  usage: 'FILE|FOLDER...',
  about: 'compile pages, programs and data, show every problem in its place',
  help: `Programs (.wcgp, .wcgi), pages (.wssp, .wssi), text datasets (.data) and JSON are read with the compiler of the
server. A folder stands for all of them in it. Programs are linked with the files beside them and in the folder above,
where servers have the unnamed skin, so that calls of sections in other files are checked, too.

Exit status: 0 no errors, 1 errors (with --strict also warnings), 2 a file cannot be read.

  postern check skin/                       everything in a folder
  postern check -f sarif skin/ > out.sarif  for code hosts and editors`,
  options: OPTIONS,
  run,
};
