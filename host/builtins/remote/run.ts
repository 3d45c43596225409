/** A program that runs elsewhere, as the built-ins see it: its request and each of its tasks is a run for them. */
import type { EdgeLimits } from '../../../runtime/codec/index.js';
import { toProgramException } from '../../../runtime/errors/failure.js';
import type { Limits, Plain, RunHandle } from '../../../runtime/index.js';
import type { RemoteAnswer, RemoteCall } from '../../../runtime/remote.js';
import type { RequestBuiltins } from '../../apps/service.js';
import { isAllowed } from './allowed.js';

/** Tasks of one run that call something. */
const MOST_TASKS = 1000;

export interface RemoteRunParts {
  readonly builtins: RequestBuiltins;
  readonly limits: Limits;
  readonly domain: string;
  /** Log tag. */
  readonly tag: string;
  /** See `isAllowed`. */
  readonly isTrusted: boolean;
}

const refusal = (code: string, ...args: string[]): RemoteAnswer => ({
  value: null,
  error: { code, args },
  patches: [],
});

export class RemoteRun {
  private readonly end_ = new AbortController();
  private readonly tasks = new Map<number, RunHandle>();
  private patches: { task: number; patch: Plain }[] = [];
  private calls = 0;
  /** Calls that are being answered. */
  waiting = 0;
  /** Milliseconds of `performance.now()` of the last message. */
  touched = performance.now();

  constructor(private readonly parts: RemoteRunParts) {}

  get edge(): EdgeLimits {
    const { valueBytes, valueDepth } = this.parts.limits;
    return { valueBytes, valueDepth };
  }

  /** Takes what the run says, in order; the answer is that of its last call, null when it does not call. */
  async take(list: readonly RemoteCall[]): Promise<RemoteAnswer> {
    let answer: RemoteAnswer = { value: null, error: null, patches: [] };
    for (const call of list) {
      this.calls++;
      const { hostCalls } = this.parts.limits;
      if (this.calls > hostCalls) return refusal('host-call-limit', String(hostCalls));
      if (this.end_.signal.aborted) return refusal('cancelled');
      const run = this.handle(call);
      if (run === null) return refusal('task-limit', String(MOST_TASKS));
      if (call.kind === 'spawn') this.parts.builtins.spawned(run);
      else if (!isAllowed(call.name, this.parts.isTrusted)) {
        if (call.kind === 'call') answer = refusal('missing-op', call.name);
      } else if (call.kind === 'tell') this.parts.builtins.notify(call.name, call.args, run);
      else answer = await this.call(call, run);
    }
    // Another call may wait meanwhile: what it changed comes with its own answer.
    const task = list.at(-1)?.task ?? 0;
    const patches = this.patches.filter(patch => patch.task === task);
    this.patches = this.patches.filter(patch => patch.task !== task);
    return { ...answer, patches };
  }

  end(): void {
    this.end_.abort();
    this.tasks.clear();
  }

  private async call({ name, args }: RemoteCall, run: RunHandle): Promise<RemoteAnswer> {
    try {
      return { value: await this.parts.builtins.wait(name, [...args], run), error: null, patches: [] };
    } catch (error) {
      const { code, args: texts } = toProgramException(error, name);
      return refusal(code, ...texts);
    }
  }

  private handle({ task, parent }: RemoteCall): RunHandle | null {
    const known = this.tasks.get(task);
    if (known !== undefined) return known;
    if (this.tasks.size >= MOST_TASKS) return null;
    const { domain, tag } = this.parts;
    const run: RunHandle = {
      domain,
      environment: this.parts.builtins.environment,
      principal: tag,
      // Its numbers are not those of tasks here: nobody must take it for one of them.
      task: null,
      parent: task === 0 ? null : (this.tasks.get(parent) ?? null),
      signal: this.end_.signal,
      update: patch => this.patches.push({ task, patch }),
    };
    this.tasks.set(task, run);
    return run;
  }
}
