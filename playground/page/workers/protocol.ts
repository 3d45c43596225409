/** What the page and its workers say to each other. */
import type { Breakpoint } from '../../debug/breakpoints.js';
import type { Flame, LineCost } from '../../debug/profile.js';
import type { Move } from '../../debug/session.js';
import type { AccountState } from '../../sandbox/account/state.js';
import type { HostLogin } from '../../sandbox/host.js';
import type { LogLine, Outcome } from '../../sandbox/outcome.js';
import type { RequestSpec } from '../../sandbox/request.js';
import type { TreeNode } from '../../sandbox/tree.js';
import type { Assets } from './assets.js';

/** Files of a workspace: texts, and bytes of what is no text. */
export type FileTable = Readonly<Record<string, string | Uint8Array>>;

export interface RunJob {
  readonly id: number;
  readonly files: FileTable;
  readonly file: string;
  readonly entry: string;
  readonly request: RequestSpec;
  readonly dataset: string;
  readonly session: string;
  readonly account: AccountState;
  /** Answers instead of the account. */
  readonly host: HostLogin | null;
  readonly record: boolean;
}

/** A walk through a run that was recorded with probes. */
export interface DebugMove {
  readonly id: number;
  readonly move: Move | { readonly to: number } | 'stay';
  readonly breakpoints: readonly Breakpoint[];
  readonly watches: readonly string[];
}

export type ToRunner =
  /** The page listens. */
  | { readonly kind: 'hello' }
  | { readonly kind: 'run'; readonly job: RunJob }
  | { readonly kind: 'debug' | 'profile'; readonly job: RunJob }
  | {
      readonly kind: 'replay';
      readonly id: number;
      readonly files: FileTable;
      readonly recording: Uint8Array;
    }
  | { readonly kind: 'move'; readonly move: DebugMove };

/** Where the debugger stands. */
export interface DebugView {
  readonly step: number;
  readonly steps: number;
  readonly isCut: boolean;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly frames: readonly {
    readonly section: string;
    readonly file: string;
    readonly line: number;
    readonly column: number;
    readonly variables: readonly TreeNode[];
  }[];
  readonly watches: readonly {
    readonly text: string;
    readonly value: TreeNode | null;
    readonly problem: string;
  }[];
  /** What ended the run, when this is its last step. */
  readonly error: string | null;
  /** Files whose text differs from what a recording was made with. */
  readonly changed: readonly string[];
  /** Files that a recording brought with it, in the answer to `replay` only. */
  readonly sources?: FileTable;
}

export interface ProfileView {
  readonly lines: readonly LineCost[];
  readonly flame: Flame;
}

export type FromRunner =
  | { readonly kind: 'ready' }
  | { readonly kind: 'broken'; readonly message: string }
  | { readonly kind: 'log'; readonly id: number; readonly line: LogLine }
  | { readonly kind: 'view'; readonly id: number; readonly view: DebugView }
  | { readonly kind: 'profile'; readonly id: number; readonly profile: ProfileView }
  | { readonly kind: 'refused'; readonly id: number; readonly message: string }
  | {
      readonly kind: 'done';
      readonly id: number;
      readonly outcome: Outcome;
      readonly account: AccountState;
      readonly values: readonly TreeNode[];
      /** For the preview. */
      readonly assets: Assets;
    };

/** A call of the language service. */
export interface LanguageCall {
  readonly id: number;
  readonly method: string;
  readonly args: readonly unknown[];
}

export interface LanguageAnswer {
  readonly id: number;
  readonly result: unknown;
}
