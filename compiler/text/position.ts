/** A place in a source text: lines and columns count from 1, a column counts code points. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A stretch of source text; `end` is the place after its last symbol. */
export interface Range {
  readonly start: Position;
  readonly end: Position;
}
