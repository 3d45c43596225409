/** `postern log`: the last records of a running server, and those that come. */

import { painter } from '../../../playground/cli/paint.js';
import { formatRecord, type LogRecord } from '../../admin/log/record.js';
import { readArguments } from '../arguments.js';
import { serverOptionHelp, serverOptions, withServer } from '../client.js';
import type { Command, Terminal } from './types.js';

/** Colours by level. */
const COLOURS: readonly ('red' | 'yellow' | 'grey' | null)[] = ['red', 'red', null, 'yellow', 'grey', 'grey'];

interface Line {
  readonly time?: string;
  readonly level?: number;
  readonly tag?: string;
  readonly text?: string;
  readonly domain?: string;
  readonly app?: string;
  readonly dropped?: number;
}

/** One line of the answer as people read it; `''`: nothing to show. */
export function shownLine(text: string, isColoured: boolean): string {
  if (text.trim() === '') return '';
  const { time, level = 5, tag = '', text: record = '', domain, app, dropped } = JSON.parse(text) as Line;
  if (dropped !== undefined) return `... ${dropped} records came too fast: they are in the log file\n`;
  const about = app === undefined ? '' : ` [${domain === '' ? '' : `${domain} `}${app}]`;
  const shown = formatRecord({
    time: new Date(time ?? 0),
    level: level as LogRecord['level'],
    tag: `${tag}${about}`,
    text: record,
  });
  const colour = COLOURS[level];
  return `${colour ? painter({ color: isColoured })(colour, shown) : shown}\n`;
}

async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const given = readArguments(
    args,
    [...serverOptions, 'domain', 'app', 'level', 'text', 'count'],
    ['follow', 'json'],
  );
  const query = new URLSearchParams();
  for (const name of ['domain', 'app', 'level', 'text', 'count']) {
    const value = given.options.get(name);
    if (value !== undefined) query.set(name, value);
  }
  if (given.flags.has('follow')) query.set('follow', '1');
  const isJSON = given.flags.has('json');
  const isColoured = terminal.isInteractive && process.env.NO_COLOR === undefined && !isJSON;
  const stop = new AbortController();
  const interrupt = (): void => stop.abort();
  process.once('SIGINT', interrupt);
  try {
    await withServer(
      given,
      terminal,
      client =>
        client.lines(`/log?${query}`, stop.signal, line =>
          terminal.out(isJSON ? (line === '' ? '' : `${line}\n`) : shownLine(line, isColoured)),
        ),
      true,
    );
    return 0;
  } finally {
    process.removeListener('SIGINT', interrupt);
  }
}

export const log: Command = {
  name: 'log',
  usage: '[--follow] [--domain NAME] [--app FILE] [--level N] [--text TEXT]',
  help: `Shows the last records of the log of a running server; the setting LogTailRecords says how many are kept.

  --follow           goes on with the records that come, until you press Ctrl+C
  --domain NAME      of programs and pages of this domain only
  --app FILE         of this program or page only, as shop.wcgp
  --level N          up to this level: 0 crashes, 1 failures, 2 major, 3 problems and SysLog, 4, 5 all
  --text TEXT        with this text in them
  --count N          so many records that are there already (100)
  --json             one JSON object a line
${serverOptionHelp}

  postern log --follow --app shop.wcgp          what does my program write?
  postern log --level 1 --count 1000            what has failed?`,
  run,
};
