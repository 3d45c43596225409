/** Tests of programs and pages: what they are, and what became of them. */
import type { Outcome } from '../sandbox/outcome.js';
import type { RequestSpec } from '../sandbox/request.js';

export interface TestCase {
  /** File that holds the test. */
  readonly from: string;
  readonly name: string;
  /** Program or page that is run. */
  readonly file: string;
  readonly entry: string;
  readonly request: RequestSpec;
  readonly dataset?: string;
  readonly session?: string;
  /** Data text of the preferences, and texts of the files of the account. */
  readonly preferences?: string;
  readonly accountFiles?: Readonly<Record<string, string>>;
  readonly expect: Expectation;
}

export interface Expectation {
  readonly status?: number;
  readonly type?: string;
  readonly body?: string;
  readonly bodyContains?: readonly string[];
  readonly bodyMatches?: string;
  readonly json?: unknown;
  readonly fields?: Readonly<Record<string, string>>;
  readonly log?: readonly string[];
  /** Data text that the session dataset is equal to. */
  readonly session?: string;
  /** Code of the error that is expected. */
  readonly error?: string;
  /** No response: visitors get 404. */
  readonly empty?: boolean;
}

export interface TestResult {
  readonly test: TestCase;
  /** What does not hold; empty when the test passed. */
  readonly failures: readonly string[];
  readonly outcome: Outcome;
  readonly ms: number;
}
