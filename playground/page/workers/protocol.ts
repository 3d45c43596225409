/** What the page and its workers say to each other. */
import type { AccountState } from '../../sandbox/account/state.js';
import type { LogLine, Outcome } from '../../sandbox/outcome.js';
import type { RequestSpec } from '../../sandbox/request.js';
import type { TreeNode } from '../../sandbox/tree.js';

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
  readonly record: boolean;
}

export type ToRunner = { readonly kind: 'run'; readonly job: RunJob };

export type FromRunner =
  | { readonly kind: 'ready' }
  | { readonly kind: 'broken'; readonly message: string }
  | { readonly kind: 'log'; readonly id: number; readonly line: LogLine }
  | {
      readonly kind: 'done';
      readonly id: number;
      readonly outcome: Outcome;
      readonly account: AccountState;
      readonly values: readonly TreeNode[];
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
