/** What compiling and linking of pages gives (docs/architecture.md section 3). */
import type { Plan } from '../../stdlib/wssp/plan.js';
import type { PositionMap } from '../text/positionmap.js';
import type { EmittedFile } from './emit/file.js';
import type { Use } from './tables/functions.js';

/** One compiled file. Plain data, may be cached. */
export interface Page extends EmittedFile {
  readonly file: string;
  readonly source: string;
}

export interface LinkedPage {
  /** Changes when anything of the page changes. */
  readonly id: string;
  /** `(function($){...})`: gives the functions of all files by lower-case name. */
  readonly js: string;
  /** From places in `js` to places in the files. */
  readonly map: PositionMap;
  readonly plan: Plan;
  readonly files: readonly string[];
  readonly uses: readonly Use[];
  /** Some INCLUDE computes its name: a run may ask for a further file. */
  readonly dynamic: boolean;
}
