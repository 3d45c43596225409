import type { PageCodeName } from '../catalogue.js';

/** A compile error at a place in the source, in UTF-16 units. `detail` completes the text of the catalogue. */
export class PageProblem extends Error {
  constructor(
    readonly code: PageCodeName,
    readonly at: number,
    readonly end: number,
    readonly detail = '',
  ) {
    super(code);
  }
}
