/** The runs that call from browsers: who may call in the name of which one, and how many there are. */
import { randomBytes } from 'node:crypto';
import { ProgramException } from '../../../runtime/errors/failure.js';
import type { Limits } from '../../../runtime/index.js';
import { packAnswer, type RemoteAnswer, unpackCalls } from '../../../runtime/remote.js';
import { newDict } from '../../../stdlib/values/index.js';
import type { AppOptions } from '../../apps/service.js';
import type { RequestContext } from '../../apps/types.js';
import { PosternError } from '../../errors/index.js';
import { RemoteRun } from './run.js';

export interface RemoteLimits {
  /** Open runs of one account: the one that has been silent longest ends when there are more. */
  readonly runs: number;
  /** Milliseconds after which a silent run ends. */
  readonly idle: number;
  readonly program: Limits;
}

/** Open runs of all accounts. */
const MOST_RUNS = 1000;
/** Calls of one run that wait at a time. */
const MOST_WAITING = 64;

interface Open {
  readonly owner: string;
  readonly run: RemoteRun;
}

export class RemoteDesk {
  private readonly runs = new Map<string, Open>();
  private timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly builtins: AppOptions['builtins'],
    private readonly limits: () => RemoteLimits,
  ) {}

  /**
   * Opens a run and gives its name, which nobody can guess.
   * @throws PosternError `too-many`
   */
  open(owner: string, context: RequestContext, isTrusted: boolean): string {
    this.sweep();
    const { runs: most, program } = this.limits();
    const own = [...this.runs].filter(([, open]) => open.owner === owner);
    own.sort(([, a], [, b]) => a.run.touched - b.run.touched);
    for (const [id] of own.slice(0, Math.max(0, own.length - most + 1))) this.remove(id);
    if (this.runs.size >= MOST_RUNS) throw new PosternError('too-many');
    const id = randomBytes(24).toString('base64url');
    const run = new RemoteRun({
      builtins: this.builtins(context, newDict(), program, 'playground'),
      limits: program,
      domain: context.domain ?? '',
      tag: context.tag,
      isTrusted,
    });
    this.runs.set(id, { owner, run });
    this.timer ??= setInterval(() => this.sweep(), 10_000).unref();
    return id;
  }

  /**
   * What a run says, and the answer to its call.
   * @throws PosternError `wrong-state` when there is no such run of this owner
   */
  async take(owner: string, id: string, message: Uint8Array): Promise<Uint8Array> {
    const open = this.runs.get(id);
    if (open === undefined || open.owner !== owner)
      throw new PosternError('wrong-state', { args: ['this run is over'] });
    const { run } = open;
    const failed = (error: unknown): RemoteAnswer => {
      if (!(error instanceof ProgramException)) throw error;
      return { value: null, error: { code: error.code, args: error.args }, patches: [] };
    };
    run.touched = performance.now();
    if (run.waiting >= MOST_WAITING) throw new PosternError('too-many');
    run.waiting++;
    try {
      const answer = await run.take(unpackCalls(message, run.edge));
      return packAnswer(answer, run.edge);
    } catch (error) {
      return packAnswer(failed(error), run.edge);
    } finally {
      run.waiting--;
      run.touched = performance.now();
    }
  }

  end(owner: string, id: string): void {
    if (this.runs.get(id)?.owner === owner) this.remove(id);
  }

  close(): void {
    for (const id of [...this.runs.keys()]) this.remove(id);
    if (this.timer !== null) clearInterval(this.timer);
    this.timer = null;
  }

  private remove(id: string): void {
    this.runs.get(id)?.run.end();
    this.runs.delete(id);
  }

  private sweep(): void {
    const oldest = performance.now() - this.limits().idle;
    for (const [id, { run }] of this.runs) if (run.waiting === 0 && run.touched < oldest) this.remove(id);
  }
}
