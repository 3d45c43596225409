/** `postern report`: will an existing skin work? What is supported, unknown or uncertain, with places. */
import { relative } from 'node:path';
import { languageOf } from '../language/languages.js';
import { DiskFiles, folderAt } from './disk.js';
import { type Finding, type FindingKind, findings } from './findings.js';
import { Arguments, single } from './options.js';
import { type Colour, count, painter } from './paint.js';
import { Progress } from './progress.js';
import { SKIN_OPTION, skinBehind } from './stock.js';
import { type Command, FOUND, type Io, OK, type Option } from './types.js';

const OPTIONS: readonly Option[] = [
  { name: '--format', value: 'text|json', about: 'how the report is written (text)', short: 'f' },
  SKIN_OPTION,
  { name: '--all', value: null, about: 'also list the files without findings' },
];

const TITLES: Readonly<Record<FindingKind, [colour: Colour, title: string]>> = {
  broken: ['red', 'does not compile'],
  unknown: ['red', 'unknown'],
  missing: ['yellow', 'missing file'],
  unavailable: ['yellow', 'stops the program'],
  uncertain: ['cyan', 'uncertain'],
};

async function run(args: readonly string[], io: Io): Promise<number> {
  const options = new Arguments(args, OPTIONS);
  const path = single(options, 'folder of the skin');
  const format = options.oneOf('--format', ['text', 'json'], 'text');
  const disk = new DiskFiles(folderAt(path, io.cwd), skinBehind(options, io.cwd));
  const names = disk.list();
  const files: FileReport[] = [];
  const progress = new Progress(format === 'text' ? io : { signal: io.signal }, names.length);
  for (const file of names) {
    await progress.step(file);
    files.push({ file, kind: languageOf(file) ?? 'file', findings: findings(file, disk) });
  }
  progress.clear();
  const bad = files.some(f => f.findings.some(({ kind }) => kind !== 'uncertain'));
  if (format === 'json')
    io.out(
      `${JSON.stringify(
        files.filter(f => options.has('--all') || f.findings.length > 0),
        null,
        2,
      )}\n`,
    );
  else text(files, relative(io.cwd, disk.root) || '.', options.has('--all'), io);
  return bad ? FOUND : OK;
}

interface FileReport {
  readonly file: string;
  readonly kind: string;
  readonly findings: readonly Finding[];
}

function text(files: readonly FileReport[], root: string, all: boolean, io: Io): void {
  const paint = painter(io);
  for (const { file, kind, findings: list } of files) {
    if (list.length === 0) {
      if (all) io.out(`${paint('green', 'fine')}  ${file}${kind === 'file' ? ' (served as it is)' : ''}\n`);
      continue;
    }
    io.out(`${paint('bold', file)}\n`);
    for (const { kind: what, line, column, message } of list) {
      const [colour, title] = TITLES[what];
      io.out(`  ${`${line}:${column}`.padEnd(8)} ${paint(colour, title)}: ${message}\n`);
    }
  }
  const sources = files.filter(f => f.kind !== 'file');
  const fine = sources.filter(f => f.findings.length === 0).length;
  const sums = (Object.keys(TITLES) as FindingKind[]).flatMap(kind => {
    const number = files.reduce((sum, f) => sum + f.findings.filter(x => x.kind === kind).length, 0);
    return number === 0 ? [] : [`${number} ${TITLES[kind][1]}`];
  });
  io.out(
    `${root}: ${count(files.length, 'file')}, ${sources.length} of them sources, ${fine} without findings`,
  );
  io.out(sums.length === 0 ? '\n' : `; ${sums.join(', ')}\n`);
}

export const report: Command = {
  name: 'report',
  usage: 'FOLDER',
  about: 'will a skin that exists work here? Per file what is not supported or uncertain',
  help: `Reads every file of a skin and tells, with places:

  does not compile    errors of syntax, names and blocks
  unknown             built-ins, elements, prefixes and functions that Postern does not have
  missing file        sections and includes whose file is neither in the skin nor in those behind it
  stops the program   built-ins of telephone calls in web programs
  uncertain           what is supported, but where the original may behave differently: look at these places

Exit status: 0 nothing worse than "uncertain", 1 otherwise.`,
  options: OPTIONS,
  run,
};
