/** The structural elements (wssp.md section 6): what follows the keyword. */
export type ElementForm =
  | 'condition'
  | 'bare'
  | 'loop'
  | 'loop-end'
  | 'include'
  /** The text up to the first end mark is not examined. */
  | 'comment';

/** By keyword, in capitals. */
export const PAGE_ELEMENTS: ReadonlyMap<string, ElementForm> = new Map([
  ['IF', 'condition'],
  ['ELIF', 'condition'],
  ['ELSE', 'bare'],
  ['ENDIF', 'bare'],
  ['FOREACH', 'loop'],
  ['ENDFOR', 'loop-end'],
  ['INCLUDE', 'include'],
  ['COMMENT', 'comment'],
] satisfies [string, ElementForm][]);

/** Words that may stand before the arguments of INCLUDE. */
export const INCLUDE_WORDS: readonly string[] = ['USING', 'WITH', 'ARG'];
