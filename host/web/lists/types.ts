/** What the pages of list archives share. */
import type { Bytes } from '../../../stdlib/values/types.js';
import type { ListLine } from '../services.js';
import type { Visit } from '../skin/visit.js';

/** A list and a visit of somebody who may see it. */
export interface ListVisit {
  readonly visit: Visit;
  readonly domain: string;
  readonly list: ListLine;
  /** `/List/<list>/`. */
  readonly ref: Bytes;
}
