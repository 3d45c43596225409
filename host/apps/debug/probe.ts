/**
 * The probe in the worker of a debugged run. At a stop it tells the main thread everything and waits for a word from
 * there, so the run stands still in the middle of a statement; other runs have other workers.
 */
import { receiveMessageOnPort } from 'node:worker_threads';
import { Encoder } from '../../../runtime/codec/index.js';
import { ProgramException } from '../../../runtime/errors/failure.js';
import type { Probe, ProbeReport } from '../../../runtime/types.js';
import type { Value } from '../../../stdlib/values/types.js';
import type { FromProbe, ProbeData, ToldFrame, ToProbe } from './protocol.js';
import { Stepper, type StopReason } from './stepper.js';

/** What one value may need to be shown. */
const SHOWN = { valueBytes: 1 << 20, valueDepth: 64 };

const encoder = new Encoder();

function encoded(value: Value): Uint8Array | null {
  try {
    return encoder.encode(value, SHOWN);
  } catch {
    return null;
  }
}

class WorkerProbe {
  private readonly counter: Int32Array;
  private readonly stepper = new Stepper();
  private seen = 0;
  private isFree = false;
  private isEnding = false;
  private isStopped = false;
  private reason: StopReason = 'step';
  /** Frames that are still to be told, and those that were. */
  private left = 0;
  private frames: ToldFrame[] = [];

  constructor(private readonly data: ProbeData) {
    this.counter = new Int32Array(data.signal);
  }

  readonly probe: Probe = report => {
    if (report.isTask) return false;
    if (report.kind === 'frame') return this.told(report);
    this.listen();
    if (this.isEnding) throw new ProgramException('cancelled');
    if (this.isFree) return false;
    const reason = this.stepper.at(report.first, report.second);
    if (reason === null) return false;
    this.reason = reason;
    this.frames = [];
    this.left = report.second + 1;
    return true;
  };

  /** One frame; after the last one the run stands still. */
  private told({ first: section, second: place, values }: ProbeReport): boolean {
    this.frames.push({ section, place, values: values === null ? null : values.map(encoded) });
    this.left--;
    if (this.left > 0) return false;
    const message: FromProbe = { kind: 'stopped', reason: this.reason, frames: this.frames };
    this.frames = [];
    this.isStopped = true;
    this.data.port.postMessage(message);
    while (this.isStopped) {
      const { seen } = this;
      this.listen();
      if (this.isStopped) Atomics.wait(this.counter, 0, seen);
    }
    if (this.isEnding) throw new ProgramException('cancelled');
    return false;
  }

  private listen(): void {
    const now = Atomics.load(this.counter, 0);
    if (now === this.seen) return;
    this.seen = now;
    for (let got = receiveMessageOnPort(this.data.port); got; got = receiveMessageOnPort(this.data.port))
      this.take(got.message as ToProbe);
  }

  private take(message: ToProbe): void {
    switch (message.kind) {
      case 'table':
        this.stepper.extend(message.sections, message.places);
        break;
      case 'breakpoints':
        this.stepper.setBreakpoints(message.points);
        break;
      case 'begin':
        this.isEnding = false;
        this.stepper.begin();
        break;
      case 'pause':
        this.stepper.pause();
        break;
      case 'go':
        this.stepper.go(message.move);
        this.isStopped = false;
        break;
      case 'end':
        this.isEnding = true;
        this.isStopped = false;
        break;
      case 'free':
        this.isFree = true;
        this.isStopped = false;
    }
  }
}

/** See `WorkerProbe` of runtime/types.ts. */
export function makeProbe(data: unknown): Probe {
  return new WorkerProbe(data as ProbeData).probe;
}
