/** What tests of programs may call beside the built-ins: `postern test` runs them. */
import type { ExtraSection } from '../../../compiler/index.js';

/** Entries of programs with such names are tests. */
export function isTestEntry(name: string): boolean {
  return /^test_/i.test(name);
}

/** Files that are made for tests: the assertions are known in them. */
export function isTestFile(file: string): boolean {
  return /\.test\.wcg[pi]$/i.test(file);
}

const procedure = (name: string, minArgs: number, maxArgs: number): ExtraSection => ({
  name,
  kind: 'procedure',
  minArgs,
  maxArgs,
});

/** `Assert(condition[, text])`, `AssertEqual(actual, expected[, text])`, `AssertContains(text, part[, about])`, `Fail(text)`. */
export const TEST_SECTIONS: readonly ExtraSection[] = [
  procedure('Assert', 1, 2),
  procedure('AssertEqual', 2, 3),
  procedure('AssertContains', 2, 3),
  procedure('Fail', 1, 1),
];
