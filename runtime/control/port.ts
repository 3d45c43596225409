/** A worker as the main thread reaches it: a thread, or a core in the same thread. */
import type { FromWorker, ToWorker } from '../worker/messages.js';
import type { Watch } from '../worker/watch.js';

export interface Port {
  post(messages: ToWorker[]): void;
  /** Ends the worker, whatever it is doing. */
  end(): Promise<void>;
}

/** What a worker is started with, and whom it tells. */
export interface PortOptions {
  /** It yields to all others: for programs that take long. */
  readonly isSlow: boolean;
  readonly watch: Watch;
  /** Number of the first task that its runs spawn. */
  readonly firstTask: number;
  readonly receive: (messages: readonly FromWorker[]) => void;
  /** It has ended by itself. */
  readonly lost: (why: string) => void;
}

export type OpenPort = (options: PortOptions) => Promise<Port>;
