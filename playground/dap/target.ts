/** What the adapter walks through: a recorded run, or a run of a host that stands still. */
import type { Breakpoint } from '../debug/breakpoints.js';
import type { Frame } from '../debug/frames.js';

/** What a target tells the editor. */
export interface Told {
  /** `reason` as the protocol names it; `text` says what happened. */
  stopped(reason: string, text?: string): void;
  /** The run goes on without the editor having said so. */
  continued(): void;
  /** Nothing more comes. */
  terminated(): void;
  output(category: 'stdout' | 'stderr' | 'console', text: string): void;
}

export interface Target {
  /** The editor has set its breakpoints: go. */
  start(): Promise<void>;
  /** A command of the protocol that walks. */
  move(command: string): Promise<void>;
  setBreakpoints(list: readonly Breakpoint[]): void;
  /** The frames of where it stands, innermost first. */
  frames(): Promise<readonly Frame[]>;
  pause(): void;
  /** Ends the run. */
  end(): Promise<void>;
  /** The editor goes; a run of a host goes on. */
  close(): Promise<void>;
  /** Text of a file that is not on the disk. */
  source(file: string): Promise<string | null>;
}

/** A wish that cannot be granted; the text is for the user. */
export class Refusal extends Error {}
