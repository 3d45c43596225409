/**
 * What a debugger knows of programs and pages that were compiled with probes: before every statement and element the
 * code says where it is, and can tell the values of its variables. One table serves all units of a debugging session;
 * the numbers in the code are its indexes. Code that is compiled without a table has no probes at all.
 */

/** A code section, or a page file. */
export interface DebugSection {
  readonly file: string;
  /** Of a section as it is spelled, of a page its file name. */
  readonly name: string;
  readonly kind: 'program' | 'page';
  /** Names of what the code tells, in order. A page tells its dataset, then the elements of its open loops. */
  readonly variables: readonly string[];
}

/** A place where execution can stop. */
export interface DebugPlace {
  readonly section: number;
  /** From 1. */
  readonly line: number;
  readonly column: number;
  /** Names of the loops that are open here, outermost first; pages only. */
  readonly scanners: readonly string[];
}

export class DebugTable {
  readonly sections: DebugSection[] = [];
  readonly places: DebugPlace[] = [];

  /** @param shows is this page file to be stepped through? Files of a skin behind the user's are not */
  constructor(readonly shows: (file: string) => boolean = () => true) {}

  /** Adds a section and gives its number. */
  section(section: DebugSection): number {
    return this.sections.push(section) - 1;
  }

  /** Adds a place and gives its number. */
  place(place: DebugPlace): number {
    return this.places.push(place) - 1;
  }
}
