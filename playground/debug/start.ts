/** Starts debugging sessions: of a workspace, and of recordings that somebody made elsewhere. */
import { DebugTable, type LinkedPage, type LinkedProgram } from '../../compiler/index.js';
import { decodePlain, encodePlain } from '../../runtime/codec/plain.js';
import type { Plain } from '../../runtime/environment.js';
import { ProgramException } from '../../runtime/errors/failure.js';
import { openRecording, sealRecording } from '../../runtime/recording/file.js';
import { readRecording } from '../../runtime/recording/read.js';
import type { RenderResult, RunResult } from '../../runtime/types.js';
import { folderOf } from '../language/behind.js';
import { languageOf } from '../language/languages.js';
import type { Outcome } from '../sandbox/outcome.js';
import { Runner, type RunOptions } from '../sandbox/runner.js';
import { Units, type WorkFiles } from '../sandbox/units.js';
import { DebugSession, type OpenSandbox, type Recorded } from './session.js';

/** Probes make a run many times slower: its own limit of time must not end it. */
const SLOWER = 20;

/** Runs a program or page of a workspace under the debugger. */
export async function debugRun(
  open: OpenSandbox,
  options: RunOptions,
  mostSteps?: number,
): Promise<DebugSession<Outcome>> {
  const { files, file: entry } = options;
  const table = new DebugTable(file => files.read(folderOf(entry) + file.toLowerCase()) !== null);
  const session = new DebugSession<Outcome>(open, table, mostSteps);
  await session.record((sandbox, debug) => {
    const runner = new Runner(sandbox);
    const all = { ...options, record: true, debug };
    return languageOf(options.file) === 'wssp' ? runner.render(all) : runner.run(all);
  });
  return session;
}

/** A replayed recording. */
export interface Replayed extends Recorded {
  readonly result: RunResult | RenderResult;
  /** Files whose text is another one than when the recording was made. */
  readonly changed: readonly string[];
}

/** What a recording needs that is not there; the text is for the user. */
export class MissingSources extends Error {}

/**
 * Opens a recording with the sources of its program: its units are compiled again, with probes.
 * @throws ProgramException `bad-recording`, MissingSources
 */
export async function debugRecording(
  open: OpenSandbox,
  recording: Uint8Array,
  files: WorkFiles,
): Promise<DebugSession<Replayed>> {
  const own = new Set(files.list().map(name => name.slice(name.lastIndexOf('/') + 1).toLowerCase()));
  const session = new DebugSession<Replayed>(open, new DebugTable(file => own.has(file.toLowerCase())));
  const known = readRecording(recording);
  const plain = openRecording(recording) as Record<string, Plain>;
  const changed: string[] = [];
  const instead = (unit: LinkedProgram | LinkedPage): Plain => {
    const entry = 'plan' in unit ? unit.plan.entry : (unit.files[0] ?? '');
    const find = (debug?: DebugTable): LinkedProgram | LinkedPage | null => {
      const units = new Units(files, folderWith(entry, files) + entry, [], debug);
      return 'plan' in unit ? units.page(entry).unit : units.program(entry).unit;
    };
    if (find()?.id !== unit.id) changed.push(entry);
    const made = find(session.table);
    if (made === null)
      throw new MissingSources(
        `The recording needs ${unit.files.join(', ')}: ${entry} is not here or does not compile.`,
      );
    return decodePlain(encodePlain(made as unknown as Plain));
  };
  const { limits, ...beginning } = known.beginning;
  const sealed = sealRecording(
    encodePlain({
      ...plain,
      beginning: {
        ...beginning,
        limits: { ...limits, cpuMs: Math.min(60_000, limits.cpuMs * SLOWER), wallMs: 600_000 },
      },
      units: known.units.map(instead),
      loaded: known.loaded.map(unit => (unit === null ? null : instead(unit))),
    }),
  );
  await session.record(async sandbox => ({
    recording: sealed,
    result: await sandbox.replay(sealed),
    changed,
  }));
  const error = session.outcome?.result.error;
  if (error?.code === 'bad-recording') throw new ProgramException('bad-recording', error.message);
  return session;
}

/** Recordings know names of files only: the first folder with the entry is taken. */
function folderWith(entry: string, files: WorkFiles): string {
  const found = files
    .list()
    .find(name => name.toLowerCase() === entry || name.toLowerCase().endsWith(`/${entry}`));
  return found === undefined ? '' : found.slice(0, found.length - entry.length);
}
