/** The debugger in the worker: one session at a time. */
import { NoValue, Watch } from '../../debug/evaluate.js';
import { flameGraph, lineCosts } from '../../debug/profile.js';
import type { DebugSession, OpenSandbox, Recorded } from '../../debug/session.js';
import { sourcesOf } from '../../debug/sources.js';
import { debugRecording, debugRun, type Replayed } from '../../debug/start.js';
import type { Outcome } from '../../sandbox/outcome.js';
import type { RunOptions } from '../../sandbox/runner.js';
import { type TreeNode, treeOf } from '../../sandbox/tree.js';
import { TableFiles } from './files.js';
import type { DebugMove, DebugView, FileTable, ProfileView } from './protocol.js';

export { conditionProblem } from '../../debug/breakpoints.js';

export class Debugging {
  #session: DebugSession<Recorded> | null = null;
  #error: string | null = null;
  #changed: readonly string[] = [];

  constructor(private readonly open: OpenSandbox) {}

  /** Runs under the debugger. */
  async start(options: RunOptions): Promise<Outcome | null> {
    const session = await debugRun(this.open, options);
    await this.#use(session, session.outcome?.error?.message ?? null, []);
    return session.outcome;
  }

  /** Opens a recording, with the files that it brought, or the given ones with the skin behind them. Throws what `debugRecording` throws. */
  async replay(
    recording: Uint8Array,
    files: FileTable,
    behind: TableFiles | null,
  ): Promise<FileTable | null> {
    const sources = sourcesOf(recording);
    const table = sources === null ? new TableFiles(files, behind) : new TableFiles(sources);
    const session: DebugSession<Replayed> = await debugRecording(this.open, recording, table);
    const { outcome } = session;
    await this.#use(session, outcome?.result.error?.message ?? null, outcome?.changed ?? []);
    await session.move('last');
    return sources;
  }

  get profile(): ProfileView | null {
    const session = this.#session;
    return session === null
      ? null
      : { lines: lineCosts(session.trace, session.table), flame: flameGraph(session.trace, session.table) };
  }

  async move({ move, breakpoints, watches }: Omit<DebugMove, 'id'>): Promise<DebugView | null> {
    const session = this.#session;
    if (session === null) return null;
    if (typeof move === 'object') session.step = Math.max(0, Math.min(move.to, session.trace.length - 1));
    else if (move !== 'stay') await session.move(move, breakpoints);
    return this.#view(session, watches);
  }

  /** The first breakpoint, or the place of the error, or the beginning. */
  async toStart(breakpoints: DebugMove['breakpoints']): Promise<void> {
    const session = this.#session;
    if (session === null) return;
    const hit = await session.firstHit(breakpoints);
    session.step = hit ?? (this.#error === null ? 0 : Math.max(0, session.trace.length - 1));
  }

  async #use(
    session: DebugSession<Recorded>,
    error: string | null,
    changed: readonly string[],
  ): Promise<void> {
    await this.#session?.close();
    this.#session = session;
    this.#error = error;
    this.#changed = changed;
  }

  async #view(session: DebugSession<Recorded>, watches: readonly string[]): Promise<DebugView> {
    const frames = await session.frames();
    const [top] = frames;
    const { length } = session.trace;
    return {
      step: session.step,
      steps: length,
      isCut: session.isCut,
      file: top?.file ?? '',
      line: top?.line ?? 0,
      column: top?.column ?? 0,
      frames: frames.map(({ section, file, line, column, shown }) => ({
        section,
        file,
        line,
        column,
        variables: (shown ?? []).map(([name, value]) => treeOf(name, value)),
      })),
      watches: watches.map(text => watched(text, top?.variables ?? new Map())),
      error: session.step === length - 1 ? this.#error : null,
      changed: this.#changed,
    };
  }
}

function watched(
  text: string,
  variables: ReadonlyMap<string, never> | Parameters<Watch['value']>[0],
): { text: string; value: TreeNode | null; problem: string } {
  try {
    return { text, value: treeOf(text, new Watch(text).value(variables)), problem: '' };
  } catch (error) {
    if (error instanceof NoValue) return { text, value: null, problem: error.message };
    throw error;
  }
}
