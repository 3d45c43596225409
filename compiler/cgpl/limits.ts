/** What one source file may hold; more is a compile error, not a slow or crashing compiler. */
export const MAX_SOURCE = 4 * 1024 * 1024;
export const MAX_LEXEMES = 400_000;
export const MAX_SECTIONS = 4000;
/** Parentheses, blocks and unary signs inside each other, and the height of an expression. */
export const MAX_NESTING = 200;
/** Compile errors reported for one file. */
export const MAX_PROBLEMS = 500;
