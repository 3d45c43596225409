import type { CgplCode } from '../diagnostics/cgpl.js';

/** A compile error or warning at a place in the source, in UTF-16 units. */
export interface Problem {
  readonly code: CgplCode;
  readonly args: readonly (string | number)[];
  readonly at: number;
  readonly end: number;
}
