/** `postern usage`: what programs and pages have cost since the server started. */
import { painter } from '../../../playground/cli/paint.js';
import { UsageError } from '../../admin/commandline.js';
import type { AppUsage, UsageFigures } from '../../apps/types.js';
import { readArguments } from '../arguments.js';
import { refusalOf, serverOptionHelp, serverOptions, withServer } from '../client.js';
import type { Command, Terminal } from './types.js';

type Figure = 'runs' | 'failures' | 'cpuMs' | 'peakMemory' | 'hostCalls' | 'outputBytes';

const bytes = (value: number): string => {
  if (value < 10_240) return `${value}`;
  return value < 10_240 * 1024 ? `${Math.round(value / 1024)}K` : `${Math.round(value / 1024 / 1024)}M`;
};

/** By the name for --sort: figure, heading, form. */
const columns: Readonly<Record<string, readonly [Figure, string, (value: number) => string]>> = {
  runs: ['runs', 'runs', String],
  failed: ['failures', 'failed', String],
  cpu: ['cpuMs', 'cpu ms', value => value.toFixed(1)],
  memory: ['peakMemory', 'memory', bytes],
  calls: ['hostCalls', 'calls', String],
  output: ['outputBytes', 'output', bytes],
};

const domainName = (domain: string): string => (domain === '' ? '(none)' : domain);

interface Row extends UsageFigures {
  readonly domain: string;
  readonly skin: string;
  readonly file: string;
  readonly path?: string;
}

/** One line for each path. */
export const byPath = (list: readonly AppUsage[]): Row[] =>
  list.flatMap(({ domain, skin, file, paths }) => paths.map(path => ({ domain, skin, file, ...path })));

/** The table as text. */
export function usageText(list: readonly Row[], sort: Figure, isColoured: boolean): string {
  if (list.length === 0) return 'No program and no page has run since the server started.\n';
  const rows = [...list]
    .sort((a, b) => b[sort] - a[sort])
    .map(usage => [
      ...Object.values(columns).map(([figure, , show]) => show(usage[figure])),
      `${usage.file}${usage.skin === '' ? '' : ` (${usage.skin})`}${usage.path === undefined ? '' : `  ${usage.path}`}`,
      domainName(usage.domain),
    ]);
  const heads = [...Object.values(columns).map(([, name]) => name), 'program or page', 'domain'];
  const widths = heads.map((head, i) => Math.max(head.length, ...rows.map(row => row[i]?.length ?? 0)));
  const figures = Object.keys(columns).length;
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, i) => (i < figures ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0)))
      .join('  ')
      .trimEnd();
  const head = line(heads);
  return `${painter({ color: isColoured })('bold', head)}\n${rows.map(row => `${line(row)}\n`).join('')}`;
}

async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const given = readArguments(args, [...serverOptions, 'domain', 'sort'], ['json', 'paths']);
  const sort = columns[given.options.get('sort') ?? 'cpu'];
  if (sort === undefined) throw new UsageError(`--sort is one of ${Object.keys(columns).join(', ')}`);
  const query = new URLSearchParams({ domain: given.options.get('domain') ?? '' });
  const answer = await withServer(given, terminal, client => client.ask('GET', `/usage?${query}`), true);
  if (answer.status !== 200) throw new Error(refusalOf(answer));
  const { usage } = answer.json() as { usage: AppUsage[] };
  const isColoured = terminal.isInteractive && process.env.NO_COLOR === undefined;
  terminal.out(
    given.flags.has('json')
      ? `${JSON.stringify(usage, null, 2)}\n`
      : usageText(given.flags.has('paths') ? byPath(usage) : usage, sort[0], isColoured),
  );
  return 0;
}

export const usage: Command = {
  name: 'usage',
  usage: '[--domain NAME] [--sort runs|failed|cpu|memory|calls|output] [--paths] [--json]',
  help: `Shows for each program and page of a running server how often it ran and failed, its processor time, the most memory
of one run, its host calls and the bytes of its answers, since the server started. The largest come first.

  --domain NAME      of this domain only
  --sort COLUMN      by this column (cpu)
  --paths            a line for each path that was asked for; * stands for numbers, ids and further paths
  --json             as JSON
${serverOptionHelp}

  postern usage --sort memory          which program needs much memory?`,
  run,
};
