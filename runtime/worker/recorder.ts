/** Everything that belongs into the recording of one run, gathered as it happens. */
import { encodePlain } from '../codec/plain.js';
import type { Plain } from '../environment.js';
import type { UnitList } from '../image/unit.js';
import type { Limits } from '../limits.js';
import { sealRecording } from '../recording/file.js';
import type { Bridge } from './bridge.js';

/** How the run began. */
export interface Beginning {
  readonly what: 'run' | 'render';
  readonly entry: string;
  /** Encoded start parameter or dataset. */
  readonly argument: Uint8Array | null;
  readonly session: Uint8Array | null;
  readonly isTask: boolean;
  readonly id: number;
  readonly limits: Limits;
}

export class Recorder {
  /** Units of the image at the start. */
  units: UnitList | null = null;
  /** Units that were loaded on the way, in order; null for one that was not there. */
  readonly loaded: Plain[] = [];

  constructor(
    readonly beginning: Beginning,
    /** Runs that end well leave no recording. */
    readonly onlyFailed: boolean,
  ) {}

  seal(bridge: Bridge, outcome: Plain): Uint8Array {
    const { limits, ...beginning } = this.beginning;
    return sealRecording(
      encodePlain({
        beginning: { ...beginning, limits: { ...limits } },
        units: (this.units?.units ?? []) as unknown as Plain,
        loaded: this.loaded,
        entries: bridge.plain(),
        outcome,
      }),
    );
  }
}
