/**
 * What the worker side of the built-ins knows of one run: the request, on whose behalf it runs, the selected
 * language and time zone. Made for each run, so everything costly is read when somebody asks.
 */
import type { Plain, RunServices } from '../../../runtime/environment.js';
import { type RequestInput, RequestReader } from './request.js';

/** The identity of a run as the worker sees it. */
export interface WorkerIdentity {
  /** `user@domain` of the current account, null without one. */
  readonly email: string | null;
  /** Current domain. */
  readonly domain: string | null;
  /** Null: the default. */
  readonly language: string | null;
  /** Null: the zone of the server. */
  readonly timeZone: string | null;
}

/** What the main thread gives for a run. */
export interface WebInput {
  readonly request: RequestInput;
  readonly identity: WorkerIdentity;
  /** The session dataset, encoded; null outside sessions. */
  readonly session: Uint8Array | null;
}

/** What the main thread may change while the run waits. */
export interface WebPatch {
  readonly identity?: WorkerIdentity;
  /** The body that came after `100 Continue`. */
  readonly body?: Uint8Array;
}

/** One run. */
export class WebContext {
  identity: WorkerIdentity;
  request: RequestReader;

  constructor(
    readonly input: WebInput,
    readonly services: RunServices,
  ) {
    this.identity = input.identity;
    this.request = new RequestReader(input.request);
  }

  /** Takes in a patch of the main thread. */
  update({ identity, body }: WebPatch): void {
    if (identity) this.identity = identity;
    if (body) this.request = new RequestReader({ ...this.input.request, body });
  }

  /** Input of a task that this run spawns: the same request, on whose behalf it runs now. */
  spawned(): Plain {
    return { ...this.input, identity: this.identity } as unknown as Plain;
  }
}
