/** `postern replay`: what a recorded run gave, again. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { readRecording } from '../../runtime/recording/read.js';
import type { RenderResult, RunResult } from '../../runtime/types.js';
import { Arguments, single } from './options.js';
import { painter } from './paint.js';
import { withSandbox } from './sandbox.js';
import { type Command, FOUND, type Io, OK, type Option, Stop } from './types.js';

/** Nothing of such a recording can be shown. */
const UNUSABLE: ReadonlySet<string> = new Set(['bad-recording', 'recording-version']);

const OPTIONS: readonly Option[] = [
  { name: '--body', value: null, about: 'write the body of the response' },
  { name: '--twice', value: null, about: 'replay two times and compare' },
];

async function run(args: readonly string[], io: Io): Promise<number> {
  const options = new Arguments(args, OPTIONS);
  const path = single(options, 'recording');
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(resolve(io.cwd, path));
  } catch {
    throw new Stop(`there is no file ${path}`);
  }
  const paint = painter(io);
  const [result, again] = await withSandbox(async (_runner, sandbox) => [
    await sandbox.replay(bytes),
    options.has('--twice') ? await sandbox.replay(bytes) : null,
  ]);
  if (result === undefined || result === null) return FOUND;
  if (result.error !== undefined && UNUSABLE.has(result.error.code)) throw new Stop(result.error.message);
  const { beginning, entries, units } = readRecording(bytes);
  const files = units.flatMap(unit => unit.files);
  io.err(`${paint('bold', beginning.entry)} of ${files.join(', ')}, ${entries.length} answers of the host\n`);
  if (result.error) {
    io.err(`${paint('red', `error ${result.error.number}`)}: ${result.error.message}\n`);
    for (const { section, file, line, column } of result.error.frames)
      io.err(`  in ${section} (${file}:${line}:${column})\n`);
  } else io.err(`finished${'response' in result ? ` with ${result.response.code}` : ''}\n`);
  if (options.has('--body')) io.output.write(bodyOf(result));
  if (again !== null && again !== undefined && !isDeepStrictEqual(comparable(result), comparable(again))) {
    io.err(`${paint('red', 'the second replay gave something else')}\n`);
    return FOUND;
  }
  return result.error ? FOUND : OK;
}

const bodyOf = (result: RunResult | RenderResult): Uint8Array =>
  ('response' in result ? result.response.body : result.body) ?? new Uint8Array(0);

/** Times differ, everything else must not. Responses make their bodies when asked: what they hold until then is no matter. */
function comparable(result: RunResult | RenderResult): object {
  const { outcome, error } = result;
  const body = Buffer.from(bodyOf(result)).toString('latin1');
  if (!('response' in result)) return { outcome, error, body };
  const { isSet, code, reason, type, fields } = result.response;
  return { outcome, error, body, session: result.session, response: { isSet, code, reason, type, fields } };
}

export const replay: Command = {
  name: 'replay',
  usage: 'FILE.prec',
  about: 'run a recorded run again, from its recording alone',
  help: `A recording holds the compiled program and everything that came in: parameters, answers of the host, time and
randomness. So the run is the same each time, without its account and its server.

  postern run shop.wcgp --record run.prec
  postern replay run.prec --body`,
  options: OPTIONS,
  run,
};
