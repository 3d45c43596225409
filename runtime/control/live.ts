/** A run as the main thread knows it, from request to result. */

import { encodePlain } from '../codec/plain.js';
import type { Plain } from '../environment.js';
import type { Limits } from '../limits.js';
import type { RenderRequest, RunHandle, RunRequest, RunResult } from '../types.js';
import type { Recipe, ToWorker } from '../worker/messages.js';
import type { Link } from './link.js';

export class LiveRun implements RunHandle {
  /** Where the worker tells whether it has started; -1 when nobody asks. */
  place = -1;
  private patches: Uint8Array[] | null = null;
  /** Made when somebody asks: most runs are over before anybody wants to know. */
  private controller: AbortController | null = null;
  isOver = false;
  private settle: (result: RunResult) => void = () => undefined;
  readonly result = new Promise<RunResult>(resolve => {
    this.settle = resolve;
  });

  constructor(
    readonly id: number,
    readonly request: RunRequest | RenderRequest | null,
    readonly task: number | null,
    readonly parent: LiveRun | null,
    readonly link: Link,
    readonly limits: Limits,
    /** To be sent again when the worker ends before it began. */
    readonly message: ToWorker | null,
    readonly recipe: Recipe | null = null,
  ) {}

  get domain(): string {
    return this.request?.domain ?? '';
  }

  get environment(): string {
    return this.request?.environment ?? '';
  }

  get principal(): string {
    return this.request?.principal ?? '';
  }

  get signal(): AbortSignal {
    this.controller ??= new AbortController();
    if (this.isOver && !this.controller.signal.aborted) this.controller.abort();
    return this.controller.signal;
  }

  update(patch: Plain): void {
    this.patches ??= [];
    this.patches.push(encodePlain(patch));
  }

  takePatches(): Uint8Array[] {
    const { patches } = this;
    this.patches = null;
    return patches ?? [];
  }

  end(result: RunResult): void {
    this.isOver = true;
    this.controller?.abort();
    this.settle(result);
  }
}
